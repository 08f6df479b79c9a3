package dev.keyturn.operator.kube.stamp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import java.util.Map;
import java.util.Optional;

/**
 * A SecretSync that the operator makes and keeps as it is here.
 *
 * @param owner the object that controls it, and with which the garbage collector deletes it
 */
public record Stamp(
    String namespace,
    String name,
    Owner owner,
    Map<String, String> labels,
    Map<String, String> annotations,
    SecretSyncSpec spec) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API_VERSION = Api.GROUP + "/" + Api.VERSION;

  /** A cluster-scoped object of the same API. */
  public record Owner(String kind, String name, String uid) {}

  /**
   * What an apply or a patch refers to.
   *
   * @param uid empty for an object that must not exist
   */
  record Expected(Optional<String> uid, String resourceVersion) {
    /** No object has it, so an apply with it creates or is refused [seen on 1.36.3]. */
    static final Expected ABSENT = new Expected(Optional.empty(), "1");
  }

  /** The body of a server-side apply. */
  ObjectNode body(Expected expected) {
    ObjectNode body = JSON.createObjectNode();
    body.put("apiVersion", API_VERSION);
    body.put("kind", "SecretSync");
    ObjectNode meta = body.putObject("metadata");
    meta.put("namespace", namespace);
    meta.put("name", name);
    expected.uid().ifPresent(uid -> meta.put("uid", uid));
    meta.put("resourceVersion", expected.resourceVersion());
    putAll(meta, "labels", labels);
    putAll(meta, "annotations", annotations);
    meta.putArray("ownerReferences")
        .addObject()
        .put("apiVersion", API_VERSION)
        .put("kind", owner.kind())
        .put("name", owner.name())
        .put("uid", owner.uid())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    body.set("spec", JSON.valueToTree(spec));
    return body;
  }

  /** A JSON patch that leaves nothing in the spec but what stands here. */
  ArrayNode wholeSpec(String uid, String resourceVersion) {
    ArrayNode patch = JSON.createArrayNode();
    patch.addObject().put("op", "test").put("path", "/metadata/uid").put("value", uid);
    patch
        .addObject()
        .put("op", "test")
        .put("path", "/metadata/resourceVersion")
        .put("value", resourceVersion);
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/spec")
        .set("value", JSON.valueToTree(spec));
    return patch;
  }

  private static void putAll(ObjectNode meta, String field, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      ObjectNode node = meta.putObject(field);
      entries.forEach(node::put);
    }
  }
}
