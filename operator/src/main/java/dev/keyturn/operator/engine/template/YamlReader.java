package dev.keyturn.operator.engine.template;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/** Reads one YAML document from parser events, so that no class or reference is ever resolved. */
final class YamlReader {
  private final Iterator<Event> events;
  private final Budget budget;

  private YamlReader(Iterator<Event> events, Budget budget) {
    this.events = events;
    this.budget = budget;
  }

  static Value read(String characters, Budget budget) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(budget.depthLimit());
    options.setCodePointLimit(Integer.MAX_VALUE);
    try {
      Iterator<Event> events = new Yaml(options).parse(new StringReader(characters)).iterator();
      return new YamlReader(events, budget).stream();
    } catch (YAMLException notYaml) {
      throw Arguments.invalid();
    }
  }

  private Value stream() {
    next(Event.ID.StreamStart);
    Event first = events.next();
    if (first.is(Event.ID.StreamEnd)) {
      return new Value.Nil();
    }
    Value value = node(events.next());
    next(Event.ID.DocumentEnd);
    next(Event.ID.StreamEnd);
    return value;
  }

  private void next(Event.ID expected) {
    if (!events.next().is(expected)) {
      throw Arguments.invalid();
    }
  }

  private Value node(Event event) {
    budget.work(64);
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw Arguments.invalid();
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent sequence when sequence.getTag() == null -> list();
      case MappingStartEvent mapping when mapping.getTag() == null -> map();
      default -> throw Arguments.invalid();
    };
  }

  private static Value scalar(ScalarEvent scalar) {
    if (scalar.getTag() != null) {
      throw Arguments.invalid();
    }
    Value text = new Value.Text(Documents.encoded(scalar.getValue()));
    boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
    return plain ? YamlScalars.resolve(scalar.getValue()).orElse(text) : text;
  }

  private Value list() {
    budget.enter();
    List<Value> items = new ArrayList<>();
    for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
      items.add(node(event));
      budget.iterations(items.size());
    }
    budget.leave();
    return new Value.Sequence(items);
  }

  private Value map() {
    budget.enter();
    Value.Mapping mapping = Value.Mapping.empty();
    for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
      String key = key(event);
      if (mapping.get(key) != null) {
        throw Arguments.invalid();
      }
      mapping.with(key, node(events.next()));
      budget.iterations(mapping.entries().size());
    }
    budget.leave();
    return mapping;
  }

  /** Keys are strings: numbers and truths become their text, and nothing merges. */
  private String key(Event event) {
    boolean merges =
        event instanceof ScalarEvent scalar
            && scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN
            && scalar.getValue().equals("<<");
    if (merges) {
      throw Arguments.invalid();
    }
    return switch (node(event)) {
      case Value.Text(String bytes) -> bytes;
      case Value.Bool(boolean bool) -> Boolean.toString(bool);
      case Value.Real(double number) ->
          Optional.of((long) number)
              .filter(integer -> integer == number)
              .map(integer -> Long.toString(integer))
              .orElseGet(() -> GoFloat.shortest(number));
      case Value.Int _, Value.Sequence _, Value.Mapping _, Value.Nil _ -> throw Arguments.invalid();
    };
  }
}
