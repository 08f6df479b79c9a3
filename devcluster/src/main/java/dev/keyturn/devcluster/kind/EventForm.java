package dev.keyturn.devcluster.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Events are stored once, in the core/v1 form; events.k8s.io/v1 has other names for the fields. In
 * both forms some fields are shown even when they are empty (k8s.io/api/core/v1 and events/v1,
 * fields without {@code omitempty}).
 */
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
  private static final Map<String, String> EVENTS_TO_CORE =
      CORE_TO_EVENTS.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

  private EventForm() {}

  static ObjectNode toEvents(ObjectNode core) {
    ObjectNode events = renamed(core, CORE_TO_EVENTS).put("apiVersion", "events.k8s.io/v1");
    for (String field : List.of("reportingController", "reportingInstance")) {
      if (Json.text(events, field).isEmpty()) {
        events.remove(field);
      }
    }
    return events;
  }

  static ObjectNode toCore(ObjectNode events) {
    return complete(renamed(events, EVENTS_TO_CORE).put("apiVersion", "v1"));
  }

  /** An event of the core form with its empty fields. */
  static ObjectNode complete(ObjectNode core) {
    ObjectNode complete = Json.object();
    complete.setAll(core);
    for (String object : List.of("involvedObject", "source")) {
      Json.child(complete, object);
    }
    for (String time : List.of("firstTimestamp", "lastTimestamp", "eventTime")) {
      if (!complete.has(time)) {
        complete.putNull(time);
      }
    }
    for (String text : List.of("reportingComponent", "reportingInstance")) {
      complete.put(text, Json.text(complete, text));
    }
    return complete;
  }

  private static ObjectNode renamed(ObjectNode object, Map<String, String> names) {
    ObjectNode result = Json.object();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      result.set(names.getOrDefault(field.getKey(), field.getKey()), field.getValue());
    }
    return result;
  }
}
