package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.operator.engine.schedule.RefreshGrid;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.operator.provider.testkit.FakeLedger;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exact counts of what each happening costs the API server and the backend. */
final class BudgetTest {
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void oneSync() {
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync("shop", "one", "path", "refreshInterval: 10m");
    house.awaitSynced("shop", "one");
    house.awaitReasons("shop", "SecretCreated", "StoreBecameReady");
  }

  /** The store says how many syncs it has when it is probed next, which is a write. */
  private void settledSync() {
    oneSync();
    nextInterval();
    house.await().until(() -> Integer.valueOf(1).equals(house.dependents("shop", "store")));
    house.server.requests().clear();
  }

  private void nextInterval() {
    house.advance(INTERVAL.plusMinutes(2));
  }

  @Test
  void aFirstSyncIsOneApplyOneStatusAndOneEvent() {
    oneSync();
    assertThat(house.writes("shop"))
        .containsExactlyInAnyOrder(
            "apply secretstores/store/status",
            "create events",
            "apply secrets/one",
            "apply secretsyncs/one/status",
            "create events");
    assertThat(house.requests("shop")).noneMatch(line -> line.startsWith("get "));
    assertThat(house.backend.ledger().reads()).isOne();
    assertThat(house.backend.ledger().logins()).isOne();
  }

  @Proves("P065")
  @Test
  void anUnchangedWorldCostsNoWriteAndNoGet() {
    settledSync();
    int before = house.backend.ledger().reads();
    for (int i = 0; i < 5; i++) {
      nextInterval();
    }
    assertThat(house.backend.ledger().reads()).isEqualTo(before + 5);
    assertThat(house.requests("shop")).isEmpty();
  }

  @Test
  void aChangedValueIsOneApplyOneStatusAndOneEvent() {
    settledSync();
    house.backend.put("path", "v2");
    nextInterval();
    house.awaitData("shop", "one", Map.of("value", "v2"));
    house.awaitReasons("shop", "SecretCreated", "SecretUpdated", "StoreBecameReady");
    assertThat(house.writes("shop"))
        .containsExactlyInAnyOrder(
            "apply secrets/one", "apply secretsyncs/one/status", "create events");
    assertThat(house.requests("shop")).noneMatch(line -> line.startsWith("get "));
  }

  @Test
  void aRestartCostsNothingBeforeTheFirstDueTime() {
    settledSync();
    house.stop();
    house.server.requests().clear();
    house.backend.ledger().clear();
    house.restart();
    house.await().until(() -> house.finishedPasses() > 0 && house.backend.ledger().probes() > 0);
    house.tenant("other");
    house.sync("other", "two", "none");
    house.awaitCondition("other", "two", "Synced", "False/NotFound");
    assertThat(house.backend.ledger().reads("path")).isZero();
    assertThat(house.requests("shop")).isEmpty();
  }

  @Test
  void aRestartThatLearnsOfItsNamespacesLateReadsNothing() {
    settledSync();
    house.stop();
    house
        .server
        .faults()
        .delayNext(1, RequestMatch.of("list", "namespaces"), Duration.ofSeconds(2));
    house.backend.ledger().clear();
    house.restart();
    house.tenant("other");
    house.sync("other", "two", "none");
    house.awaitCondition("other", "two", "Synced", "False/NotFound");
    assertThat(house.backend.ledger().reads("path")).isZero();
  }

  /** What stands in the cluster is known from the lists; the store alone is asked again. */
  @Test
  void aRestartIsOneLoginAndOneProbeAndNoLiveRead() {
    settledSync();
    house.stop();
    house.time.stop();
    house.backend.ledger().clear();
    house.server.requests().clear();
    house.restart();
    house.await().until(() -> house.finishedPasses() > 0 && house.backend.ledger().probes() > 0);
    settle();
    assertThat(asked()).containsExactly(Operation.PROBE, Operation.LOGIN);
    assertThat(house.requests("shop")).isEmpty();
    assertThat(house.writes("")).isEmpty();
    assertThat(house.requests("")).noneMatch(line -> line.startsWith("get "));
    // Nothing more until the next point of the grid.
    house.time.goOn();
    nextInterval();
    assertThat(house.backend.ledger().reads("path")).isOne();
    assertThat(house.backend.ledger().logins()).isOne();
    assertThat(house.writes("shop")).isEmpty();
  }

  private List<Operation> asked() {
    return house.backend.ledger().entries().stream().map(FakeLedger.Entry::operation).toList();
  }

  /** Waits until no pass is under way, and whatever one has woken has had its pass. */
  private void settle() {
    double[] passes = {-1};
    house
        .await()
        .until(() -> {
          double before = passes[0];
          passes[0] = house.finishedPasses();
          return before == passes[0] && house.passesUnderWay() == 0;
        });
  }

  private void settledPush() {
    house.tenant("shop");
    OutgoingSyncs syncs = new OutgoingSyncs(house);
    syncs.source("app", "token", "v1");
    syncs.apply(
        "push", "push: [{secretKey: token, source: {name: app}, remoteRef: {key: pushed}}]");
    syncs.awaitPushed("True/UpToDate");
    house.awaitReasons("shop", "StoreBecameReady", "ValuePushed");
    nextInterval();
    house.await().until(() -> Integer.valueOf(1).equals(house.dependents("shop", "store")));
    settle();
    house.server.requests().clear();
    house.backend.ledger().clear();
  }

  @Test
  void aPushOfANewValueIsALookAWriteAndALook() {
    settledPush();
    new OutgoingSyncs(house).source("app", "token", "v2");
    house.await().until(() -> house.backend.text("pushed").equals(Optional.of("v2")));
    house
        .await()
        .untilAsserted(
            () -> assertThat(house.reasons("shop")).filteredOn("ValuePushed"::equals).hasSize(2));
    settle();
    assertThat(asked().stream().filter(it -> it != Operation.PROBE))
        .containsExactly(Operation.LOOK, Operation.WRITE, Operation.LOOK);
    assertThat(house.requests("shop"))
        .containsExactlyInAnyOrder(
            "get secrets/app", "apply secretsyncs/push/status", "create events");
  }

  @Test
  void aDeletedSyncThatOwesNothingCostsNothing() {
    settledSync();
    house.backend.ledger().clear();
    house.client.resource(house.syncNamed("shop", "one")).delete();
    house.await().untilAsserted(() -> assertThat(series("one")).isEmpty());
    house.await().until(() -> !house.hasSecret("shop", "one"));
    settle();
    assertThat(asked().stream().filter(it -> it != Operation.PROBE)).isEmpty();
    assertThat(house.requests("shop")).isEmpty();
  }

  @Test
  void manySyncsOfOnePathCostOneReadPerInterval() {
    oneSync();
    for (int i = 0; i < 20; i++) {
      house.sync("shop", "more-" + i, "path", "refreshInterval: 10m");
    }
    for (int i = 0; i < 20; i++) {
      house.awaitSynced("shop", "more-" + i);
    }
    assertThat(house.backend.ledger().reads("path")).isOne();
  }

  @Proves("F078")
  @Test
  void aHundredReadersOfTwoPropertiesAreOneRead() {
    house.tenant("shop");
    house.backend.put("path", "{\"a\":\"1\",\"b\":\"2\"}");
    try (FakeGate gate = house.backend.gate()) {
      for (int i = 0; i < 100; i++) {
        house.apply(
            """
            apiVersion: keyturn.dev/v1alpha1
            kind: SecretSync
            metadata: {name: all-%1$d, namespace: shop}
            spec:
              secretStoreRef: {name: store}
              data:
              - {secretKey: a, remoteRef: {key: path, property: a}}
              - {secretKey: b, remoteRef: {key: path, property: b}}
            """,
            i);
      }
      house.await().until(() -> gate.waiting() > 0);
      gate.release();
    }
    for (int i = 0; i < 100; i++) {
      house.awaitSynced("shop", "all-" + i);
    }
    assertThat(house.backend.ledger().reads("path")).isOne();
  }

  @Test
  void namespacesShareTheReadsOfASharedStore() {
    house.backend.put("common/path", "v1");
    List<String> namespaces = List.of("one", "two", "three");
    namespaces.forEach(house::namespace);
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
        metadata: {name: all}
        spec:
          tenant: all
          namespaces: {names: [one, two, three]}
          stores: [{kind: ClusterSecretStore, name: shared, read: ["common/*"]}]
        """);
    house
        .await()
        .until(() ->
            House.text(
                    Objects.requireNonNull(
                        house.client.resources(TenantSecretScope.class).withName("all").get()),
                    "Ready")
                .equals("True/Enforcing"));
    for (String namespace : namespaces) {
      house.apply(
          """
          apiVersion: keyturn.dev/v1alpha1
          kind: SecretSync
          metadata: {name: db, namespace: %s}
          spec:
            secretStoreRef: {name: shared, kind: ClusterSecretStore}
            data: [{secretKey: value, remoteRef: {key: common/path}}]
          """,
          namespace);
    }
    for (String namespace : namespaces) {
      house.awaitSynced(namespace, "db");
    }
    assertThat(house.backend.ledger().reads()).isOne();
    assertThat(house.backend.ledger().logins()).isOne();
  }

  @Proves("P005")
  @Test
  void aStoreThatIsProbedTenTimesAtItsIntervalIsNotWritten() {
    house.namespace("shop");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          refreshInterval: 1m
          provider: {fake: {data: [{key: backend, value: default}]}}
        """);
    house.awaitStore("shop", "store", "True/Valid");
    house.awaitReasons("shop", "StoreBecameReady");
    house.server.requests().clear();
    for (int i = 0; i < 10; i++) {
      int probes = house.backend.ledger().probes();
      house.advanceUntil(
          Duration.ofSeconds(70),
          () -> assertThat(house.backend.ledger().probes()).isGreaterThan(probes));
    }
    assertThat(house.requests("shop")).isEqualTo(List.of());
  }

  @Test
  void aStatusOfOursAndALabelOfOthersWakeNothing() {
    settledSync();
    double before = house.finishedPasses();
    house.backend.failRead("path", Failure.of(FailureClass.NotFound), 1);
    house.advance(INTERVAL.plusMinutes(2));
    house.awaitCondition("shop", "one", "Synced", "False/NotFound");
    house
        .client
        .resource(house.syncNamed("shop", "one"))
        .edit(sync -> {
          sync.getMetadata().setLabels(Map.of("team", "a"));
          return sync;
        });
    house.sync("shop", "two", "none");
    house.awaitCondition("shop", "two", "Synced", "False/NotFound");
    house.await().untilAsserted(() -> assertThat(house.finishedPasses()).isEqualTo(before + 2));
  }

  @Proves("F035")
  @Test
  void aNewValueComesAtTheNextPointOfTheGridAndNotBefore() {
    house.backend.put("often", "v1");
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync("shop", "often", "often", "refreshInterval: 10s");
    house.sync("shop", "one", "path", "refreshInterval: 6h");
    house.awaitSynced("shop", "often");
    house.awaitSynced("shop", "one");
    house.backend.put("path", "v2");
    String uid = house.syncNamed("shop", "one").getMetadata().getUid();
    Duration interval = Duration.ofHours(6);
    // A point within a tenth of the interval after a read is put off to the end of that tenth.
    Instant now = house.time.instant();
    Instant point = new RefreshGrid(uid, interval).nextAfter(now);
    Instant tenth = now.plus(interval.dividedBy(10));
    Instant due = point.isBefore(tenth) ? tenth : point;
    Duration early = Duration.between(now, due).minusMinutes(1);
    int reads = house.backend.ledger().reads("often");
    house.time.advance(early);
    house.await().until(() -> house.backend.ledger().reads("often") > reads);
    assertThat(house.backend.ledger().reads("path")).isOne();
    assertThat(house.data("shop", "one")).isEqualTo(Map.of("value", "v1"));
    house.time.advance(Duration.ofMinutes(1));
    house.awaitData("shop", "one", Map.of("value", "v2"));
    assertThat(house.backend.ledger().reads("path")).isEqualTo(2);
  }

  @Proves("F085")
  @Test
  void theSeriesOfASyncGoWithIt() {
    oneSync();
    assertThat(series("one")).isNotEmpty().anyMatch(line -> line.contains("last_success"));
    assertThat(house.page(house.operator(), "/metrics").body()).contains("keyturn_syncs_total{");
    house.client.resource(house.syncNamed("shop", "one")).delete();
    house.await().untilAsserted(() -> assertThat(series("one")).isEmpty());
  }

  private List<String> series(String name) {
    return house
        .page(house.operator(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.contains("\"" + name + "\""))
        .toList();
  }
}
