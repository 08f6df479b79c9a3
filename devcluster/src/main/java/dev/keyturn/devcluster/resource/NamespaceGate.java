package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.failure.Subject;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.GroupResource;
import dev.keyturn.devcluster.store.ObjectKey;
import dev.keyturn.devcluster.store.ObjectStore;
import java.util.List;

/** Lets objects be created only in namespaces that exist and are not going away. */
final class NamespaceGate {
  static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

  private final ObjectStore store;

  NamespaceGate(ObjectStore store) {
    this.store = store;
  }

  /**
   * @throws ApiException 404 when the namespace is absent, 403 when it is being deleted
   */
  void check(Target target) {
    if (!target.kind().namespaced()) {
      return;
    }
    String namespace = target.namespace();
    Subject subject = NAMESPACES.subject(namespace);
    ObjectNode object =
        store
            .get(new ObjectKey(NAMESPACES, "", namespace))
            .orElseThrow(() -> ApiException.notFound(subject))
            .object();
    if (Json.at(object, "metadata", "deletionTimestamp") != null) {
      String message =
          "unable to create new content in namespace %s because it is being terminated"
              .formatted(namespace);
      throw ApiException.forbidden(
          target.subject(),
          message,
          List.of(
              new Cause(
                  "NamespaceTerminating",
                  "namespace %s is being terminated".formatted(namespace),
                  "metadata.namespace")));
    }
  }
}
