package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.mac.TargetHash;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A namespace with a sync and workloads that follow its Secret. */
record Workloads(House house, String namespace) {
  static final Duration DEBOUNCE = Duration.ofSeconds(11);
  static final String API = "{workloads: [{kind: Deployment, name: api}]}";
  static final String ANNOTATION = "secret.keyturn.dev/db";
  static final String PLAIN = "env: [{name: A, value: b}]";

  /** With a Deployment {@code api} that the sync restarts. */
  static Workloads api(House house, String namespace) {
    return api(house, namespace, API);
  }

  static Workloads api(House house, String namespace, String restart) {
    Workloads workloads = of(house, namespace, restart);
    workloads.deployment("api", PLAIN);
    return workloads;
  }

  /** A sync {@code db} of one key, which has worked once. */
  static Workloads of(House house, String namespace, String restart) {
    house.backend.put(namespace, "v1");
    house.namespace(namespace);
    // Without a memory of values every edit of the sync reads.
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: %s}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
          cache: {ttl: 0s}
        """,
        namespace);
    house.awaitStore(namespace, "store", "True/Valid");
    house.awaitReasons(namespace, "StoreBecameReady");
    Workloads workloads = new Workloads(house, namespace);
    house.sync(namespace, "db", namespace, "restart: " + restart);
    house.awaitSynced(namespace, "db");
    return workloads;
  }

  /** A Deployment whose container has this piece of YAML in it. */
  void deployment(String name, String container) {
    workload("apps/v1", "Deployment", name, "", "{name: main, image: app, " + container + "}");
  }

  void workload(String apiVersion, String kind, String name, String spec, String container) {
    house.apply(
        """
        apiVersion: %s
        kind: %s
        metadata: {name: %s, namespace: %s, labels: {app: %s}}
        spec:
          selector: {matchLabels: {app: %s}}
          %s
          template:
            metadata: {labels: {app: %s}}
            spec: {containers: [%s]}
        """,
        apiVersion, kind, name, namespace, name, name, spec, name, container);
  }

  /** Gives the backend a new value, {@code v} and a number, and waits until it is in the Secret. */
  void change(String value) {
    house.backend.put(namespace, value);
    String edit =
        "{\"spec\": {\"refreshInterval\": \"%dm\"}}"
            .formatted(60 + Integer.parseInt(value.substring(1)));
    SecretSync edited =
        house
            .client
            .resources(SecretSync.class)
            .inNamespace(namespace)
            .withName("db")
            .patch(PatchContext.of(PatchType.JSON_MERGE), edit);
    house.awaitData(namespace, "db", Map.of("value", value));
    house
        .await()
        .until(() ->
            edited
                .getMetadata()
                .getGeneration()
                .equals(house.status(namespace, "db").observedGeneration()));
  }

  String updated() {
    return house.condition(namespace, "db", Condition.WORKLOADS_UPDATED);
  }

  void awaitUpdated(String expected) {
    house.awaitCondition(namespace, "db", Condition.WORKLOADS_UPDATED, expected);
  }

  /** The hash that the newest content was made from. */
  String input() {
    String hash = Objects.requireNonNull(house.target(namespace, "db").hash());
    return TargetHash.parse(hash).orElseThrow().input().text();
  }

  GenericKubernetesResource find(String apiVersion, String kind, String name) {
    return Objects.requireNonNull(
        house
            .client
            .genericKubernetesResources(apiVersion, kind)
            .inNamespace(namespace)
            .withName(name)
            .get());
  }

  /** The annotations of the Deployment's pod template. */
  Map<String, String> template(String name) {
    Map<String, String> annotations = new TreeMap<>();
    Object found =
        find("apps/v1", "Deployment", name).get("spec", "template", "metadata", "annotations");
    if (found instanceof Map<?, ?> map) {
      map.forEach((key, value) -> annotations.put((String) key, (String) value));
    }
    return annotations;
  }

  /** How many restarts the operator asked for. */
  long patches() {
    return house.requests(namespace).stream()
        .filter(line -> line.matches("patch (deployments|statefulsets|daemonsets|rollouts)/.*"))
        .count();
  }

  void advanceUntilRestarted() {
    house.advanceUntil(
        DEBOUNCE,
        () -> {
          assertThat(updated()).isEqualTo("True/Restarted");
          assertThat(template("api")).containsEntry(ANNOTATION, input());
        });
  }

  /** By one restart for several changes. */
  void advanceUntilRestartedForSeveral() {
    house.advanceUntil(
        DEBOUNCE,
        () -> {
          assertThat(updated()).isEqualTo("True/Restarted");
          assertThat(template("api"))
              .extractingByKey(ANNOTATION)
              .asString()
              .startsWith(input() + ".");
        });
  }
}
