package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What many syncs of one store share. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class SharedConnectionTest {
  private static final int SYNCS = 200;
  private static final int IN_FLIGHT = 4;

  @Test
  @Proves("F014")
  @EnabledOnOs(OS.LINUX)
  void twoHundredSyncsShareOneLoginAndTheConnectionsOfTheFirstOnes(
      RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.enrolled(cluster, "shared");
        OperatorProcess operator =
            installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      vault.keyValues().mount(mount, 2);
      for (int i = 0; i < SYNCS; i++) {
        vault.keyValues().write(mount, "key-" + i, Map.of("k", "v"));
      }
      VaultLedger.Mark beginning = vault.ledger().mark();
      shop.apply(store(vault, shop, mount));
      applyFrom(0, IN_FLIGHT, shop);
      Readiness.await(operator, mount, IN_FLIGHT);
      applyFrom(IN_FLIGHT, SYNCS, shop);
      Readiness.await(operator, mount, SYNCS);

      // One more than reads at a time: the probe of a store waits for none.
      assertThat(OpenConnections.of(operator.pid(), vault.url().getPort()))
          .isBetween(1, IN_FLIGHT + 1);
      assertThat(vault.ledger().logins(beginning)).isOne();
      assertThat(vault.ledger().countByPath(beginning).keySet())
          .filteredOn(it -> it.startsWith("read " + mount + "/data/key-"))
          .hasSize(SYNCS);
    }
  }

  private static void applyFrom(int first, int end, Objects shop) {
    for (int i = first; i < end; i++) {
      shop.apply(Manifests.extract("sync-" + i, "vault", "1h", "key-" + i));
    }
  }

  /** A store with a login and so few calls at a time that the number of connections is known. */
  private static String store(RealVault vault, Objects shop, String mount) {
    vault.access().readPolicy(mount, mount);
    vault.access().enableAppRole(mount);
    VaultAccess.AppRole role = vault.access().appRole(mount, "shop", Duration.ofMinutes(20), mount);
    shop.secret("login", "secret-id", role.secretId());
    String auth =
        "appRole: {path: %s, roleId: %s, secretRef: {name: login, key: secret-id}}"
            .formatted(mount, role.roleId());
    return Manifests.store(vault, "vault", mount, auth)
        + "  limits: {maxInFlight: %d}%n".formatted(IN_FLIGHT);
  }
}
