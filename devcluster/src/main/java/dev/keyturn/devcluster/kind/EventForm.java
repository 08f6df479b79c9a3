package dev.keyturn.devcluster.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import java.util.Map;

/** Events are stored once, in the core/v1 form; events.k8s.io/v1 has other names for the fields. */
final class EventForm {
  private static final Map<String, String> CORE_TO_EVENTS =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount",
          "reportingComponent", "reportingController");

  private EventForm() {}

  static ObjectNode toEvents(ObjectNode core) {
    return renamed(core, CORE_TO_EVENTS).put("apiVersion", "events.k8s.io/v1");
  }

  static ObjectNode toCore(ObjectNode events) {
    Map<String, String> back = new java.util.HashMap<>();
    CORE_TO_EVENTS.forEach((core, other) -> back.put(other, core));
    return renamed(events, back).put("apiVersion", "v1");
  }

  private static ObjectNode renamed(ObjectNode object, Map<String, String> names) {
    ObjectNode result = Json.object();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      result.set(names.getOrDefault(field.getKey(), field.getKey()), field.getValue());
    }
    return result;
  }
}
