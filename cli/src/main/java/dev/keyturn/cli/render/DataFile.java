package dev.keyturn.cli.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML or JSON of remote key to value: a text (or {@code !!binary}) is the whole value, a
 * mapping its properties. Numbers keep their spelling, as they would in the JSON of a backend.
 */
final class DataFile {
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final int DEEPEST = 100;

  private final String name;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;

  private DataFile(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @param name for messages
   * @throws CommandFailure {@link ExitStatus#USAGE} with file and line; no value is quoted
   */
  static RemoteData read(Path file, String name) {
    try {
      return new DataFile(name).data(Files.readString(file));
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.USAGE, name + " cannot be read as text", null);
    }
  }

  private RemoteData data(String text) {
    try (Reader reader = new StringReader(text)) {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(20);
      Node root = new Yaml(new SafeConstructor(options)).compose(reader);
      RemoteData data = new RemoteData();
      if (root instanceof MappingNode mapping) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
          String key = key(entry.getKeyNode());
          if (!seen.add(key)) {
            throw wrong(entry.getKeyNode().getStartMark(), "a key stands twice");
          }
          put(key, entry.getValueNode(), data);
        }
      } else if (root != null) {
        throw wrong(root.getStartMark(), "this is no mapping of remote keys");
      }
      return data;
    } catch (MarkedYAMLException e) {
      // The parser's own words may quote a value.
      throw wrong(e.getProblemMark(), "this is no YAML");
    } catch (YAMLException | IOException e) {
      throw wrong(null, "this is no YAML");
    }
  }

  private String key(Node node) {
    if (node instanceof ScalarNode scalar
        && RemotePath.canonical(scalar.getValue()) instanceof RemotePath.Canonical.Ok(var path)) {
      return path.toString();
    }
    throw wrong(node.getStartMark(), "this is no key of a backend");
  }

  private void put(String key, Node node, RemoteData data) {
    switch (node) {
      case MappingNode mapping -> data.put(key, object(mapping, 0));
      case ScalarNode scalar when scalar.getTag().equals(Tag.BINARY) ->
          data.put(key, binary(scalar));
      case ScalarNode scalar when !scalar.getTag().equals(Tag.NULL) ->
          data.put(key, scalar.getValue().getBytes(StandardCharsets.UTF_8));
      case SequenceNode sequence ->
          data.put(key, tree(sequence, 0).toString().getBytes(StandardCharsets.UTF_8));
      default -> throw wrong(node.getStartMark(), "the key has no value");
    }
  }

  private byte[] binary(ScalarNode scalar) {
    try {
      return Base64.getMimeDecoder().decode(scalar.getValue());
    } catch (IllegalArgumentException e) {
      throw wrong(scalar.getStartMark(), "this is no base64");
    }
  }

  private ObjectNode object(MappingNode mapping, int depth) {
    ObjectNode object = nodes.objectNode();
    for (NodeTuple member : mapping.getValue()) {
      if (!(member.getKeyNode() instanceof ScalarNode property)
          || object.has(property.getValue())) {
        throw wrong(member.getKeyNode().getStartMark(), "a property that is no text, or twice");
      }
      object.set(property.getValue(), tree(member.getValueNode(), depth + 1));
    }
    return object;
  }

  private JsonNode tree(Node node, int depth) {
    if (depth > DEEPEST) {
      throw wrong(node.getStartMark(), "this is too deep");
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, depth);
      case SequenceNode sequence -> {
        ArrayNode array = nodes.arrayNode();
        sequence.getValue().forEach(element -> array.add(tree(element, depth + 1)));
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw wrong(node.getStartMark(), "an alias of no node");
    };
  }

  private JsonNode scalar(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.NULL)) {
      return nodes.nullNode();
    }
    if (tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
      return nodes.booleanNode(text.equals("true"));
    }
    boolean number =
        (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && JSON_NUMBER.matcher(text).matches();
    return number ? nodes.rawValueNode(new RawValue(text)) : nodes.textNode(text);
  }

  private CommandFailure wrong(@Nullable Mark at, String what) {
    String line = at == null ? "" : ":" + (at.getLine() + 1);
    return new CommandFailure(ExitStatus.USAGE, name + line + ": " + what, null);
  }
}
