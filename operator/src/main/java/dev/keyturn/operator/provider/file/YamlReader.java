package dev.keyturn.operator.provider.file;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;

/**
 * Reads one YAML document. A value is what was written: {@code 0123}, {@code yes} and dates stay
 * text; only what JSON would read as number, {@code true}, {@code false} or {@code null} is one.
 * Anchors, aliases and tags are refused.
 */
final class YamlReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final Iterator<Event> events;

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  static Node.Members read(String text) throws Malformed {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(Node.MAX_DEPTH);
    try {
      return new YamlReader(new Yaml(options).parse(new StringReader(text)).iterator()).document();
    } catch (YAMLException textOfTheFile) {
      throw new Malformed();
    }
  }

  private Node.Members document() throws Malformed {
    events.next();
    Event start = events.next();
    if (start instanceof StreamEndEvent) {
      return new Node.Collector().members();
    }
    if (!(start instanceof DocumentStartEvent)) {
      throw new Malformed();
    }
    Node root = node(events.next(), 0);
    if (!(events.next() instanceof DocumentEndEvent)
        || !(events.next() instanceof StreamEndEvent)) {
      throw new Malformed();
    }
    return switch (root) {
      case Node.Members members -> members;
      case Node.Nothing() -> new Node.Collector().members();
      case Node.Text text -> throw new Malformed();
      case Node.Bare bare -> throw new Malformed();
      case Node.Items items -> throw new Malformed();
    };
  }

  private Node node(Event event, int depth) throws Malformed {
    if (depth > Node.MAX_DEPTH
        || event instanceof AliasEvent
        || event instanceof NodeEvent anchored && anchored.getAnchor() != null) {
      throw new Malformed();
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case MappingStartEvent mapping when mapping.getTag() == null -> mapping(depth + 1);
      case SequenceStartEvent sequence when sequence.getTag() == null -> sequence(depth + 1);
      default -> throw new Malformed();
    };
  }

  private static Node scalar(ScalarEvent scalar) throws Malformed {
    if (scalar.getTag() != null) {
      throw new Malformed();
    }
    String text = scalar.getValue();
    if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      return new Node.Text(text);
    }
    return switch (text) {
      case "", "~", "null" -> new Node.Nothing();
      case "true", "false" -> new Node.Bare(text);
      default -> NUMBER.matcher(text).matches() ? new Node.Bare(text) : new Node.Text(text);
    };
  }

  private Node mapping(int depth) throws Malformed {
    Node.Collector members = new Node.Collector();
    Event event = events.next();
    while (!(event instanceof MappingEndEvent)) {
      if (!(event instanceof ScalarEvent key) || key.getTag() != null || key.getAnchor() != null) {
        throw new Malformed();
      }
      members.add(key.getValue(), node(events.next(), depth));
      event = events.next();
    }
    return members.members();
  }

  private Node sequence(int depth) throws Malformed {
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    while (!(event instanceof SequenceEndEvent)) {
      if (items.size() == Node.MAX_ITEMS) {
        throw new Malformed();
      }
      items.add(node(event, depth));
      event = events.next();
    }
    return new Node.Items(items);
  }
}
