package dev.keyturn.devcluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import java.util.Map;

/** JSON merge patch (RFC 7386). */
public final class MergePatch {
  private MergePatch() {}

  /** The merged object; the inputs stay as they are. */
  public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = Json.object();
    result.setAll(target);
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        result.remove(field.getKey());
      } else if (value instanceof ObjectNode nested) {
        result.set(field.getKey(), apply(Json.objectAt(result, field.getKey()), nested));
      } else {
        result.set(field.getKey(), value.deepCopy());
      }
    }
    return result;
  }
}
