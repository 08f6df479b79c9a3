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
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two replicas, one of which acts. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class FailoverTest {

  @Test
  @Proves("P045")
  void theOtherReplicaTakesOverFromAKilledLeaderAndFromOneThatLeavesInOrder(
      RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.enrolled(cluster, "failover")) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      vault.keyValues().mount(mount, 2);
      shop.secret("vault-token", "token", vault.rootToken());
      String endpoint = vault.url().toString();
      try (OperatorProcess first = installation.start("keyturn-0", "--endpoints-allow", endpoint);
          OperatorProcess second = installation.start("keyturn-1", "--endpoints-allow", endpoint)) {
        awaitLeader(first);
        assertThat(leads(second)).isFalse();
        shop.apply(Manifests.tokenStore(vault, "vault", mount));
        write(vault, mount, shop, "one");

        first.kill();
        awaitLeader(second);
        write(vault, mount, shop, "two");

        try (OperatorProcess third =
            installation.start("keyturn-2", "--endpoints-allow", endpoint)) {
          assertThat(leads(third)).isFalse();
          assertThat(second.terminate(Duration.ofSeconds(30))).isZero();
          awaitLeader(third);
          write(vault, mount, shop, "three");
        }
      }
    }
  }

  private static void write(RealVault vault, String mount, Objects shop, String value) {
    vault.keyValues().write(mount, value, Map.of("key", value));
    shop.apply(Manifests.extract(value, "vault", "1h", value));
    shop.awaitData(value, Map.of("key", value));
  }

  private static void awaitLeader(OperatorProcess operator) {
    Awaitility.await("leader").atMost(Duration.ofSeconds(60)).until(() -> leads(operator));
  }

  private static boolean leads(OperatorProcess operator) {
    return operator.metrics().sum("keyturn_leader") == 1;
  }
}
