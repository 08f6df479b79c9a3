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
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A thousand SecretSyncs at once, counted at both servers: reads per path, writes per object, and
 * nothing at all while nothing changes. In the end its leader leaves while all of them wait.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class ThousandSyncsTest {
  private static final int SYNCS = 1000;
  private static final int PATHS = 50;

  /** So long that hardly one of a thousand gets due while the test runs. */
  private static final String INTERVAL = "30d";

  @Test
  @Fault(value = "L3", on = Fault.Tier.B)
  void eachPathIsReadOnceEachSecretWrittenOnceAndARestartWritesNothing(
      RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.enrolled(cluster, "thousand");
        FaultyProxy backend = FaultyProxy.before(vault.url())) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      vault.keyValues().mount(mount, 2);
      for (int path = 0; path < PATHS; path++) {
        vault.keyValues().write(mount, "path-" + path, Map.of("key", "value-" + path));
      }
      shop.secret("vault-token", "token", vault.rootToken());
      // However slow the machine is, all syncs of a path meet within the life of its value.
      shop.apply(Manifests.tokenStore(backend.url(), "vault", mount) + "  cache: {ttl: 5m}\n");
      applyAll(shop);
      VaultLedger.Mark reads = vault.ledger().mark();
      AuditLog.Mark requests = cluster.audit().mark();
      try (OperatorProcess operator =
          installation.start("keyturn-0", "--endpoints-allow", backend.url().toString())) {
        Readiness.await(operator, mount, SYNCS);
        Map<String, Integer> byPath = vault.ledger().countByPath(reads);
        for (int path = 0; path < PATHS; path++) {
          assertThat(byPath.get("read " + mount + "/data/path-" + path))
              .as("reads of path %d; the operator said %s", path, operator.output())
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
          installation.start("keyturn-0", "--endpoints-allow", backend.url().toString())) {
        Readiness.await(operator, mount, SYNCS);
        Awaitility.await("a quiet while").pollDelay(Duration.ofSeconds(5)).until(() -> true);
        assertThat(installation.writesToObjects(restart))
            .as("writes to %s", installation.requests(restart).writes().all())
            .isEmpty();
        assertThat(vault.ledger().countByPath(restartReads))
            .allSatisfy((path, count) -> assertThat(path).doesNotContain("/data/"));
        leaveWithAllOfThemQueued(installation, operator, backend, shop);
      }
    }
  }

  /** Another store makes all of them due, and their reads hang until the leader was told to go. */
  private static void leaveWithAllOfThemQueued(
      Installation installation, OperatorProcess leader, FaultyProxy backend, Objects shop) {
    String mount = installation.tenant(0);
    List<LeaseSpec> holders = new CopyOnWriteArrayList<>();
    var lease =
        installation.client().leases().inNamespace(installation.namespace()).withName("keyturn");
    try (OperatorProcess standby =
            installation.start("keyturn-1", "--endpoints-allow", backend.url().toString());
        var _ = lease.watch(new LeaseRecorder(holders))) {
      backend.delay("GET /v1/" + mount + "/data/", SYNCS);
      shop.apply(Manifests.tokenStore(backend.url(), "vault", mount) + "  cache: {ttl: 6m}\n");
      Awaitility.await("queued")
          .atMost(Duration.ofSeconds(60))
          .until(() -> leader.metrics().sum("keyturn_reconcile_queue_depth") > SYNCS * 0.9);
      leader.beginTermination();
      backend.heal();
      assertThat(leader.awaitExit(Duration.ofSeconds(20))).isZero();
      Awaitility.await("taken over")
          .atMost(Duration.ofSeconds(60))
          .until(() -> standby.metrics().sum("keyturn_leader") == 1);
      List<LeaseSpec> free = holders.stream().filter(it -> it.getHolderIdentity() == null).toList();
      assertThat(free).hasSize(1);
      LeaseSpec next = holders.get(holders.indexOf(free.getFirst()) + 1);
      assertThat(next.getHolderIdentity()).startsWith("keyturn-1_");
      assertThat(Duration.between(free.getFirst().getRenewTime(), next.getAcquireTime()))
          .isLessThanOrEqualTo(Duration.ofSeconds(5));
      Readiness.await(standby, mount, SYNCS);
    }
  }

  /** What the Lease said, in order. */
  private record LeaseRecorder(List<LeaseSpec> seen) implements Watcher<Lease> {
    @Override
    public void eventReceived(Action action, Lease lease) {
      seen.add(lease.getSpec());
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the watch of the Lease ended", cause);
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
