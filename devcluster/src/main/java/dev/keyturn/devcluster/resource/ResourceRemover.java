package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Subject;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.store.StoredObject;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Deletes objects, at once or as soon as their finalizers let them go. Thread-safe. */
public final class ResourceRemover {
  private final ObjectStore store;
  private final Timestamps timestamps;

  public ResourceRemover(ObjectStore store, Timestamps timestamps) {
    this.store = store;
    this.timestamps = timestamps;
  }

  /**
   * @return a Status when the object is gone, the object when it still waits for finalizers
   * @throws ApiException 404 when it is absent, 409 when a precondition does not hold
   */
  public ObjectNode delete(Target target, DeleteOptions options) {
    while (true) {
      StoredObject live =
          store.get(target.key()).orElseThrow(() -> ApiException.notFound(target.subject()));
      preconditions(target, live, options);
      Optional<ObjectNode> answer = attempt(target, live, options);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  private static void preconditions(Target target, StoredObject live, DeleteOptions options) {
    Subject subject = new Subject(target.kind().group(), target.kind().kind(), target.name());
    if (!options.uid().isEmpty() && !options.uid().equals(live.uid())) {
      throw ApiException.conflict(
          subject,
          "the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated"
              .formatted(options.uid(), live.uid()));
    }
    String version = Long.toString(live.version());
    if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
      throw ApiException.conflict(
          subject,
          "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s). The object might have been modified"
              .formatted(options.resourceVersion(), version));
    }
  }

  /** Empty when the object changed meanwhile. */
  private Optional<ObjectNode> attempt(Target target, StoredObject live, DeleteOptions options) {
    ResourceKind kind = target.kind();
    ObjectNode marked = marked(kind, live.object(), options.propagation());
    if (!Finalizers.hold(kind, marked)) {
      boolean removed = options.dryRun() || store.remove(target.key(), live.version());
      return removed ? Optional.of(success(target, live)) : Optional.empty();
    }
    if (options.dryRun() || marked.equals(live.object())) {
      return Optional.of(kind.view(marked));
    }
    return store
        .put(target.key(), live.version(), marked)
        .map(written -> kind.view(written.object()));
  }

  private ObjectNode marked(
      ResourceKind kind, ObjectNode live, DeleteOptions.Propagation propagation) {
    ObjectNode object = Json.withOwnField(live, "metadata");
    ObjectNode metadata = Json.child(object, "metadata");
    Set<String> finalizers = new LinkedHashSet<>();
    for (JsonNode finalizer : Json.elements(live, "metadata", "finalizers")) {
      finalizers.add(finalizer.asText());
    }
    switch (propagation) {
      case FOREGROUND -> finalizers.add("foregroundDeletion");
      case ORPHAN -> finalizers.add("orphan");
      case BACKGROUND -> {
        // The garbage collector follows after the object is gone.
      }
    }
    if (kind.rules() == ResourceKind.Rules.CUSTOM_RESOURCE_DEFINITION
        && !metadata.has("deletionTimestamp")) {
      finalizers.add(ResourceKindFinalizers.DEFINITION);
    }
    if (!finalizers.isEmpty()) {
      metadata.set("finalizers", Json.strings(finalizers));
    }
    if (!metadata.has("deletionTimestamp")) {
      metadata.put("deletionTimestamp", timestamps.now()).put("deletionGracePeriodSeconds", 0);
      SystemMetadata.countUp(object);
      if (kind.rules() == ResourceKind.Rules.NAMESPACE) {
        ObjectNode status = Json.object();
        status.setAll(Json.objectAt(live, "status"));
        object.set("status", status.put("phase", "Terminating"));
      }
    }
    return object;
  }

  private static ObjectNode success(Target target, StoredObject removed) {
    ObjectNode details = Json.object().put("name", target.name());
    if (!target.kind().group().isEmpty()) {
      details.put("group", target.kind().group());
    }
    details.put("kind", target.kind().plural()).put("uid", removed.uid());
    ObjectNode status = ApiException.statusObject("Success", "", "", details, 200);
    status.remove("code");
    return status;
  }
}
