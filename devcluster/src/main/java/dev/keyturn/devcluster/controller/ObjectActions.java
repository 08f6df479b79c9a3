package dev.keyturn.devcluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.resource.DeleteOptions;
import dev.keyturn.devcluster.resource.FieldValidation;
import dev.keyturn.devcluster.resource.ResourceRemover;
import dev.keyturn.devcluster.resource.ResourceWriter;
import dev.keyturn.devcluster.resource.Target;
import dev.keyturn.devcluster.resource.WriteOptions;
import dev.keyturn.devcluster.store.ObjectKey;
import dev.keyturn.devcluster.store.StoredObject;
import java.util.Optional;
import java.util.function.Predicate;

/** What controllers do to objects. An object that is gone or changed meanwhile is left alone. */
final class ObjectActions {
  private static final WriteOptions OPTIONS =
      new WriteOptions("kube-controller-manager", false, FieldValidation.IGNORE, false);

  private final KindCatalog catalog;
  private final ResourceWriter writer;
  private final ResourceRemover remover;

  ObjectActions(KindCatalog catalog, ResourceWriter writer, ResourceRemover remover) {
    this.catalog = catalog;
    this.writer = writer;
    this.remover = remover;
  }

  void delete(StoredObject object) {
    target(object.key())
        .ifPresent(target -> {
          try {
            remover.delete(target, DeleteOptions.backgroundOf(object.uid()));
          } catch (ApiException e) {
            // Gone or replaced: nothing of it is ours any more.
            return;
          }
        });
  }

  void removeFinalizer(ObjectKey key, String finalizer) {
    removeFromList(
        key, new String[] {"metadata"}, "finalizers", item -> item.asText().equals(finalizer));
  }

  void removeOwners(ObjectKey key, Predicate<JsonNode> owner) {
    removeFromList(key, new String[] {"metadata"}, "ownerReferences", owner);
  }

  void releaseNamespace(ObjectKey key) {
    removeFromList(
        key, new String[] {"spec"}, "finalizers", item -> item.asText().equals("kubernetes"));
  }

  private void removeFromList(
      ObjectKey key, String[] parent, String list, Predicate<JsonNode> unwanted) {
    target(key)
        .ifPresent(target -> {
          try {
            writer.patch(target, OPTIONS, live -> without(live, parent, list, unwanted));
          } catch (ApiException e) {
            // Gone meanwhile.
            return;
          }
        });
  }

  private static ObjectNode without(
      ObjectNode live, String[] parent, String list, Predicate<JsonNode> unwanted) {
    ObjectNode copy = live.deepCopy();
    ObjectNode holder = Json.objectAt(copy, parent);
    ArrayNode kept = Json.array();
    for (JsonNode item : Json.elements(holder, list)) {
      if (!unwanted.test(item)) {
        kept.add(item);
      }
    }
    if (kept.isEmpty() && parent[0].equals("metadata")) {
      holder.remove(list);
    } else {
      holder.set(list, kept);
    }
    return copy;
  }

  private Optional<Target> target(ObjectKey key) {
    return catalog
        .stored(key.resource())
        .map(kind -> new Target(kind, key.namespace(), key.name(), ""));
  }
}
