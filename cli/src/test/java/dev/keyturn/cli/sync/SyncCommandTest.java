package dev.keyturn.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.TestCluster;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.crds.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncCommandTest {
  private static final String SYNC =
      """
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretSync
      metadata: {name: %s, namespace: default, labels: {app: shop}}
      spec:
        secretStoreRef: {name: vault}
        data: [{secretKey: user, remoteRef: {key: mail}}]
      """;

  @TempDir private Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(folder).with(SYNC.formatted("db")).with(SYNC.formatted("mail"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void eachRunAsksAnew() {
    assertThat(cluster.run("sync", "db").status()).isEqualTo(ExitStatus.OK);
    String first = request("db");
    assertThat(cluster.run("sync", "ssy/db").status()).isEqualTo(ExitStatus.OK);
    assertThat(request("db")).startsWith("2026-11-16T14:05:00Z ").isNotEqualTo(first);
    assertThat(request("mail")).isEmpty();
  }

  @Test
  void whatIsWaitedForAndWorkedIsUpToDate() {
    try (SharedIndexInformer<GenericKubernetesResource> operator = answering("none")) {
      Invocation sync = cluster.run("sync", "-l", "app=shop", "--wait");
      assertThat(sync).isEqualTo(new Invocation(ExitStatus.OK, "2 up to date\n", "Syncing 2\n"));
      assertThat(cluster.runAtTerminal("sync", "--all", "--wait").out())
          .isEqualTo("✓ 2 up to date\n");
      assertThat(operator.isRunning()).isTrue();
    }
  }

  @Test
  void whatFailedIsNamedWithItsClass() {
    try (SharedIndexInformer<GenericKubernetesResource> operator = answering("mail")) {
      Invocation sync = cluster.run("sync", "--all", "--wait");
      assertThat(sync.out()).isEqualTo("1 up to date\n1 failed: default/mail KeyMissing\n");
      assertThat(sync.status()).isEqualTo(ExitStatus.NOT_READY);
      assertThat(operator.isRunning()).isTrue();
    }
  }

  @Test
  void withoutAnAnswerTheTimeRunsOut() {
    Invocation sync = cluster.run("sync", "db", "--wait", "--timeout", "1");
    assertThat(sync.status()).isEqualTo(ExitStatus.TIMED_OUT);
    assertThat(sync.out()).isEqualTo("0 up to date\n1 did not answer in time: default/db\n");
  }

  @Test
  void nobodyAsksWithoutSayingWhom() {
    assertThat(cluster.run("sync").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(cluster.run("sync", "db", "--all").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(cluster.run("sync", "sst/db").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void whatIsNotThereAndWhatIsForbiddenIsSaid() {
    Invocation absent = cluster.run("sync", "absent");
    assertThat(absent.status()).isEqualTo(ExitStatus.CLUSTER);
    assertThat(absent.err()).startsWith("keyturn sync: SecretSync default/absent does not exist");
    cluster.deny("patch", "secretsyncs");
    assertThat(cluster.run("sync", "db").status()).isEqualTo(ExitStatus.DENIED);
  }

  private String request(String name) {
    @Nullable Map<String, String> annotations =
        cluster
            .client
            .genericKubernetesResources(ObjectKind.SecretSync.context())
            .inNamespace("default")
            .withName(name)
            .get()
            .getMetadata()
            .getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(Api.ANNOTATION_SYNC_REQUESTED, "");
  }

  /** Answers each request as the operator would; the named one fails. */
  private SharedIndexInformer<GenericKubernetesResource> answering(String failing) {
    return cluster
        .client
        .genericKubernetesResources(ObjectKind.SecretSync.context())
        .inNamespace("default")
        .inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(GenericKubernetesResource object) {}

              @Override
              public void onUpdate(
                  GenericKubernetesResource before, GenericKubernetesResource object) {
                String request =
                    object.getMetadata().getAnnotations().get(Api.ANNOTATION_SYNC_REQUESTED);
                if (request != null
                    && !request.equals(object.get("status", "lastHandledRequest"))) {
                  answer(object, request, object.getMetadata().getName().equals(failing));
                }
              }

              @Override
              public void onDelete(GenericKubernetesResource object, boolean stateUnknown) {}
            });
  }

  private void answer(GenericKubernetesResource object, String request, boolean fails) {
    object.setAdditionalProperty(
        "status",
        Map.of(
            "observedGeneration",
            1,
            "lastHandledRequest",
            request,
            "conditions",
            List.of(
                condition("Ready", "True", fails ? "ServingLastGood" : "UpToDate"),
                condition("Synced", fails ? "False" : "True", fails ? "KeyMissing" : "UpToDate"))));
    cluster.client.resource(object).updateStatus();
  }

  private static Map<String, String> condition(String type, String status, String reason) {
    return Map.of(
        "type", type,
        "status", status,
        "reason", reason,
        "message", "So it is.",
        "lastTransitionTime", "2026-11-16T14:00:00Z");
  }
}
