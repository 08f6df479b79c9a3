package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Many values of nearly the greatest size at once, in the heap that the chart gives. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class LargeSecretsTest {
  /** That of the chart's memory limit. */
  private static final String HEAP = "-Xmx160m";

  private static final int SYNCS = 60;
  private static final int BYTES = 1_000_000;

  @Test
  void theirFirstSyncAndARestartFitIntoTheHeapOfTheChart(
      RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.enrolled(cluster, "large")) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      vault.keyValues().mount(mount, 2);
      shop.secret("vault-token", "token", vault.rootToken());
      for (int i = 0; i < SYNCS; i++) {
        vault
            .keyValues()
            .write(
                mount,
                "key-" + i,
                Map.of("k", Integer.toString(i).repeat(BYTES).substring(0, BYTES)));
        shop.apply(Manifests.extract("sync-" + i, "vault", "30d", "key-" + i));
      }
      shop.apply(Manifests.tokenStore(vault, "vault", mount));
      VaultLedger.Mark first = vault.ledger().mark();
      try (OperatorProcess operator = start(cluster, installation, vault)) {
        Readiness.await(operator, mount, SYNCS);
        assertThat(vault.ledger().countByPath(first))
            .allSatisfy((path, count) -> {
              if (path.contains("/data/")) {
                assertThat(count).as(path).isOne();
              }
            });
      }
      AuditLog.Mark restart = cluster.audit().mark();
      try (OperatorProcess operator = start(cluster, installation, vault)) {
        Readiness.await(operator, mount, SYNCS);
        assertThat(operator.isAlive()).isTrue();
        assertThat(installation.writesToObjects(restart)).isEmpty();
      }
    }
  }

  private static OperatorProcess start(
      RealControlPlane cluster, Installation installation, RealVault vault) {
    return OperatorProcess.start(
        installation
            .options(cluster.url(), "keyturn-0")
            .with("--endpoints-allow", vault.url().toString())
            .withJvm(HEAP, "-XX:+ExitOnOutOfMemoryError"));
  }
}
