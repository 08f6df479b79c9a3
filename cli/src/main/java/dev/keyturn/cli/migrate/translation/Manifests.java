package dev.keyturn.cli.migrate.translation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
}
