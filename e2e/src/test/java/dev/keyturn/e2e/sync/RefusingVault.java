package dev.keyturn.e2e.sync;

import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A mount of a real Vault, named as the tenant's namespace, with stores and syncs on it.
 *
 * @param url where the stores find it
 */
record RefusingVault(RealVault vault, URI url, Objects shop) {

  String mount() {
    return shop.namespace();
  }

  /** A store with a way to log in of its own. */
  void store(String name, String limits) {
    vault.access().enableAppRole(login(name));
    VaultAccess.AppRole role =
        vault.access().appRole(login(name), "shop", Duration.ofMinutes(20), mount());
    shop.secret(name, "secret-id", role.secretId());
    shop.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s}
        spec:
          limits: %s
          provider:
            vault:
              server: %s
              path: %s
              auth:
                appRole:
                  path: %s
                  roleId: %s
                  secretRef: {name: %s, key: secret-id}
        """
            .formatted(name, limits, url, mount(), login(name), role.roleId(), name));
    shop.awaitStore(name, "True/Valid");
  }

  /** Where a store logs in. */
  String login(String store) {
    return mount() + "-" + store;
  }

  /** Lets the stores read everything but what is in a folder. */
  void allowAllBut(String folder) {
    vault
        .access()
        .policy(
            mount(),
            """
            path "%1$s/data/*" { capabilities = ["read"] }
            path "%1$s/data/%2$s/*" { capabilities = ["deny"] }
            """
                .formatted(mount(), folder));
  }

  void write(String key, String value) {
    vault.keyValues().write(mount(), key, Map.of("v", value));
  }

  /** A sync of a key, named by the key's last part. */
  void sync(String key, String store) {
    shop.apply(Manifests.extract(name(key), store, "10s", key));
  }

  static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** The answered reads of keys that begin so. */
  List<VaultRequest> reads(VaultLedger.Mark mark, String keys) {
    return vault.ledger().since(mark).stream()
        .filter(request -> request.path().startsWith(mount() + "/data/" + keys))
        .toList();
  }

  long logins(VaultLedger.Mark mark, String store) {
    return vault.ledger().count(mark, "auth/" + login(store) + "/login");
  }
}
