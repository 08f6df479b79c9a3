package dev.keyturn.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;

/**
 * One version of one object. The tree is shared by all readers and never changed.
 *
 * @param version its resourceVersion, counted over the whole store
 */
public record StoredObject(ObjectKey key, ObjectNode object, long version) {
  public String uid() {
    return Json.text(object, "metadata", "uid");
  }
}
