package dev.keyturn.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drops nulls that a schema does not allow and fills in its {@code default} values. */
public final class Defaults {
  private Defaults() {}

  public static void fill(JsonNode node, @Nullable Schema schema) {
    if (schema == null) {
      return;
    }
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(field -> isPlainNull(field.getValue(), schema, field.getKey()));
      for (Map.Entry<String, JsonNode> declared : schema.json().path("properties").properties()) {
        JsonNode value = declared.getValue().get("default");
        if (value != null && !object.has(declared.getKey())) {
          object.set(declared.getKey(), value.deepCopy());
        }
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        fill(field.getValue(), schema.property(field.getKey()));
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(item -> fill(item, schema.items()));
    }
  }

  private static boolean isPlainNull(JsonNode value, Schema schema, String field) {
    Schema child = schema.property(field);
    return value.isNull() && child != null && !child.nullable();
  }
}
