package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind;
import java.util.List;
import java.util.UUID;

/** The metadata that only the server writes. */
final class SystemMetadata {
  private static final List<String> CARRIED =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "generateName");

  private SystemMetadata() {}

  static void create(ResourceKind kind, ObjectNode object, String now) {
    ObjectNode metadata = Json.child(object, "metadata");
    metadata.remove(
        List.of("deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"));
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", now);
    if (kind.hasGeneration()) {
      metadata.put("generation", 1);
    }
  }

  static void carry(ObjectNode live, ObjectNode object) {
    ObjectNode from = Json.objectAt(live, "metadata");
    ObjectNode to = Json.child(object, "metadata");
    to.remove("selfLink");
    for (String field : CARRIED) {
      JsonNode value = from.get(field);
      if (value == null) {
        to.remove(field);
      } else {
        to.set(field, value);
      }
    }
    to.set("resourceVersion", from.get("resourceVersion"));
  }

  /** Empty labels, annotations, owners and finalizers are none. */
  static void dropEmpty(ObjectNode object) {
    ObjectNode metadata = Json.child(object, "metadata");
    for (String field : List.of("labels", "annotations", "ownerReferences", "finalizers")) {
      if (metadata.path(field).isContainerNode() && metadata.path(field).isEmpty()) {
        metadata.remove(field);
      }
    }
  }

  /** Counts the generation up when anything but metadata and status differs. */
  static void countGeneration(ResourceKind kind, ObjectNode live, ObjectNode object) {
    if (kind.hasGeneration() && !content(kind, live).equals(content(kind, object))) {
      countUp(object);
    }
  }

  static void countUp(ObjectNode object) {
    ObjectNode metadata = Json.child(object, "metadata");
    if (metadata.has("generation")) {
      metadata.put("generation", metadata.get("generation").asInt() + 1);
    }
  }

  private static ObjectNode content(ResourceKind kind, ObjectNode object) {
    ObjectNode content = Json.object();
    content.setAll(object);
    content.remove("metadata");
    if (kind.hasStatus()) {
      content.remove("status");
    }
    return content;
  }

  /** True when nothing but the times in managedFields differs. */
  static boolean sameButTimes(ObjectNode live, ObjectNode object) {
    if (live.equals(object)) {
      return true;
    }
    return withoutTimes(live).equals(withoutTimes(object));
  }

  private static ObjectNode withoutTimes(ObjectNode object) {
    ObjectNode copy = Json.withOwnField(object, "metadata");
    JsonNode managers = Json.at(copy, "metadata", "managedFields");
    if (managers != null) {
      JsonNode own = managers.deepCopy();
      own.forEach(entry -> ((ObjectNode) entry).remove("time"));
      Json.child(copy, "metadata").set("managedFields", own);
    }
    return copy;
  }
}
