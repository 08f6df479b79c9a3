package dev.keyturn.devcluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: a merge patch whose lists merge by the kind's merge key, with the
 * directives {@code $patch}, {@code $deleteFromPrimitiveList/}, {@code $retainKeys} and {@code
 * $setElementOrder/} (the order itself is not restored).
 */
public final class StrategicMergePatch {
  private StrategicMergePatch() {}

  /** The merged object; the inputs stay as they are. */
  public static ObjectNode apply(ObjectNode target, ObjectNode patch, @Nullable Schema schema) {
    ObjectNode result = Json.object();
    if (Json.text(patch, "$patch").equals("replace")) {
      result.setAll(patch.deepCopy());
      result.remove("$patch");
      return result;
    }
    result.setAll(target);
    retainKeys(result, patch);
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      field(result, field.getKey(), field.getValue(), schema);
    }
    return result;
  }

  private static void retainKeys(ObjectNode result, ObjectNode patch) {
    if (patch.get("$retainKeys") instanceof ArrayNode keys) {
      Set<String> kept = new LinkedHashSet<>();
      keys.forEach(key -> kept.add(key.asText()));
      result.retain(kept);
    }
  }

  private static void field(
      ObjectNode result, String name, JsonNode value, @Nullable Schema schema) {
    String deletion = "$deleteFromPrimitiveList/";
    if (name.startsWith(deletion)) {
      String list = name.substring(deletion.length());
      List<JsonNode> kept = new ArrayList<>(Json.elements(result, list));
      value.forEach(kept::remove);
      result.set(list, Json.array().addAll(kept));
      return;
    }
    if (name.startsWith("$")) {
      return;
    }
    Schema child = schema == null ? null : schema.property(name);
    if (value.isNull()) {
      result.remove(name);
    } else if (value instanceof ObjectNode nested) {
      if (Json.text(nested, "$patch").equals("delete")) {
        result.remove(name);
      } else {
        result.set(name, apply(Json.objectAt(result, name), nested, child));
      }
    } else if (value instanceof ArrayNode list && child != null && mergesLists(child)) {
      result.set(name, mergeList(Json.elements(result, name), list, child));
    } else {
      result.set(name, value.deepCopy());
    }
  }

  private static boolean mergesLists(Schema schema) {
    return Json.text(schema.json(), "x-kubernetes-patch-strategy").equals("merge");
  }

  private static ArrayNode mergeList(List<JsonNode> live, ArrayNode patch, Schema schema) {
    String key = Json.text(schema.json(), "x-kubernetes-patch-merge-key");
    List<JsonNode> result = new ArrayList<>(live);
    for (JsonNode item : patch) {
      if (key.isEmpty()) {
        if (!result.contains(item)) {
          result.add(item);
        }
      } else if (item instanceof ObjectNode object) {
        mergeItem(result, object, key, schema.items());
      }
    }
    return Json.array().addAll(result);
  }

  private static void mergeItem(
      List<JsonNode> result, ObjectNode item, String key, @Nullable Schema schema) {
    int position = -1;
    for (int i = 0; i < result.size(); i++) {
      JsonNode identity = result.get(i).get(key);
      if (identity != null && identity.equals(item.get(key))) {
        position = i;
      }
    }
    boolean deletes = Json.text(item, "$patch").equals("delete");
    if (position < 0 && !deletes) {
      result.add(apply(Json.object(), item, schema));
    } else if (position >= 0 && deletes) {
      result.remove(position);
    } else if (position >= 0 && result.get(position) instanceof ObjectNode present) {
      result.set(position, apply(present, item, schema));
    }
  }
}
