package dev.keyturn.operator.kube.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.MicroTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Writes Events of events.k8s.io/v1. */
final class EventSink {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/apis/events.k8s.io/v1";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String CONTROLLER = "keyturn.dev/operator";

  /** Limits of the API server for these fields. */
  private static final int NOTE = 1_024;

  private static final int WORD = 128;

  private final ApiServer api;
  private final Fence fence;
  private final String instance;

  /**
   * @param instance name of the pod
   */
  EventSink(ApiServer api, Fence fence, String instance) {
    this.api = api;
    this.fence = fence;
    this.instance = instance;
  }

  /** True when the Event is in the cluster, or has no business there any more. */
  boolean send(EventCall call) {
    if (!fence.mayAct(call.namespace())) {
      return false;
    }
    ApiAnswer answer =
        switch (call) {
          case EventCall.Create create ->
              api.send(ApiCall.send("POST", path(call), ApiCall.JSON, event(create)));
          case EventCall.Repeat repeat ->
              api.send(
                  ApiCall.send(
                      "PATCH",
                      path(call) + "/" + call.name(),
                      MERGE_PATCH,
                      series(repeat.count(), repeat.last())));
        };
    return switch (answer) {
      case ApiAnswer.Success(_, _) -> true;
      case ApiAnswer.Refused(_), ApiAnswer.Unavailable(_, _) -> false;
    };
  }

  private static String path(EventCall call) {
    return ApiCall.namespaced(API, call.namespace(), "events");
  }

  private ObjectNode event(EventCall.Create create) {
    EventFact fact = create.fact();
    ObjectNode event = JSON.createObjectNode();
    event.put("apiVersion", "events.k8s.io/v1");
    event.put("kind", "Event");
    event.putObject("metadata").put("name", create.name()).put("namespace", create.namespace());
    event.put("eventTime", MicroTime.format(create.at()));
    event.put("reportingController", CONTROLLER);
    event.put("reportingInstance", cut(instance, WORD));
    event.put("action", cut(fact.action(), WORD));
    event.put("reason", cut(fact.reason(), WORD));
    event.put("type", fact.type().text());
    event.put("note", cut(fact.note(), NOTE));
    event.set("regarding", reference(fact.regarding()));
    Optional<EventFact.Reference> related = fact.related();
    if (related.isPresent()) {
      event.set("related", reference(related.get()));
    }
    return event;
  }

  private static ObjectNode series(int count, Instant last) {
    ObjectNode patch = JSON.createObjectNode();
    patch.putObject("series").put("count", count).put("lastObservedTime", MicroTime.format(last));
    return patch;
  }

  private static ObjectNode reference(EventFact.Reference reference) {
    ObjectNode node = JSON.createObjectNode();
    node.put("apiVersion", reference.apiVersion());
    node.put("kind", reference.kind());
    node.put("name", reference.name());
    if (!reference.namespace().isEmpty()) {
      node.put("namespace", reference.namespace());
    }
    if (!reference.uid().isEmpty()) {
      node.put("uid", reference.uid());
    }
    return node;
  }

  /** Cuts to so many bytes of UTF-8, between characters. */
  private static String cut(String text, int bytes) {
    String kept = text;
    while (kept.getBytes(StandardCharsets.UTF_8).length > bytes) {
      kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
    }
    return kept;
  }
}
