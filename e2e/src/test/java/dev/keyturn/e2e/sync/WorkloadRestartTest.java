package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Workloads that follow a Secret, with the rights of the chart and the real controllers. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class WorkloadRestartTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api}
      spec:
        replicas: 1
        selector: {matchLabels: {app: api}}
        template:
          metadata: {labels: {app: api}}
          spec:
            containers: [{name: main, image: app, envFrom: [{secretRef: {name: db}}]}]
      """;
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: report}
      spec:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: main, image: app, envFrom: [{secretRef: {name: db}}]}]
      """;

  @Test
  @Proves("F049")
  void eachChangedValueIsOneNewRevisionAndAJobStaysAsItIs(
      RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.restarting(cluster, "restart")) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      prepare(vault, shop, mount);
      shop.apply(JOB);
      try (OperatorProcess operator = start(installation, vault, "keyturn-0")) {
        assertThat(operator.metrics().sum("keyturn_build_info")).isEqualTo(1);
        shop.awaitData("db", Map.of("password", "one"));
        shop.awaitCondition("db", "WorkloadsUpdated", "True/UpToDate");
        awaitRevisions(shop, 1);
        awaitPods(shop, 1);
        List<String> jobPods = jobPods(shop);

        change(vault, shop, mount, "two");
        awaitRevisions(shop, 2);
        change(vault, shop, mount, "three");
        awaitRevisions(shop, 3);

        assertThat(jobPods(shop)).isEqualTo(jobPods);
        assertThat(operator.metrics().sum("keyturn_workload_restarts_total")).isEqualTo(2);
      }
    }
  }

  /** Each hides the newest version: one can be brought back, the other cannot. */
  @Test
  @Fault(value = "V10", on = Fault.Tier.R, backends = Backend.VAULT)
  @Proves("P056")
  void aDeletedVersionChangesNoSecretAndRestartsNothing(RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.restarting(cluster, "kept")) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      prepare(vault, shop, mount);
      try (OperatorProcess operator = start(installation, vault, "keyturn-0")) {
        shop.awaitData("db", Map.of("password", "one"));
        awaitRevisions(shop, 1);
        Secret before = secret(shop);

        vault.keyValues().softDelete(mount, "db", 1);
        shop.awaitCondition("db", Condition.SYNCED, "False/SourceDeleted");
        assertThat(shop.status("db").lastError()).extracting("detail").isEqualTo("soft-deleted");
        vault.keyValues().destroy(mount, "db", 1);
        await()
            .untilAsserted(() ->
                assertThat(shop.status("db").lastError())
                    .extracting("detail")
                    .isEqualTo("destroyed"));

        assertThat(secret(shop)).isEqualTo(before);
        awaitRevisions(shop, 1);
        assertThat(operator.metrics().sum("keyturn_workload_restarts_total")).isZero();
      }
    }
  }

  @Test
  @Proves("P077")
  void aNewLeaderRestartsNothing(RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.restarting(cluster, "leader")) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      prepare(vault, shop, mount);
      try (OperatorProcess first = start(installation, vault, "keyturn-0");
          OperatorProcess second = start(installation, vault, "keyturn-1")) {
        shop.awaitData("db", Map.of("password", "one"));
        change(vault, shop, mount, "two");
        awaitRevisions(shop, 2);
        OperatorProcess leader = leads(first) ? first : second;
        OperatorProcess other = leader == first ? second : first;
        leader.kill();
        await().until(() -> leads(other));

        // The new leader works, and what it finds written on the workload is no reason to restart.
        vault.keyValues().write(mount, "more", Map.of("password", "x"));
        shop.apply(Manifests.extract("more", "vault", "10s", "more"));
        shop.awaitData("more", Map.of("password", "x"));
        shop.awaitCondition("db", "WorkloadsUpdated", "True/Restarted");
        awaitRevisions(shop, 2);
        assertThat(other.metrics().sum("keyturn_workload_restarts_total")).isZero();
      }
    }
  }

  private static void prepare(RealVault vault, Objects shop, String mount) {
    vault.keyValues().mount(mount, 2);
    vault.keyValues().write(mount, "db", Map.of("password", "one"));
    shop.secret("vault-token", "token", vault.rootToken());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.apply(DEPLOYMENT);
    shop.apply(
        Manifests.extract("db", "vault", "10s", "db")
            + "  restart: {auto: true, minInterval: 10s}\n");
  }

  private static OperatorProcess start(Installation installation, RealVault vault, String pod) {
    return installation.start(pod, "--allow-restarts", "--endpoints-allow", vault.url().toString());
  }

  private static boolean leads(OperatorProcess operator) {
    return operator.metrics().sum("keyturn_leader") == 1;
  }

  private static Secret secret(Objects shop) {
    return shop.client().secrets().inNamespace(shop.namespace()).withName("db").require();
  }

  private static void change(RealVault vault, Objects shop, String mount, String value) {
    vault.keyValues().write(mount, "db", Map.of("password", value));
    shop.awaitData("db", Map.of("password", value));
    shop.awaitCondition("db", "WorkloadsUpdated", "False/Pending");
    shop.awaitCondition("db", "WorkloadsUpdated", "True/Restarted");
  }

  private static void awaitRevisions(Objects shop, int count) {
    await()
        .untilAsserted(() ->
            assertThat(
                    shop.client()
                        .apps()
                        .replicaSets()
                        .inNamespace(shop.namespace())
                        .list()
                        .getItems())
                .hasSize(count));
  }

  private static void awaitPods(Objects shop, int count) {
    await().untilAsserted(() -> assertThat(jobPods(shop)).hasSize(count));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private static List<String> jobPods(Objects shop) {
    return shop
        .client()
        .pods()
        .inNamespace(shop.namespace())
        .withLabel("job-name", "report")
        .list()
        .getItems()
        .stream()
        .map(HasMetadata::getMetadata)
        .map(meta -> meta.getUid() + "/" + meta.getGeneration())
        .toList();
  }
}
