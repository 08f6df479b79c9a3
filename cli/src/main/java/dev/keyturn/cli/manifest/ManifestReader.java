package dev.keyturn.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

/** Reads YAML and JSON manifests from files, folders and standard input. */
public final class ManifestReader {
  private static final String STANDARD_INPUT = "-";
  private static final int DEEPEST = 100;

  private final Surroundings surroundings;

  public ManifestReader(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The objects of all files, in their order.
   *
   * @param sources files, folders (their *.yaml, *.yml and *.json, sorted, with those of folders in
   *     them; what has neither apiVersion nor kind, such as values, is left out), or {@code -}
   * @throws CommandFailure {@link ExitStatus#USAGE} with file and line, for what is no manifest
   */
  public List<ManifestDocument> read(List<String> sources) {
    List<ManifestDocument> documents = new ArrayList<>();
    for (String source : sources) {
      try {
        if (source.equals(STANDARD_INPUT)) {
          InputStream input = surroundings.input();
          read(source, new String(input.readAllBytes(), StandardCharsets.UTF_8), true, documents);
          continue;
        }
        Path path = surroundings.folder().resolve(source);
        boolean named = !Files.isDirectory(path);
        for (Path file : files(path)) {
          read(shown(file), Files.readString(file), named, documents);
        }
      } catch (IOException e) {
        throw new CommandFailure(ExitStatus.USAGE, source + " cannot be read", null);
      }
    }
    return documents;
  }

  private String shown(Path file) {
    return file.startsWith(surroundings.folder())
        ? surroundings.folder().relativize(file).toString()
        : file.toString();
  }

  private static List<Path> files(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of(source);
    }
    try (Stream<Path> all = Files.walk(source)) {
      return all.filter(Files::isRegularFile).filter(ManifestReader::isManifest).sorted().toList();
    }
  }

  private static boolean isManifest(Path file) {
    String name = file.toString();
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  private static void read(
      String file, String text, boolean named, List<ManifestDocument> documents) {
    try (Reader reader = new StringReader(text)) {
      for (Node root : new Yaml(new SafeConstructor(options())).composeAll(reader)) {
        Map<String, Integer> lines = new HashMap<>();
        JsonNode content = tree(root, "", lines, 0);
        if (content.path("kind").asText().endsWith("List") && content.path("items").isArray()) {
          int index = 0;
          for (JsonNode item : content.path("items")) {
            add(file, item, below("/items/" + index++, lines), documents);
          }
        } else if (!content.isNull()
            && (named || content.has("kind") || content.has("apiVersion"))) {
          add(file, content, lines, documents);
        }
      }
    } catch (MarkedYAMLException e) {
      throw malformed(file, e.getProblemMark());
    } catch (YAMLException | IOException e) {
      throw malformed(file, null);
    }
  }

  private static void add(
      String file, JsonNode content, Map<String, Integer> lines, List<ManifestDocument> documents) {
    if (!(content instanceof ObjectNode object) || !object.path("kind").isTextual()) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          file + ":" + lines.getOrDefault("", 1) + ": no Kubernetes object (it has no kind)",
          null);
    }
    documents.add(new ManifestDocument(file, object, lines));
  }

  private static Map<String, Integer> below(String pointer, Map<String, Integer> lines) {
    Map<String, Integer> inner = new HashMap<>();
    lines.forEach((at, line) -> {
      if (at.equals(pointer) || at.startsWith(pointer + "/")) {
        inner.put(at.substring(pointer.length()), line);
      }
    });
    return inner;
  }

  private static JsonNode tree(Node node, String at, Map<String, Integer> lines, int depth) {
    if (depth > DEEPEST) {
      throw new YAMLException("too deep");
    }
    lines.putIfAbsent(at, node.getStartMark().getLine() + 1);
    return switch (node) {
      case MappingNode mapping -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple member : mapping.getValue()) {
          String name = name(member.getKeyNode());
          if (object.has(name)) {
            throw new YAMLException("a key stands twice");
          }
          String pointer = ManifestDocument.member(at, name);
          lines.put(pointer, member.getKeyNode().getStartMark().getLine() + 1);
          object.set(name, tree(member.getValueNode(), pointer, lines, depth + 1));
        }
        yield object;
      }
      case SequenceNode sequence -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node element : sequence.getValue()) {
          array.add(tree(element, at + "/" + array.size(), lines, depth + 1));
        }
        yield array;
      }
      case ScalarNode scalar -> ScalarValue.of(scalar);
      default -> throw new YAMLException("an alias of no node");
    };
  }

  private static String name(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new YAMLException("a key that is no text");
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(20);
    return options;
  }

  /** The parser's own words may quote a value, so they stay out. */
  private static CommandFailure malformed(String file, @Nullable Mark at) {
    String line = at == null ? "" : ":" + (at.getLine() + 1);
    return new CommandFailure(ExitStatus.USAGE, file + line + ": this is no YAML", null);
  }
}
