package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    house.time.advance(Duration.ofMinutes(6));
    house
        .await()
        .until(() -> Integer.valueOf(1).equals(house.dependents("shop", "store")));
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

  @Test
  void aStoreThatIsProbedTenTimesIsWrittenOnce() {
    house.tenant("shop");
    house.server.requests().clear();
    for (int i = 0; i < 10; i++) {
      int probes = house.backend.ledger().probes();
      house.time.advance(Duration.ofMinutes(6));
      house
          .await()
          .untilAsserted(() -> assertThat(house.backend.ledger().probes()).isGreaterThan(probes));
    }
    assertThat(house.requests("shop")).isEqualTo(List.of());
  }

  @Test
  void ourOwnWritesAndLabelsOfOthersWakeNothing() {
    oneSync();
    assertThat(house.finishedPasses()).isOne();
    house.client.resource(house.syncNamed("shop", "one")).edit(sync -> {
      sync.getMetadata().setLabels(Map.of("team", "a"));
      return sync;
    });
    house.sync("shop", "two", "path");
    house.awaitReasons("shop", "SecretCreated", "SecretCreated", "StoreBecameReady");
    house.await().untilAsserted(() -> assertThat(house.finishedPasses()).isEqualTo(2));
  }
}
