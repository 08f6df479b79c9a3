package dev.keyturn.cli.suspend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.TestCluster;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.devcluster.fault.RequestMatch;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pause and resume change, and what they say. */
class PauseCommandTest {
  @TempDir private Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(folder).namespace("shop");
    sync("db", "data");
    sync("mail", "web");
    sync("queue", "web");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void sync(String name, String team) {
    cluster.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop, labels: {team: %s}}
        spec:
          secretStoreRef: {name: vault}
          refreshInterval: 5m
          data: [{secretKey: password, remoteRef: {key: %s}}]
        """
            .formatted(name, team, name));
  }

  @Test
  void aPauseSetsTheFieldAndAResumeTakesItAwayAndNothingElseChanges() {
    Object before = spec(ObjectKind.SecretSync, "db");
    assertThat(run("pause", "ssy/db"))
        .isEqualTo(new Invocation(ExitStatus.OK, "SecretSync shop/db: paused\n", ""));
    assertThat(spec(ObjectKind.SecretSync, "db").remove("suspend")).isEqualTo(true);
    Map<String, Object> paused = spec(ObjectKind.SecretSync, "db");
    paused.remove("suspend");
    assertThat(paused).isEqualTo(before);
    cluster.server.requests().clear();
    assertThat(run("pause", "secretsync/db").out())
        .isEqualTo("SecretSync shop/db is as it was: paused\n");
    assertThat(cluster.server.requests().all())
        .noneMatch(request -> request.verb().equals("patch"));
    assertThat(run("resume", "ssy/db"))
        .isEqualTo(new Invocation(ExitStatus.OK, "SecretSync shop/db: resumed\n", ""));
    assertThat(spec(ObjectKind.SecretSync, "db")).isEqualTo(before);
    assertThat(run("resume", "ssy/db").out())
        .isEqualTo("SecretSync shop/db is as it was: resumed\n");
  }

  @Test
  void whoAppliesTheManifestAgainDoesNotEndThePause() {
    run("pause", "ssy/db");
    sync("db", "data");
    assertThat(spec(ObjectKind.SecretSync, "db")).containsEntry("suspend", true);
  }

  @Test
  void aSelectorMeansAllThatHaveTheLabels() {
    assertThat(run("pause", "-l", "team=web").out())
        .isEqualTo("SecretSync shop/mail: paused\nSecretSync shop/queue: paused\n");
    assertThat(Stream.of("db", "mail", "queue").map(it -> isSuspended(it)))
        .containsExactly(false, true, true);
    assertThat(run("resume", "ssy", "-l", "team=web").out())
        .isEqualTo("SecretSync shop/mail: resumed\nSecretSync shop/queue: resumed\n");
    Invocation none = run("pause", "-l", "team=none");
    assertThat(none.status()).isEqualTo(ExitStatus.CLUSTER);
    assertThat(none.err()).startsWith("keyturn pause: no SecretSync has the labels team=none\n");
  }

  @Test
  void aClusterSecretSyncIsPausedInAllItsNamespaces() {
    cluster.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretSync
        metadata: {name: pull}
        spec:
          namespaces: [shop]
          spec:
            secretStoreRef: {name: vault, kind: ClusterSecretStore}
            data: [{secretKey: password, remoteRef: {key: pull}}]
        """);
    assertThat(run("pause", "cssy/pull", "--for", "90m").out())
        .isEqualTo(
            """
            ClusterSecretSync pull: paused
            resume at 2026-11-16T15:35:00Z, it does not happen by itself: keyturn resume cssy/pull
            """);
    assertThat(spec(ObjectKind.ClusterSecretSync, "pull").get("spec"))
        .isInstanceOfSatisfying(
            Map.class, inner -> assertThat(inner.get("suspend")).isEqualTo(true));
  }

  @Test
  void theTimeOfTheResumeIsPrintedWithItsCommand() {
    assertThat(run("pause", "ssy/db", "--for", "2h").out())
        .isEqualTo(
            """
            SecretSync shop/db: paused
            resume at 2026-11-16T16:05:00Z, it does not happen by itself: keyturn resume ssy/db -n shop
            """);
    Invocation wrong = run("pause", "ssy/mail", "--for", "soon");
    assertThat(wrong.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(isSuspended("mail")).isFalse();
  }

  @Test
  void whoeverLacksTheRightIsToldSo() {
    cluster.server.faults().failNext(1, RequestMatch.of("patch", "secretsyncs"), 403);
    Invocation run = run("pause", "ssy/db");
    assertThat(run.status()).isEqualTo(ExitStatus.DENIED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("keyturn pause: you lack the right");
    assertThat(isSuspended("db")).isFalse();
  }

  @Test
  void whatIsNotThereOrNotMeantIsSaid() {
    assertThat(run("pause", "ssy/none"))
        .isEqualTo(
            new Invocation(
                ExitStatus.CLUSTER,
                "",
                """
                keyturn pause: SecretSync shop/none does not exist
                next: look what is there: keyturn status -n shop
                """));
    for (String[] wrong :
        new String[][] {
          {"pause"},
          {"pause", "db"},
          {"pause", "ssy"},
          {"pause", "ssy/"},
          {"resume", "rp/db"},
          {"pause", "ssy/db", "-l", "team=web"}
        }) {
      assertThat(run(wrong).status()).as(String.join(" ", wrong)).isEqualTo(ExitStatus.USAGE);
    }
  }

  private boolean isSuspended(String name) {
    return spec(ObjectKind.SecretSync, name).containsKey("suspend");
  }

  private Map<String, Object> spec(ObjectKind kind, String name) {
    GenericKubernetesResource sync =
        kind.isNamespaced()
            ? cluster
                .client
                .genericKubernetesResources(kind.context())
                .inNamespace("shop")
                .withName(name)
                .get()
            : cluster.client.genericKubernetesResources(kind.context()).withName(name).get();
    return sync.get("spec");
  }

  private Invocation run(String... arguments) {
    return Invocation.in(
        folder,
        Stream.concat(
                Stream.of(arguments),
                Stream.of("--kubeconfig", "kubeconfig", "--namespace", "shop"))
            .toArray(String[]::new));
  }
}
