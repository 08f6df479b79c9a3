package dev.keyturn.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.schema.ListType;
import dev.keyturn.devcluster.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Breaks a value into named parts, as far as its schema lets parts have owners of their own. */
final class PathElements {
  private PathElements() {}

  /** Whether fields or items of the value are owned one by one. */
  static boolean granular(JsonNode value, @Nullable Schema schema) {
    if (value.isObject()) {
      return schema == null || !schema.atomicMap();
    }
    return value.isArray() && schema != null && schema.listType() != ListType.ATOMIC;
  }

  /** The parts of a granular value, in their order, by path element. */
  static Map<String, JsonNode> parts(JsonNode value, @Nullable Schema schema) {
    Map<String, JsonNode> parts = new LinkedHashMap<>();
    if (value instanceof ObjectNode object) {
      object.properties().forEach(field -> parts.put("f:" + field.getKey(), field.getValue()));
    } else if (schema != null) {
      value.forEach(item -> parts.put(element(item, schema), item));
    }
    return parts;
  }

  private static String element(JsonNode item, Schema schema) {
    if (schema.listType() == ListType.SET) {
      return "v:" + Json.text(item);
    }
    ObjectNode key = Json.object();
    SortedSet<String> names = new TreeSet<>(schema.listKeys());
    for (String name : names) {
      JsonNode value = item.get(name);
      if (value != null) {
        key.set(name, value);
      } else if (name.equals("protocol")) {
        key.put(name, "TCP");
      }
    }
    return "k:" + Json.text(key);
  }

  static @Nullable Schema schemaOf(String element, @Nullable Schema parent) {
    if (parent == null) {
      return null;
    }
    return element.startsWith("f:") ? parent.property(element.substring(2)) : parent.items();
  }

  /** True for a field the schema names; its own path is then no member, only what is in it. */
  static boolean declared(String element, @Nullable Schema parent) {
    return element.startsWith("f:") && parent != null && parent.declares(element.substring(2));
  }
}
