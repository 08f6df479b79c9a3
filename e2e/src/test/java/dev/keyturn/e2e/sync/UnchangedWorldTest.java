package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.AuditedRequests;
import dev.keyturn.e2e.kube.ControlPlaneOptions;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Five hundred syncs of one secret, and one that pushes, over ten intervals without a change. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class UnchangedWorldTest {
  private static final int SYNCS = 500;
  private static final Duration TEN_INTERVALS = Duration.ofSeconds(100);
  private static final int WINDOWS = 3;

  /** On a control plane of its own: what other suites leave behind and do to theirs is a change. */
  @Test
  @Proves({"N03", "N04", "P032"})
  void anIntervalCostsOneReadNoRequestToTheApiServerAndNoVersionOfAPushedValue(
      Provision provision, RealVault vault) {
    try (RealControlPlane cluster =
            RealControlPlane.start(provision, ControlPlaneOptions.complete());
        Installation installation = Installation.enrolled(cluster, "unchanged")) {
      String mount = installation.tenant(0);
      apply(installation, vault, mount);
      try (OperatorProcess operator =
          installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
        Readiness.await(operator, mount, SYNCS + 1);
        // The last events are written a moment after the last status.
        pass(Duration.ofSeconds(60));
        AuditedRequests requests = tenIntervals(cluster, installation, vault, mount);
        assertThat(requests.matching(it -> !it.verb().equals("watch")).all())
            .as(() -> "the operator's log: " + operator.log())
            .isEmpty();
      }
    }
  }

  private static void apply(Installation installation, RealVault vault, String mount) {
    Objects shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    vault.keyValues().write(mount, "shared", Map.of("key", "value"));
    shop.secret("vault-token", "token", vault.rootToken());
    shop.apply(Manifests.tokenStore(vault, "vault", mount) + "  refreshInterval: 1h\n");
    for (int i = 0; i < SYNCS; i++) {
      shop.apply(Manifests.extract("sync-" + i, "vault", "10s", "shared"));
    }
    shop.secret("made-here", "token", "one");
    shop.apply(
        Manifests.sync(
            "pushed",
            "vault",
            "10s",
            "push: [{secretKey: token, source: {name: made-here}, remoteRef: {key: pushed, property: token}}]"));
  }

  /**
   * What was asked of the API server meanwhile, but for the Lease. Ten others where the API server
   * ended a watch, as it may at any time: who then looks again has had a reason.
   */
  private static AuditedRequests tenIntervals(
      RealControlPlane cluster, Installation installation, RealVault vault, String mount) {
    for (int window = 1; ; window++) {
      AuditLog.Mark requests = cluster.audit().mark();
      VaultLedger.Mark reads = vault.ledger().mark();
      pass(TEN_INTERVALS);
      // The grid moves each due time by up to 5 %, so ten intervals may hold one read more or less.
      assertThat(vault.ledger().count(reads, mount + "/data/shared")).isBetween(9L, 11L);
      assertThat(vault.ledger().count(reads, mount + "/data/pushed")).isGreaterThanOrEqualTo(9L);
      assertThat(
              vault.keyValues().read(mount, "pushed").json().at("/data/metadata/version").asInt())
          .isOne();
      AuditedRequests seen =
          installation.requests(requests).matching(it -> !it.resource().equals("leases"));
      if (window == WINDOWS || seen.all().stream().noneMatch(it -> it.verb().equals("watch"))) {
        return seen;
      }
    }
  }

  private static void pass(Duration time) {
    Awaitility.await().pollDelay(time).timeout(time.multipliedBy(2)).until(() -> true);
  }
}
