package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a store may refer to: one of a namespace to objects of its own namespace, one of the cluster
 * to objects of the namespaces that it names.
 *
 * @param namespace of the store; null for one of the cluster, and where the manifest names none
 */
record Reach(boolean clusterWide, @Nullable String namespace) {

  /** A key of a Secret; null where it is refused. */
  @Nullable ObjectNode key(Field selector) {
    return key(selector, "");
  }

  /**
   * A key of a Secret; null where it is refused.
   *
   * @param usual the key that External Secrets takes where none is named
   */
  @Nullable ObjectNode key(Field selector, String usual) {
    String name = selector.member("name").text();
    String key = selector.member("key").text(usual);
    if (name == null || key.isEmpty()) {
      selector.refused("it names no Secret and key");
      return null;
    }
    ObjectNode ours = JsonNodeFactory.instance.objectNode().put("name", name).put("key", key);
    return within(selector, ours, true) ? ours : null;
  }

  /** Sets a reference under the same name, where there is one. */
  void key(Field of, ObjectNode into, String name, String usual) {
    Field selector = of.member(name);
    if (selector.isThere()) {
      ObjectNode ours = key(selector, usual);
      if (ours != null) {
        into.set(name, ours);
      }
    }
  }

  /** A ServiceAccount; null where it is refused. */
  @Nullable ObjectNode account(Field selector) {
    String name = selector.member("name").text();
    if (name == null) {
      selector.refused("it names no ServiceAccount");
      return null;
    }
    ObjectNode ours = JsonNodeFactory.instance.objectNode().put("name", name);
    if (!within(selector, ours, false)) {
      return null;
    }
    selector.copy(ours, "audiences");
    return ours;
  }

  /** An authority's certificates, from {@code caProvider}. */
  void authority(Field of, ObjectNode into) {
    Field selector = of.member("caProvider");
    if (!selector.isThere()) {
      return;
    }
    ObjectNode ours = JsonNodeFactory.instance.objectNode();
    selector.copy(ours, "type", "name", "key");
    if (ours.size() < 3) {
      selector.refused("it does not name type, object and key");
    } else if (within(selector, ours, true)) {
      into.set("caProvider", ours);
      selector.translated("caProvider of the store");
    }
  }

  /** The namespace of a reference, where it may have one. */
  private boolean within(Field selector, ObjectNode ours, boolean required) {
    Field other = selector.member("namespace");
    if (clusterWide) {
      if (other.isThere()) {
        ours.put("namespace", other.text(""));
      } else if (required) {
        selector.refused(
            "it means a Secret of each namespace: write a SecretStore in each, or name one"
                + " namespace");
        return false;
      }
      return true;
    }
    if (!other.isThere()) {
      return true;
    }
    if (namespace == null) {
      other.check("a SecretStore refers to its own namespace alone");
    } else if (!other.is(namespace)) {
      other.refused("a SecretStore refers to its own namespace alone");
      return false;
    }
    return true;
  }
}
