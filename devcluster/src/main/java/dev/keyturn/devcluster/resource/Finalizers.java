package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind;

/** Whether a deleted object still has to wait. */
final class Finalizers {
  private Finalizers() {}

  static boolean hold(ResourceKind kind, ObjectNode object) {
    boolean namespaceHolds =
        kind.rules() == ResourceKind.Rules.NAMESPACE
            && !Json.elements(object, "spec", "finalizers").isEmpty();
    return namespaceHolds || !Json.elements(object, "metadata", "finalizers").isEmpty();
  }
}
