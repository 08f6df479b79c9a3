package dev.keyturn.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The generated definitions as trees, by kind. */
public final class CrdFiles {
  private static final YAMLMapper YAML = new YAMLMapper();

  private CrdFiles() {}

  public static Map<String, JsonNode> byKind() {
    try {
      Map<String, JsonNode> trees = new LinkedHashMap<>();
      for (String yaml : CrdGenerator.generate().values()) {
        JsonNode tree = YAML.readTree(yaml);
        trees.put(tree.at("/spec/names/kind").textValue(), tree);
      }
      return trees;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode schema(JsonNode crd) {
    return crd.at("/spec/versions/0/schema/openAPIV3Schema");
  }

  /** Visits every property below a schema: its path with dots, {@code []} after a list. */
  static void properties(String path, JsonNode schema, BiConsumer<String, JsonNode> visitor) {
    schema
        .path("properties")
        .properties()
        .forEach(entry -> {
          String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
          visitor.accept(child, entry.getValue());
          properties(child, entry.getValue(), visitor);
          properties(child + "[]", entry.getValue().path("items"), visitor);
        });
  }
}
