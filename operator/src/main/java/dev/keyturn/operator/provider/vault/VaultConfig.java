package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.ProviderConfig;
import java.net.URI;
import java.util.Optional;

/**
 * A key-value mount as one identity sees it.
 *
 * @param server address of the server, without {@code /v1}
 * @param mount path of the key-value engine, without slashes at its ends
 * @param namespace of the data; empty for the root namespace
 * @param loginNamespace of the login, where it differs from the data's
 * @param subscribes true where the server shall tell of changes
 */
public record VaultConfig(
    URI server,
    String mount,
    KeyValueVersion version,
    Optional<String> namespace,
    Optional<String> loginNamespace,
    VaultAuth auth,
    RequestHeaders headers,
    boolean subscribes)
    implements ProviderConfig {

  /** A mount that is asked without headers of the store's own. */
  public VaultConfig(
      URI server,
      String mount,
      KeyValueVersion version,
      Optional<String> namespace,
      Optional<String> loginNamespace,
      VaultAuth auth) {
    this(server, mount, version, namespace, loginNamespace, auth, RequestHeaders.NONE, false);
  }

  /** Version of the key-value engine. */
  public enum KeyValueVersion {
    V1,
    V2
  }

  Optional<String> namespaceOfLogin() {
    return loginNamespace.or(() -> namespace);
  }
}
