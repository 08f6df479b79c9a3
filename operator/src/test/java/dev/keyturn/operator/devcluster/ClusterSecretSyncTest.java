package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus.Counts;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus.FailedNamespace;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One SecretSync for every selected namespace, made, kept and taken away. */
final class ClusterSecretSyncTest {
  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  @Proves("P031")
  void aNamespaceThatIsNoLongerSelectedLosesOursAndNothingElse() {
    openStore("one", "three");
    labelled("one", "two");
    unlabelled("three");
    house.backend.put("common/db", "v1");
    stamp("");
    awaitCounts(2, 2, 0);
    house.awaitData("one", "db", Map.of("value", "v1"));
    // The rights are those of the namespace: its scope decides, not who wrote the object.
    house.awaitCondition("two", "db", "Ready", "False/ScopeDenied");
    assertThat(syncs("three")).isEmpty();

    house.apply(sync("one", "own"));
    house.apply(sync("three", "db"));
    house.awaitSynced("one", "own");
    house.awaitSynced("three", "db");
    String theirs = json("three", "db");
    label("one", null);
    label("three", "shop");

    house.await().until(() -> syncs("one").equals(List.of("own")));
    house.await().until(() -> !house.hasSecret("one", "db"));
    awaitCounts(2, 1, 1);
    assertThat(house.data("one", "own")).isEqualTo(Map.of("value", "v1"));
    label("three", null);
    awaitCounts(1, 1, 0);
    assertThat(json("three", "db")).isEqualTo(theirs);
    assertThat(syncs("two")).containsExactly("db");
  }

  @Test
  void oneOfSomebodyElseIsLeftUntouchedAndTakenOverNeverButReplacedWhenItIsGone() {
    labelled("one", "two");
    house.apply(sync("two", "db"));
    house.awaitCondition("two", "db", "Synced", "False/NotFound");
    String before = json("two", "db");
    stamp("");
    awaitCounts(2, 1, 1);
    assertThat(ready()).isEqualTo("False/PartlyProvisioned");
    assertThat(status().provisioned()).containsExactly("one");
    assertThat(status().failed())
        .containsExactly(new FailedNamespace("two", "OwnershipConflict", null));
    assertThat(json("two", "db")).isEqualTo(before);
    house.await().untilAsserted(() -> assertThat(reasons()).contains("OwnershipConflict"));

    house.client.resources(SecretSync.class).inNamespace("two").withName("db").delete();
    awaitCounts(2, 2, 0);
    assertThat(ready()).isEqualTo("True/Provisioned");
    house.await().untilAsserted(() -> assertThat(reasons()).contains("SyncRecovered"));
  }

  @Test
  void whatOthersChangeAddOrDeleteIsPutBackAtOnce() {
    labelled("one", "two", "three", "four");
    stamp("metadata: {labels: {tier: web}}");
    awaitCounts(4, 4, 0);
    edit("one", sync -> sync.replace("common/db", "other/path"));
    edit("two", sync -> sync.replace("\"spec\":{", "\"spec\":{\"suspend\":true,"));
    edit("three", sync -> sync.replace("\"tier\":\"web\"", "\"tier\":\"db\""));
    String uid = house.syncNamed("four", "db").getMetadata().getUid();
    house.client.resources(SecretSync.class).inNamespace("four").withName("db").delete();

    for (String namespace : List.of("one", "two", "three", "four")) {
      house
          .await()
          .untilAsserted(() -> {
            SecretSync now = house.syncNamed(namespace, "db");
            assertThat(now.getSpec()).isEqualTo(clusterSync().getSpec().spec());
            assertThat(now.getMetadata().getLabels()).isEqualTo(Map.of("tier", "web"));
          });
    }
    assertThat(house.syncNamed("four", "db").getMetadata().getUid()).isNotEqualTo(uid);
    house.await().untilAsserted(() -> assertThat(reasons()).contains("DriftCorrected"));
    assertThat(ready()).isEqualTo("True/Provisioned");
  }

  /** What it set is known from the object itself, so that an operator that starts knows it too. */
  @Test
  void aLabelThatIsNotWantedAnyMoreGoesThoughNothingElseChanged() {
    labelled("one");
    stamp("metadata: {labels: {tier: web, old: \"yes\"}}");
    awaitCounts(1, 1, 0);
    house.restart();
    stamp("metadata: {labels: {tier: web}}");
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.syncNamed("one", "db").getMetadata().getLabels())
                .isEqualTo(Map.of("tier", "web")));
  }

  @Test
  void anEditFlowsToAllAndAnotherNameTakesTheOldOnesAway() {
    labelled("one", "two");
    stamp("metadata: {labels: {tier: web, old: \"yes\"}}");
    awaitCounts(2, 2, 0);
    stamp(
        """
        name: renamed
        metadata: {labels: {tier: web}}
        """);
    for (String namespace : List.of("one", "two")) {
      house.await().until(() -> syncs(namespace).equals(List.of("renamed")));
    }
    stamp(
        """
        name: renamed
        metadata: {annotations: {example.com/contact: shop}}
        """);
    for (String namespace : List.of("one", "two")) {
      house
          .await()
          .untilAsserted(() -> {
            var meta = house.syncNamed(namespace, "renamed").getMetadata();
            assertThat(meta.getLabels()).isNullOrEmpty();
            assertThat(meta.getAnnotations()).isEqualTo(Map.of("example.com/contact", "shop"));
          });
    }
    assertThat(reasons()).doesNotContain("DriftCorrected");
  }

  @Test
  void anUnchangedWorldCostsNothingAlsoAfterARestart() {
    openStore("one", "two");
    labelled("one", "two");
    unlabelled("other");
    house.backend.put("common/db", "v1");
    stamp("metadata: {labels: {tier: web}, annotations: {example.com/contact: shop}}");
    awaitCounts(2, 2, 0);
    house.awaitSynced("one", "db");
    house.awaitSynced("two", "db");
    house.restart();
    label("other", "pay");
    passes();
    house.server.requests().clear();
    house.restart();
    passes();
    assertThat(house.requests("one")).isEmpty();
    assertThat(house.requests("two")).isEmpty();
    assertThat(house.requests("")).noneMatch(line -> line.contains("clustersecretsyncs/db"));
  }

  @Test
  void manyNamespacesCostTwoStatusesAndTheListsAreCut() {
    for (int i = 0; i < 120; i++) {
      labelled("n-%03d".formatted(i));
    }
    stamp("");
    awaitCounts(120, 120, 0);
    assertThat(status().provisioned()).hasSize(100).startsWith("n-000").endsWith("n-099");
    assertThat(house.requests(""))
        .filteredOn(line -> line.contains("clustersecretsyncs/db/status"))
        .containsExactly(
            "apply clustersecretsyncs/db/status", "apply clustersecretsyncs/db/status");
    assertThat(house.requests("n-077"))
        .filteredOn(line -> line.endsWith("secretsyncs/db"))
        .containsExactly("apply secretsyncs/db");
  }

  @Test
  void deletionLeavesTheRestToTheGarbageCollector() {
    openStore("one");
    labelled("one");
    house.backend.put("common/db", "v1");
    stamp("");
    house.awaitData("one", "db", Map.of("value", "v1"));
    house.client.resources(ClusterSecretSync.class).withName("db").delete();
    house.await().until(() -> syncs("one").isEmpty() && !house.hasSecret("one", "db"));
    assertThat(house.requests("one")).noneMatch(line -> line.startsWith("delete "));
  }

  @Test
  @Proves("P033")
  void oneObjectPushesWholeSecretsOfItsNamespacesToSeveralStores() {
    labelled("one");
    house.store("one", "store");
    house.backend("second");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: second, namespace: one}
        spec:
          provider: {fake: {data: [{key: backend, value: second}]}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: app, namespace: one}
        stringData: {user: u, token: t}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretSync
        metadata: {name: db}
        spec:
          namespaceSelector: {matchLabels: {team: shop}}
          spec:
            secretStoreRef: {name: store}
            push:
            - source: {name: app}
              remoteRef: {key: pushed}
            - source: {name: app}
              storeRef: {name: second}
              remoteRef: {key: pushed}
        """);
    awaitCounts(1, 1, 0);
    house.awaitCondition("one", "db", "Pushed", "True/UpToDate");
    assertThat(house.backend.text("pushed"))
        .hasValueSatisfying(text -> assertThat(text).contains("\"token\":\"t\"", "\"user\":\"u\""));
    assertThat(house.backend("second").text("pushed")).isEqualTo(house.backend.text("pushed"));
  }

  private void stamp(String more) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretSync
        metadata: {name: db}
        spec:
          namespaceSelector: {matchLabels: {team: shop}}
          spec:
            secretStoreRef: {name: shared, kind: ClusterSecretStore}
            data: [{secretKey: value, remoteRef: {key: common/db}}]
        %s
        """,
        more.indent(2));
  }

  /** A shared store that is open to these namespaces alone. */
  private void openStore(String... namespaces) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: shared}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: shop}
        spec:
          tenant: shop
          namespaces: {names: [%s]}
          stores: [{kind: ClusterSecretStore, name: shared, read: ["common/*"]}]
        """,
        String.join(", ", namespaces));
  }

  private static String sync(String namespace, String name) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretSync
    metadata: {name: %s, namespace: %s}
    spec:
      secretStoreRef: {name: shared, kind: ClusterSecretStore}
      data: [{secretKey: value, remoteRef: {key: common/db}}]
    """
        .formatted(name, namespace);
  }

  private void labelled(String... names) {
    for (String name : names) {
      house
          .client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .addToLabels("team", "shop")
                  .endMetadata()
                  .build())
          .create();
    }
  }

  private void unlabelled(String name) {
    house.namespace(name);
  }

  private void label(String name, @Nullable String team) {
    house
        .client
        .namespaces()
        .withName(name)
        .edit(namespace -> {
          namespace.getMetadata().setLabels(team == null ? Map.of() : Map.of("team", team));
          return namespace;
        });
  }

  private void edit(String namespace, UnaryOperator<String> change) {
    house
        .client
        .resources(SecretSync.class)
        .inNamespace(namespace)
        .withName("db")
        .edit(sync -> {
          String before = Serialization.asJson(sync);
          String after = change.apply(before.replaceAll("\\s*\\n\\s*", "").replace("\" : ", "\":"));
          return Serialization.unmarshal(after, SecretSync.class);
        });
  }

  private List<String> syncs(String namespace) {
    return house
        .client
        .resources(SecretSync.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .map(sync -> sync.getMetadata().getName())
        .sorted()
        .toList();
  }

  private String json(String namespace, String name) {
    return Serialization.asJson(house.syncNamed(namespace, name));
  }

  private ClusterSecretSync clusterSync() {
    return Objects.requireNonNull(
        house.client.resources(ClusterSecretSync.class).withName("db").get());
  }

  private ClusterSecretSyncStatus status() {
    return Objects.requireNonNull(clusterSync().getStatus());
  }

  private String ready() {
    return Cluster.text(status().conditions(), "Ready");
  }

  private void awaitCounts(int matched, int provisioned, int failed) {
    house
        .await()
        .untilAsserted(() -> {
          ClusterSecretSync now = clusterSync();
          assertThat(now.getStatus()).isNotNull();
          assertThat(now.getStatus().counts()).isEqualTo(new Counts(matched, provisioned, failed));
          assertThat(now.getStatus().observedGeneration())
              .isEqualTo(now.getMetadata().getGeneration());
          assertThat(Cluster.text(now.getStatus().conditions(), "Reconciling"))
              .isEqualTo("False/Settled");
        });
  }

  /** Waits until this operator has looked at the object. */
  private void passes() {
    house
        .await()
        .until(() ->
            house
                .page(house.operator(), "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("keyturn_reconcile_duration_seconds_count"))
                .anyMatch(line -> line.contains("\"clustersecretsync\"")));
  }

  /** Reasons of the events of the object, which is in no namespace. */
  private List<String> reasons() {
    return house.events("default").stream()
        .filter(event -> event.getRegarding().getKind().equals("ClusterSecretSync"))
        .map(event -> event.getReason())
        .toList();
  }
}
