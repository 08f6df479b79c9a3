package dev.keyturn.e2e.sync;

import dev.keyturn.e2e.vault.RealVault;
import java.net.URI;

/** The manifests that several suites apply. */
final class Manifests {
  private Manifests() {}

  /** A SecretStore on a mount of the Vault, with this login. */
  static String store(RealVault vault, String name, String mount, String auth) {
    return store(vault.url(), name, mount, auth);
  }

  private static String store(URI server, String name, String mount, String auth) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretStore
    metadata: {name: %s}
    spec:
      provider:
        vault:
          server: %s
          path: %s
          auth: {%s}
    """
        .formatted(name, server, mount, auth);
  }

  /** A SecretStore that logs in with the token of Secret vault-token. */
  static String tokenStore(RealVault vault, String name, String mount) {
    return tokenStore(vault.url(), name, mount);
  }

  /** The same with what stands before the Vault. */
  static String tokenStore(URI server, String name, String mount) {
    return store(server, name, mount, "tokenSecretRef: {name: vault-token, key: token}");
  }

  /**
   * A SecretSync.
   *
   * @param interval its refreshInterval
   * @param rest the rest of the spec as YAML, indented by two
   */
  static String sync(String name, String store, String interval, String rest) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretSync
    metadata: {name: %s}
    spec:
      secretStoreRef: %s
      refreshInterval: %s
      %s
    """
        .formatted(name, store.startsWith("{") ? store : "{name: " + store + "}", interval, rest);
  }

  /** A SecretSync that extracts one key. */
  static String extract(String name, String store, String interval, String key) {
    return sync(name, store, interval, "dataFrom: [{extract: {key: " + key + "}}]");
  }
}
