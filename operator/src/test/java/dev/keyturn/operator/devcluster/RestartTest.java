package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which workloads restart when, and which never. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestartTest {

  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  @Test
  void aChangedValueRestartsTheWorkloadOnceByOneAnnotation() {
    Workloads workloads = Workloads.api(house, "once");
    assertThat(workloads.updated()).isEqualTo("True/UpToDate");
    workloads.change("v2");
    assertThat(workloads.updated()).isEqualTo("False/Pending");
    assertThat(workloads.template("api")).isEmpty();

    workloads.advanceUntilRestarted();
    assertThat(workloads.template("api")).containsOnlyKeys(Workloads.ANNOTATION);
    assertThat(workloads.find("apps/v1", "Deployment", "api").getMetadata().getGeneration())
        .isEqualTo(2);
    assertThat(house.status("once", "db").pendingRestart()).isNull();
    house.awaitReasons(
        "once", "SecretCreated", "SecretUpdated", "StoreBecameReady", "WorkloadRestarted");
    assertThat(workloads.patches()).isEqualTo(1);
  }

  /** A sidecar is a container that starts first and goes on. */
  @Proves("P076")
  @ParameterizedTest
  @CsvSource({
    "apps/v1, Deployment",
    "apps/v1, StatefulSet",
    "apps/v1, DaemonSet",
    "argoproj.io/v1alpha1, Rollout"
  })
  void aRestartAddsOneAnnotationAndLeavesTheRest(String apiVersion, String kind) {
    rollouts();
    String namespace = "patch-" + kind.toLowerCase(java.util.Locale.ROOT);
    Workloads workloads =
        Workloads.of(house, namespace, "{workloads: [{kind: %s, name: api}]}".formatted(kind));
    house.apply(
        """
        apiVersion: %s
        kind: %s
        metadata: {name: api, namespace: %s}
        spec:
          selector: {matchLabels: {app: api}}
          %s
          template:
            metadata: {labels: {app: api}, annotations: {theirs: kept}}
            spec:
              initContainers: [{name: proxy, image: proxy, restartPolicy: Always}]
              containers: [{name: main, image: app, env: [{name: A, value: b}]}]
        """,
        apiVersion, kind, namespace, kind.equals("StatefulSet") ? "serviceName: api" : "");
    Object before = workloads.find(apiVersion, kind, "api").get("spec", "template", "spec");
    workloads.change("v2");
    house.advanceUntil(
        Workloads.DEBOUNCE, () -> assertThat(workloads.updated()).isEqualTo("True/Restarted"));
    GenericKubernetesResource after = workloads.find(apiVersion, kind, "api");
    Object podSpec = after.get("spec", "template", "spec");
    assertThat(podSpec).isEqualTo(before);
    Object annotations = after.get("spec", "template", "metadata", "annotations");
    assertThat(annotations)
        .isEqualTo(
            kind.equals("Rollout")
                ? Map.of("theirs", "kept")
                : Map.of("theirs", "kept", Workloads.ANNOTATION, workloads.input()));
    assertThat(workloads.patches()).isEqualTo(1);
  }

  @Test
  void aFirstWriteARepairAndAnEditOfTheSpecRestartNothing() {
    Workloads workloads = Workloads.api(house, "quiet");
    house
        .client
        .secrets()
        .inNamespace("quiet")
        .withName("db")
        .edit(secret -> {
          secret.setData(Map.of("value", "eHh4"));
          return secret;
        });
    house.awaitData("quiet", "db", Map.of("value", "v1"));
    house.sync("quiet", "db", "quiet", "refreshInterval: 2h\nrestart: " + Workloads.API);
    house.awaitSynced("quiet", "db");
    house.advance(Duration.ofHours(3));
    house.awaitSynced("quiet", "db");
    assertThat(workloads.updated()).isEqualTo("True/UpToDate");
    assertThat(workloads.patches()).isZero();
  }

  @Test
  void fiveChangesInAMinuteAreOneRestartPerGapAndTheLastOneStays() {
    // Longer than the clock moves while a slow machine still waits for the first restart.
    Duration gap = Duration.ofMinutes(5);
    Workloads workloads =
        Workloads.api(
            house, "storm", "{minInterval: 5m, workloads: [{kind: Deployment, name: api}]}");
    house.time.stop();
    try {
      workloads.change("v2");
      workloads.change("v3");
      workloads.advanceUntilRestartedForSeveral();
      assertThat(workloads.patches()).isEqualTo(1);
      workloads.change("v4");
      workloads.change("v5");
      house.time.advance(Workloads.DEBOUNCE);
      workloads.change("v6");
      assertThat(workloads.updated()).isEqualTo("False/Pending");
      assertThat(workloads.patches()).isEqualTo(1);
      house.time.advance(gap);
      workloads.advanceUntilRestartedForSeveral();
      assertThat(workloads.patches()).isEqualTo(2);
    } finally {
      house.time.goOn();
    }
  }

  /** Pods that started while the other value stood there hold that one. */
  @Test
  void aValueThatComesBackBeforeTheRestartIsStillOwedOne() {
    Workloads workloads = Workloads.api(house, "back");
    house.time.stop();
    try {
      workloads.change("v2");
      workloads.advanceUntilRestarted();
      workloads.change("v3");
      workloads.change("v2");
      house.restart();
      workloads.advanceUntilRestartedForSeveral();
      assertThat(workloads.patches()).isEqualTo(2);
      house.restart();
      house.advance(Duration.ofHours(2));
      assertThat(workloads.patches()).isEqualTo(2);
    } finally {
      house.time.goOn();
    }
  }

  @Test
  @Proves({"F050", "P075"})
  void autoFindsTheUsersOfTheSecretAndNeverJobs() {
    Workloads workloads = Workloads.of(house, "auto", "{auto: true}");
    String secret = "{name: db}";
    workloads.deployment(
        "env", "env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: value}}}]");
    workloads.deployment("envfrom", "envFrom: [{secretRef: " + secret + "}]");
    workloads.deployment("plain", Workloads.PLAIN);
    workloads.deployment("other", "envFrom: [{secretRef: {name: other}}]");
    volume("volume", "volumes: [{name: v, secret: {secretName: db}}]");
    volume("projected", "volumes: [{name: v, projected: {sources: [{secret: {name: db}}]}}]");
    volume("pull", "imagePullSecrets: [{name: db}]");
    house.apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: job, namespace: auto}
        spec: {template: {spec: {restartPolicy: Never, containers:
          [{name: a, image: a, envFrom: [{secretRef: {name: db}}]}]}}}
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: cron, namespace: auto}
        spec: {schedule: "0 0 * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never,
          containers: [{name: a, image: a, envFrom: [{secretRef: {name: db}}]}]}}}}}
        """);
    workloads.change("v2");
    house.advanceUntil(
        Workloads.DEBOUNCE, () -> assertThat(workloads.updated()).isEqualTo("True/Restarted"));
    assertThat(message("auto"))
        .isEqualTo(
            "Restarted for the newest values: Deployment/env, Deployment/envfrom,"
                + " Deployment/projected, Deployment/volume.");
    assertThat(workloads.patches()).isEqualTo(4);
    assertThat(house.requests("auto")).noneMatch(line -> line.matches(".*(jobs|pods).*"));
  }

  private void volume(String name, String podSpec) {
    house.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: auto}
        spec:
          selector: {matchLabels: {app: a}}
          template:
            metadata: {labels: {app: a}}
            spec: {containers: [{name: a, image: a}], %s}
        """,
        name, podSpec);
  }

  @Test
  @Proves("P075")
  void statefulSetsDaemonSetsAndRolloutsAreChosenByNameOrLabelAndPausedOnesAreNamed() {
    rollouts();
    Workloads workloads =
        Workloads.of(
            house,
            "kinds",
            """
            {workloads: [
              {kind: Deployment, selector: {matchLabels: {app: halted}}},
              {kind: StatefulSet, name: queue}, {kind: DaemonSet, name: agent},
              {kind: Rollout, name: web}, {kind: Deployment, name: absent}]}
            """
                .replace("\n", " "));
    String container = "{name: main, image: app}";
    workloads.workload("apps/v1", "Deployment", "halted", "paused: true", container);
    workloads.workload("apps/v1", "StatefulSet", "queue", "serviceName: queue", container);
    workloads.workload(
        "apps/v1", "DaemonSet", "agent", "updateStrategy: {type: OnDelete}", container);
    workloads.workload("argoproj.io/v1alpha1", "Rollout", "web", "", container);
    workloads.change("v2");
    house.advanceUntil(
        Workloads.DEBOUNCE, () -> assertThat(workloads.updated()).isEqualTo("True/Restarted"));
    assertThat(message("kinds"))
        .isEqualTo(
            "Restarted for the newest values: DaemonSet/agent, Deployment/halted, Rollout/web,"
                + " StatefulSet/queue. Paused, so their pods are replaced later:"
                + " Deployment/halted. Update strategy OnDelete, so their pods must be deleted:"
                + " DaemonSet/agent.");
    var rollout = workloads.find("argoproj.io/v1alpha1", "Rollout", "web");
    assertThat(rollout.getMetadata().getAnnotations())
        .containsEntry(Workloads.ANNOTATION, workloads.input());
    assertThat(Objects.toString(rollout.get("spec", "restartAt"))).startsWith("20");
  }

  @Fault("S9")
  @Test
  void withoutTheRightTheSecretIsWrittenAndTheConditionNamesTheChartValue() {
    house.allowRestarts(false);
    house.restart();
    try {
      Workloads workloads = Workloads.api(house, "forbidden");
      workloads.awaitUpdated("False/AccessDenied");
      assertThat(message("forbidden")).contains("features.restart");
      workloads.change("v2");
      house.awaitReasons(
          "forbidden", "RestartNotAllowed", "SecretCreated", "SecretUpdated", "StoreBecameReady");
      house.advance(Duration.ofHours(2));
      assertThat(workloads.patches()).isZero();
      assertThat(house.condition("forbidden", "db", Condition.READY)).isEqualTo("True/UpToDate");

      house.allowRestarts(true);
      house.restart();
      workloads.advanceUntilRestarted();
    } finally {
      house.allowRestarts(true);
      house.restart();
    }
  }

  private void rollouts() {
    house.apply(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: rollouts.argoproj.io}
        spec:
          group: argoproj.io
          names: {kind: Rollout, plural: rollouts, singular: rollout, listKind: RolloutList}
          scope: Namespaced
          versions:
          - name: v1alpha1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """);
  }

  private String message(String namespace) {
    return Objects.requireNonNull(house.status(namespace, "db").conditions()).stream()
        .filter(condition -> condition.type().equals(Condition.WORKLOADS_UPDATED))
        .map(Condition::message)
        .findFirst()
        .orElse("");
  }
}
