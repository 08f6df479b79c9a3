package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the server adds to a CustomResourceDefinition: default names and the accepted status. */
final class Definitions {
  private Definitions() {}

  static void normalize(@Nullable ObjectNode live, ObjectNode definition, String now) {
    ObjectNode spec = Json.child(definition, "spec");
    ObjectNode names = Json.child(spec, "names");
    String kind = Json.text(names, "kind");
    putIfAbsent(names, "singular", kind.toLowerCase(Locale.ROOT));
    putIfAbsent(names, "listKind", kind + "List");
    if (!spec.has("conversion")) {
      spec.putObject("conversion").put("strategy", "None");
    }
    ObjectNode status = Json.child(definition, "status");
    status.set("acceptedNames", names.deepCopy());
    if (live == null || !status.has("conditions")) {
      ArrayNode conditions = status.putArray("conditions");
      condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found", now);
      condition(
          conditions,
          "Established",
          "InitialNamesAccepted",
          "the initial names have been accepted",
          now);
    }
    if (!status.has("storedVersions")) {
      ArrayNode stored = status.putArray("storedVersions");
      for (JsonNode version : Json.elements(spec, "versions")) {
        if (version.path("storage").asBoolean(false)) {
          stored.add(Json.text(version, "name"));
        }
      }
    }
  }

  private static void putIfAbsent(ObjectNode node, String field, String value) {
    if (Json.text(node, field).isEmpty()) {
      node.put(field, value);
    }
  }

  private static void condition(
      ArrayNode conditions, String type, String reason, String message, String now) {
    conditions
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("lastTransitionTime", now)
        .put("reason", reason)
        .put("message", message);
  }
}
