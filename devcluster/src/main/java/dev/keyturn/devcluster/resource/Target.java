package dev.keyturn.devcluster.resource;

import dev.keyturn.devcluster.failure.Subject;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.store.ObjectKey;

/**
 * What a request is about.
 *
 * @param namespace empty for cluster-scoped kinds and for all namespaces
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
public record Target(ResourceKind kind, String namespace, String name, String subresource) {
  public ObjectKey key() {
    return new ObjectKey(kind.storage(), namespace, name);
  }

  public Subject subject() {
    return new Subject(kind.group(), kind.plural(), name);
  }

  Target named(String newName) {
    return new Target(kind, namespace, newName, subresource);
  }
}
