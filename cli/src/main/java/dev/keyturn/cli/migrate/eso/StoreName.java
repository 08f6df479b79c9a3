package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Names a store. */
record StoreName(String kind, String name) {

  /** Null where the reference names none. */
  static @Nullable StoreName of(Field reference) {
    String name = reference.member("name").text();
    return name == null ? null : new StoreName(reference.member("kind").text("SecretStore"), name);
  }

  static StoreName near(String name) {
    return new StoreName("SecretStore", name);
  }

  boolean isClusterWide() {
    return kind.equals(KnownStore.CLUSTER_WIDE);
  }

  void write(ObjectNode reference) {
    reference.put("name", name);
    if (isClusterWide()) {
      reference.put("kind", kind);
    }
  }
}
