package dev.keyturn.operator.devcluster;

import java.util.Map;

/** SecretSyncs of namespace {@code shop} whose values go to a backend. */
record OutgoingSyncs(House house) {

  /**
   * Applies one.
   *
   * @param more lines of its spec
   */
  void apply(String name, String more) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 10m
        %s
        """,
        name, more.indent(2));
  }

  /** A Secret with one key. */
  void source(String name, String key, String value) {
    house.secret("shop", name, Map.of(key, value));
  }

  /** Of the one that is named push. */
  void awaitPushed(String condition) {
    house.awaitCondition("shop", "push", "Pushed", condition);
  }
}
