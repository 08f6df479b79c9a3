package dev.keyturn.devcluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.store.Change;
import dev.keyturn.devcluster.store.ObjectKey;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes objects whose owners are all gone, and carries out foreground and orphan deletion. Runs
 * on the one thread of {@link ControlLoop}.
 */
final class GarbageCollector {
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";

  private final ObjectStore store;
  private final KindCatalog catalog;
  private final ObjectActions actions;
  private final Map<String, Set<ObjectKey>> dependentsByOwner = new HashMap<>();

  GarbageCollector(ObjectStore store, KindCatalog catalog, ObjectActions actions) {
    this.store = store;
    this.catalog = catalog;
    this.actions = actions;
  }

  void handle(Change change) {
    StoredObject before = change.before();
    StoredObject after = change.after();
    index(change.key(), before, after);
    if (after == null) {
      if (before != null) {
        dependents(before.uid()).forEach(this::judge);
        owners(before).forEach(owner -> reconsiderOwner(owner, change.key().namespace()));
      }
      return;
    }
    if (!owners(after).isEmpty()) {
      judge(after.key());
    }
    finishDeletion(after);
  }

  private void index(ObjectKey key, @Nullable StoredObject before, @Nullable StoredObject after) {
    if (before != null) {
      for (JsonNode owner : owners(before)) {
        String uid = Json.text(owner, "uid");
        Set<ObjectKey> keys = dependentsByOwner.getOrDefault(uid, new HashSet<>());
        keys.remove(key);
        if (keys.isEmpty()) {
          dependentsByOwner.remove(uid);
        }
      }
    }
    if (after != null) {
      for (JsonNode owner : owners(after)) {
        dependentsByOwner.computeIfAbsent(Json.text(owner, "uid"), uid -> new HashSet<>()).add(key);
      }
    }
  }

  private List<ObjectKey> dependents(String uid) {
    return new ArrayList<>(dependentsByOwner.getOrDefault(uid, Set.of()));
  }

  private static List<JsonNode> owners(StoredObject object) {
    return Json.elements(object.object(), "metadata", "ownerReferences");
  }

  private enum OwnerState {
    PRESENT,
    /** Deleted in the foreground: waits for its dependents. */
    WAITING,
    ABSENT
  }

  private void judge(ObjectKey key) {
    Optional<StoredObject> found = store.get(key);
    if (found.isEmpty()) {
      return;
    }
    StoredObject object = found.get();
    Set<String> gone = new HashSet<>();
    boolean present = false;
    for (JsonNode owner : owners(object)) {
      switch (stateOf(owner, key.namespace())) {
        case PRESENT -> present = true;
        case WAITING, ABSENT -> gone.add(Json.text(owner, "uid"));
      }
    }
    if (gone.isEmpty()) {
      return;
    }
    if (present) {
      actions.removeOwners(key, owner -> gone.contains(Json.text(owner, "uid")));
    } else {
      actions.delete(object);
    }
  }

  /** An owner of a kind that is not served cannot be looked up: it counts as present. */
  private OwnerState stateOf(JsonNode reference, String namespace) {
    Optional<ResourceKind> kind =
        catalog.findByKind(Json.text(reference, "apiVersion"), Json.text(reference, "kind"));
    if (kind.isEmpty()) {
      return OwnerState.PRESENT;
    }
    return owner(reference, namespace)
        .map(owner -> hasFinalizer(owner, FOREGROUND) ? OwnerState.WAITING : OwnerState.PRESENT)
        .orElse(OwnerState.ABSENT);
  }

  private Optional<StoredObject> owner(JsonNode reference, String namespace) {
    return catalog
        .findByKind(Json.text(reference, "apiVersion"), Json.text(reference, "kind"))
        .map(kind ->
            new ObjectKey(
                kind.storage(), kind.namespaced() ? namespace : "", Json.text(reference, "name")))
        .flatMap(store::get)
        .filter(owner -> owner.uid().equals(Json.text(reference, "uid")));
  }

  private static boolean hasFinalizer(StoredObject object, String finalizer) {
    return Json.at(object.object(), "metadata", "deletionTimestamp") != null
        && Json.elements(object.object(), "metadata", "finalizers").stream()
            .anyMatch(item -> item.asText().equals(finalizer));
  }

  private void reconsiderOwner(JsonNode reference, String namespace) {
    owner(reference, namespace).ifPresent(this::finishDeletion);
  }

  private void finishDeletion(StoredObject object) {
    if (hasFinalizer(object, ORPHAN)) {
      String uid = object.uid();
      for (ObjectKey dependent : dependents(uid)) {
        actions.removeOwners(dependent, owner -> Json.text(owner, "uid").equals(uid));
      }
      actions.removeFinalizer(object.key(), ORPHAN);
    }
    if (hasFinalizer(object, FOREGROUND)) {
      List<ObjectKey> dependents = dependents(object.uid());
      dependents.forEach(this::judge);
      if (dependents.stream().noneMatch(dependent -> blocks(dependent, object.uid()))) {
        actions.removeFinalizer(object.key(), FOREGROUND);
      }
    }
  }

  private boolean blocks(ObjectKey dependent, String ownerUid) {
    return store.get(dependent).map(GarbageCollector::owners).orElse(List.of()).stream()
        .filter(owner -> Json.text(owner, "uid").equals(ownerUid))
        .anyMatch(owner -> owner.path("blockOwnerDeletion").asBoolean(false));
  }
}
