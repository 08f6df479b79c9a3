package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of both groups (k8s.io/kubernetes/pkg/apis/core/validation/events.go), with the field
 * names of the core group, as the real server has them. That most fields of the newer group cannot
 * be changed is not checked.
 */
final class EventRules {
  private static final int SHORT_TEXT_LIMIT = 128;
  private static final int MESSAGE_LIMIT = 1024;

  private final ObjectNode event;
  private final boolean core;
  private final List<Cause> causes = new ArrayList<>();

  private EventRules(ObjectNode event, boolean core) {
    this.event = event;
    this.core = core;
  }

  /** Adds the fields that are shown even when they are empty, in place. */
  static void normalize(ResourceKind kind, ObjectNode event) {
    ObjectNode complete = kind.canonical(event);
    event.removeAll();
    event.setAll(complete);
  }

  static List<Cause> check(ResourceKind kind, @Nullable ObjectNode live, ObjectNode event) {
    boolean core = kind.group().isEmpty();
    EventRules rules = new EventRules(kind.toStorage().apply(event), core);
    rules.namespace();
    if (!rules.text("eventTime").isEmpty()) {
      rules.reporter();
    }
    if (live == null && !core) {
      rules.newer();
    }
    return rules.causes;
  }

  private String text(String... path) {
    return Json.text(event, path);
  }

  /** An event lives beside its object, or in a system namespace when the object has none. */
  private void namespace() {
    String own = text("metadata", "namespace");
    String about = text("involvedObject", "namespace");
    boolean fits =
        text("eventTime").isEmpty()
            ? own.equals(about.isEmpty() ? "default" : about)
            : !about.isEmpty() || own.equals("default") || own.equals("kube-system");
    if (!fits) {
      causes.add(
          Cause.invalid(
              "involvedObject.namespace",
              "\"%s\": does not match event.namespace".formatted(about)));
    }
  }

  private void reporter() {
    String controller = core ? "reportingComponent" : "reportingController";
    if (text("reportingComponent").isEmpty()) {
      causes.add(Cause.required(controller, ""));
    }
    if (!ObjectNames.isQualifiedName(text("reportingComponent"))) {
      causes.add(
          Cause.invalid(
              controller,
              "\"%s\": must be a qualified name".formatted(text("reportingComponent"))));
    }
    for (String field : List.of("reportingInstance", "action", "reason")) {
      if (text(field).isEmpty()) {
        causes.add(Cause.required(field, ""));
      }
      limit(field, SHORT_TEXT_LIMIT);
    }
    limit("message", MESSAGE_LIMIT);
  }

  private void limit(String field, int limit) {
    if (text(field).length() > limit) {
      causes.add(Cause.invalid(field, "\"\": can have at most %d characters".formatted(limit)));
    }
  }

  private void newer() {
    if (text("eventTime").isEmpty()) {
      causes.add(Cause.required("eventTime", ""));
    }
    if (!text("type").equals("Normal") && !text("type").equals("Warning")) {
      causes.add(Cause.invalid("type", "\"\": has invalid value: " + text("type")));
    }
    for (String field : List.of("firstTimestamp", "lastTimestamp")) {
      if (!text(field).isEmpty()) {
        causes.add(Cause.invalid(field, "\"\": needs to be unset"));
      }
    }
    if (event.path("count").asInt() != 0) {
      causes.add(Cause.invalid("count", "\"\": needs to be unset"));
    }
    if (!text("source", "component").isEmpty() || !text("source", "host").isEmpty()) {
      causes.add(Cause.invalid("source", "\"\": needs to be unset"));
    }
  }
}
