package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
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
  private static final String API = "{workloads: [{kind: Deployment, name: api}]}";
  private static final String ANNOTATION = "secret.keyturn.dev/db";
  private static final String PLAIN = "env: [{name: A, value: b}]";

  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private Workloads api(String namespace) {
    return api(namespace, API);
  }

  private Workloads api(String namespace, String restart) {
    Workloads workloads = Workloads.of(house, namespace, restart);
    workloads.deployment("api", PLAIN);
    return workloads;
  }

  private void advanceUntilRestarted(Workloads workloads) {
    house.advanceUntil(
        Workloads.DEBOUNCE,
        () -> {
          assertThat(workloads.updated()).isEqualTo("True/Restarted");
          assertThat(workloads.template("api")).containsEntry(ANNOTATION, workloads.input());
        });
  }

  @Test
  void aChangedValueRestartsTheWorkloadOnceByOneAnnotation() {
    Workloads workloads = api("once");
    assertThat(workloads.updated()).isEqualTo("True/UpToDate");
    workloads.change("v2");
    assertThat(workloads.updated()).isEqualTo("False/Pending");
    assertThat(workloads.template("api")).isEmpty();

    advanceUntilRestarted(workloads);
    assertThat(workloads.template("api")).containsOnlyKeys(ANNOTATION);
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
                : Map.of("theirs", "kept", ANNOTATION, workloads.input()));
    assertThat(workloads.patches()).isEqualTo(1);
  }

  @Test
  void aFirstWriteARepairAndAnEditOfTheSpecRestartNothing() {
    Workloads workloads = api("quiet");
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
    house.sync("quiet", "db", "quiet", "refreshInterval: 2h\nrestart: " + API);
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
        api("storm", "{minInterval: 5m, workloads: [{kind: Deployment, name: api}]}");
    house.time.stop();
    try {
      workloads.change("v2");
      workloads.change("v3");
      advanceUntilRestartedForSeveral(workloads);
      assertThat(workloads.patches()).isEqualTo(1);
      workloads.change("v4");
      workloads.change("v5");
      house.time.advance(Workloads.DEBOUNCE);
      workloads.change("v6");
      assertThat(workloads.updated()).isEqualTo("False/Pending");
      assertThat(workloads.patches()).isEqualTo(1);
      house.time.advance(gap);
      advanceUntilRestartedForSeveral(workloads);
      assertThat(workloads.patches()).isEqualTo(2);
    } finally {
      house.time.goOn();
    }
  }

  /** Pods that started while the other value stood there hold that one. */
  @Test
  void aValueThatComesBackBeforeTheRestartIsStillOwedOne() {
    Workloads workloads = api("back");
    house.time.stop();
    try {
      workloads.change("v2");
      advanceUntilRestarted(workloads);
      workloads.change("v3");
      workloads.change("v2");
      house.restart();
      advanceUntilRestartedForSeveral(workloads);
      assertThat(workloads.patches()).isEqualTo(2);
      house.restart();
      house.advance(Duration.ofHours(2));
      assertThat(workloads.patches()).isEqualTo(2);
    } finally {
      house.time.goOn();
    }
  }

  private void advanceUntilRestartedForSeveral(Workloads workloads) {
    house.advanceUntil(
        Workloads.DEBOUNCE,
        () -> {
          assertThat(workloads.updated()).isEqualTo("True/Restarted");
          assertThat(workloads.template("api"))
              .extractingByKey(ANNOTATION)
              .asString()
              .startsWith(workloads.input() + ".");
        });
  }

  @Test
  void whatWasOwedWhenTheOperatorDiedIsDoneByTheNextOne() {
    Workloads workloads = api("crash");
    workloads.change("v2");
    house.restart();
    assertThat(workloads.patches()).isZero();
    advanceUntilRestarted(workloads);
    house.restart();
    house.advance(Duration.ofHours(2));
    assertThat(workloads.patches()).isEqualTo(1);
    assertThat(workloads.updated()).isEqualTo("True/Restarted");
  }

  @Test
  void anOperatorThatDiesBetweenTheSecretAndTheStatusOwesTheRestart() {
    Workloads workloads = api("between");
    house
        .server
        .faults()
        .failNext(10_000, RequestMatch.of("apply", "secretsyncs").withName("db"), 500);
    house.backend.put("between", "v2");
    house
        .client
        .resources(SecretSync.class)
        .inNamespace("between")
        .withName("db")
        .edit(sync -> {
          sync.getMetadata().setAnnotations(Map.of("keyturn.dev/sync-requested", "now"));
          return sync;
        });
    house.awaitData("between", "db", Map.of("value", "v2"));
    house.stop();
    house.server.faults().clear();
    assertThat(house.status("between", "db").pendingRestart()).isNull();

    house.restart();
    workloads.awaitUpdated("False/Pending");
    advanceUntilRestarted(workloads);
    assertThat(workloads.patches()).isEqualTo(1);
  }

  /** The Secret is written, its status is not: the next process finds another Secret there. */
  private void diesAfterTheWrite(String namespace, String spec, String label) {
    house
        .server
        .faults()
        .failNext(
            10_000,
            RequestMatch.of("apply", "secretsyncs").withSubresource("status").withName("db"),
            500);
    house.sync(namespace, "db", namespace, spec);
    house
        .await()
        .until(() -> {
          Map<String, String> labels = house.secret(namespace, "db").getMetadata().getLabels();
          return label.equals(labels.get("team"));
        });
    house.stop();
    house.server.faults().clear();
    house.restart();
    house.awaitSynced(namespace, "db");
    house.await().until(() -> house.passesUnderWay() == 0);
  }

  private static String labelled(String label) {
    return "restart: %s\ntarget: {template: {mergePolicy: Merge, metadata: {labels: {team: %s}}}}"
        .formatted(API, label);
  }

  @Test
  void anEditOfLabelsThatACrashLeavesUntoldRestartsNothing() {
    Workloads workloads = api("labels");
    diesAfterTheWrite("labels", labelled("one"), "one");
    assertThat(workloads.updated()).isEqualTo("True/UpToDate");
    house.advance(Duration.ofHours(2));
    assertThat(workloads.patches()).isZero();

    // With a new value it is a change of values.
    house.backend.put("labels", "v2");
    diesAfterTheWrite("labels", labelled("two"), "two");
    assertThat(workloads.updated()).isEqualTo("False/Pending");
    advanceUntilRestarted(workloads);
    assertThat(workloads.patches()).isEqualTo(1);
  }

  /** As operators wrote it that did not tell values from the rest. */
  @Test
  void aHashOfThreePartsIsReadAndWrittenAnewOnlyWithAChange() {
    Workloads workloads = api("older");
    house.stop();
    String hash = Objects.requireNonNull(house.target("older", "db").hash());
    String older = hash.substring(0, hash.lastIndexOf(':'));
    assertThat(older.split(":")).hasSize(3);
    house
        .client
        .resources(SecretSync.class)
        .inNamespace("older")
        .withName("db")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\": {\"target\": {\"hash\": \"%s\"}}}".formatted(older));
    house.restart();
    house.server.requests().clear();
    house.advance(Duration.ofHours(2));
    house.await().until(() -> house.passesUnderWay() == 0);
    assertThat(house.writes("older")).noneMatch(line -> line.contains("/db"));
    assertThat(house.target("older", "db").hash()).isEqualTo(older);

    workloads.change("v2");
    assertThat(workloads.updated()).isEqualTo("False/Pending");
    assertThat(Objects.requireNonNull(house.target("older", "db").hash()).split(":")).hasSize(4);
    advanceUntilRestarted(workloads);
    assertThat(workloads.patches()).isEqualTo(1);
  }

  @Test
  void aLostReplyIsNoSecondRestart() {
    Workloads workloads = api("unheard");
    house.server.faults().loseReplies(1, RequestMatch.of("patch", "deployments").withName("api"));
    workloads.change("v2");
    advanceUntilRestarted(workloads);
    assertThat(workloads.find("apps/v1", "Deployment", "api").getMetadata().getGeneration())
        .isEqualTo(2);
  }

  @Test
  @Proves({"F050", "P075"})
  void autoFindsTheUsersOfTheSecretAndNeverJobs() {
    Workloads workloads = Workloads.of(house, "auto", "{auto: true}");
    String secret = "{name: db}";
    workloads.deployment(
        "env", "env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: value}}}]");
    workloads.deployment("envfrom", "envFrom: [{secretRef: " + secret + "}]");
    workloads.deployment("plain", PLAIN);
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
    assertThat(rollout.getMetadata().getAnnotations()).containsEntry(ANNOTATION, workloads.input());
    assertThat(Objects.toString(rollout.get("spec", "restartAt"))).startsWith("20");
  }

  @Fault("S9")
  @Test
  void withoutTheRightTheSecretIsWrittenAndTheConditionNamesTheChartValue() {
    house.allowRestarts(false);
    house.restart();
    try {
      Workloads workloads = api("forbidden");
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
      advanceUntilRestarted(workloads);
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
