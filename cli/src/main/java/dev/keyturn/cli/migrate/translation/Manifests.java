package dev.keyturn.cli.migrate.translation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Beginnings of objects. */
public final class Manifests {
  private Manifests() {}

  /** One of our kinds, without its spec. */
  public static ObjectNode keyturn(String kind, String name, @Nullable String namespace) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("apiVersion", "keyturn.dev/v1alpha1").put("kind", kind);
    ObjectNode metadata = manifest.putObject("metadata").put("name", name);
    if (namespace != null) {
      metadata.put("namespace", namespace);
    }
    return manifest;
  }

  /**
   * The scope of a namespace by its name. It leaves the namespace's own stores open, which it would
   * close otherwise.
   *
   * @param stores adds the grants
   */
  public static ObjectNode scope(String namespace, Consumer<ArrayNode> stores) {
    ObjectNode manifest = keyturn("TenantSecretScope", namespace, null);
    ObjectNode spec = manifest.putObject("spec").put("tenant", namespace);
    spec.putObject("namespaces").putArray("names").add(namespace);
    stores.accept(spec.putArray("stores"));
    spec.putObject("ownStores").put("allow", true);
    return manifest;
  }
}
