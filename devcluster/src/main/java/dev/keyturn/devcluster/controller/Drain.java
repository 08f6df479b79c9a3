package dev.keyturn.devcluster.controller;

import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.GroupResource;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.resource.ResourceKindFinalizers;
import dev.keyturn.devcluster.store.Change;
import dev.keyturn.devcluster.store.ObjectKey;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.store.StoredObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Empties deleted namespaces and deleted CustomResourceDefinitions, then lets them go. Runs on the
 * one thread of {@link ControlLoop}.
 */
final class Drain {
  private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
  private static final GroupResource DEFINITIONS =
      new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");

  private final ObjectStore store;
  private final KindCatalog catalog;
  private final ObjectActions actions;
  private final Set<ObjectKey> deleted = new LinkedHashSet<>();

  Drain(ObjectStore store, KindCatalog catalog, ObjectActions actions) {
    this.store = store;
    this.catalog = catalog;
    this.actions = actions;
  }

  void handle(Change change) {
    GroupResource resource = change.key().resource();
    if (!resource.equals(NAMESPACES) && !resource.equals(DEFINITIONS)) {
      return;
    }
    StoredObject after = change.after();
    if (after == null) {
      deleted.remove(change.key());
    } else if (Json.at(after.object(), "metadata", "deletionTimestamp") != null) {
      deleted.add(change.key());
    }
  }

  /** Called when no change waits: deletes what is left, and releases what is empty. */
  void proceed() {
    for (ObjectKey key : List.copyOf(deleted)) {
      store.get(key).ifPresent(this::proceed);
    }
  }

  private void proceed(StoredObject object) {
    boolean namespace = object.key().resource().equals(NAMESPACES);
    boolean empty = namespace ? emptyNamespace(object) : emptyDefinition(object);
    if (!empty) {
      return;
    }
    deleted.remove(object.key());
    if (namespace) {
      actions.releaseNamespace(object.key());
    } else {
      actions.removeFinalizer(object.key(), ResourceKindFinalizers.DEFINITION);
    }
  }

  private boolean emptyNamespace(StoredObject namespace) {
    boolean empty = true;
    for (ResourceKind kind : catalog.all()) {
      if (kind.namespaced()) {
        empty &= deleteAll(kind.storage(), namespace.key().name());
      }
    }
    return empty;
  }

  private boolean emptyDefinition(StoredObject definition) {
    GroupResource resource =
        new GroupResource(
            Json.text(definition.object(), "spec", "group"),
            Json.text(definition.object(), "spec", "names", "plural"));
    return deleteAll(resource, "");
  }

  /** True when nothing is left. */
  private boolean deleteAll(GroupResource resource, String namespace) {
    for (StoredObject object : store.list(resource, namespace).objects()) {
      if (Json.at(object.object(), "metadata", "deletionTimestamp") == null) {
        actions.delete(object);
      }
    }
    return store.list(resource, namespace).objects().isEmpty();
  }
}
