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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A thousand SecretSyncs at once, counted at both servers: reads per path, writes per object, and
 * nothing at all while nothing changes.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class ThousandSyncsTest {
  private static final int SYNCS = 1000;
  private static final int PATHS = 50;

  /** So long that hardly one of a thousand gets due while the test runs. */
  private static final String INTERVAL = "30d";

  @Test
  void eachPathIsReadOnceEachSecretWrittenOnceAndARestartWritesNothing(
      RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.enrolled(cluster, "thousand")) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      vault.keyValues().mount(mount, 2);
      for (int path = 0; path < PATHS; path++) {
        vault.keyValues().write(mount, "path-" + path, Map.of("key", "value-" + path));
      }
      shop.secret("vault-token", "token", vault.rootToken());
      // However slow the machine is, all syncs of a path meet within the life of its value.
      shop.apply(Manifests.tokenStore(vault, "vault", mount) + "  cache: {ttl: 5m}\n");
      applyAll(shop);
      VaultLedger.Mark reads = vault.ledger().mark();
      AuditLog.Mark requests = cluster.audit().mark();
      try (OperatorProcess operator =
          installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
        Readiness.await(operator, SYNCS);
        Map<String, Integer> byPath = vault.ledger().countByPath(reads);
        for (int path = 0; path < PATHS; path++) {
          assertThat(byPath.get("read " + mount + "/data/path-" + path))
              .as("reads of path %d", path)
              .isOne();
        }
        Map<String, Integer> writes =
            installation
                .requests(requests)
                .writes()
                .matching(it -> it.namespace().equals(mount))
                .countByKind();
        assertThat(writes).containsEntry("patch secrets", SYNCS);
        assertThat(writes).containsEntry("patch secretsyncs/status", SYNCS);
      }
      AuditLog.Mark restart = cluster.audit().mark();
      VaultLedger.Mark restartReads = vault.ledger().mark();
      try (OperatorProcess operator =
          installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
        Readiness.await(operator, SYNCS);
        Awaitility.await("a quiet while").pollDelay(Duration.ofSeconds(5)).until(() -> true);
        assertThat(
                installation
                    .requests(restart)
                    .writes()
                    .matching(it -> !it.resource().equals("leases"))
                    .countByKind())
            .isEmpty();
        assertThat(vault.ledger().countByPath(restartReads))
            .allSatisfy((path, count) -> assertThat(path).doesNotContain("/data/"));
      }
    }
  }

  private static void applyAll(Objects shop) {
    List<Thread> threads = new ArrayList<>();
    for (int part = 0; part < 8; part++) {
      int first = part;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = first; i < SYNCS; i += 8) {
                  shop.apply(
                      Manifests.extract("sync-" + i, "vault", INTERVAL, "path-" + i % PATHS));
                }
              }));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
