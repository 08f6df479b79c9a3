package dev.keyturn.devcluster.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;

/** Objects reduced to their metadata: {@code PartialObjectMetadata} (meta.k8s.io/v1). */
public final class PartialObjects {
  private PartialObjects() {}

  public static ObjectNode of(ObjectNode object) {
    ObjectNode partial =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", Json.objectAt(object, "metadata"));
    return partial;
  }
}
