package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.operator.runtime.OperatorRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who comes first when much is due at once. */
final class LanesTest {
  private static final int MANY = 300;
  private static final int FEW = 20;
  private static final int WORKERS = 8;
  private static final String QUEUED = "keyturn_reconcile_queue_depth{lane=\"first\"} 1.0";

  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private void syncs(int count) {
    house.tenant("shop");
    for (int i = 0; i < count; i++) {
      house.backend.put("path-" + i, "v1");
      house.sync("shop", "sync-" + i, "path-" + i);
    }
    for (int i = 0; i < count; i++) {
      house.awaitSynced("shop", "sync-" + i);
    }
  }

  private long readOnce() {
    return IntStream.range(0, FEW)
        .filter(i -> house.backend.ledger().reads("path-" + i) == 1)
        .count();
  }

  @Test
  void aFirstSyncIsReadWhileHundredsOfRefreshesWait() throws InterruptedException {
    house.restart();
    syncs(MANY);
    house.backend.put("fresh", "v1");
    house.backend.ledger().clear();
    FakeGate gate = house.backend.gate();
    house.time.advance(Duration.ofMinutes(70));
    // Six of the eight workers may refresh; their reads are held.
    house.await().until(() -> house.backend.ledger().reads() >= 6);
    house.sync("shop", "fresh", "fresh");
    house.await().until(() -> house.backend.ledger().reads("fresh") == 1);
    // A held read may run into its deadline meanwhile, and then makes room for the next.
    assertThat(house.backend.ledger().reads()).isLessThan(MANY / 4);
    gate.release();
    house.awaitSynced("shop", "fresh");
    house.await().until(() -> house.backend.ledger().reads() > MANY);
  }

  /**
   * As many stores as workers hang at once. Nothing of theirs ends, and a second later the next
   * pass of another store begins all the same.
   */
  @Test
  void storesThatHangTogetherHoldUpNoOther() throws InterruptedException {
    house.restart();
    house.tenant("sound");
    house.backend.put("fresh", "v1");
    List<FakeBackend> hanging = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      hanging.add(house.backend("hangs-" + i));
      hanging.get(i).put("path", "v1");
      house.namespace("hangs-" + i);
      house.apply(
          """
          apiVersion: keyturn.dev/v1alpha1
          kind: SecretStore
          metadata: {name: store, namespace: %1$s}
          spec:
            provider: {fake: {data: [{key: backend, value: %1$s}]}}
          """,
          "hangs-" + i);
      house.awaitStore("hangs-" + i, "store", "True/Valid");
    }
    List<FakeGate> gates = hanging.stream().map(FakeBackend::gate).toList();
    house.time.stop();
    for (int i = 0; i < WORKERS; i++) {
      house.sync("hangs-" + i, "held", "path");
    }
    house.await().until(() -> hanging.stream().allMatch(backend -> backend.ledger().reads() == 1));
    house.sync("sound", "fresh", "fresh");
    house.await().until(() -> house.page(house.operator(), "/metrics").body().contains(QUEUED));
    assertThat(house.backend.ledger().reads()).isZero();
    house.time.advance(Duration.ofSeconds(1));
    house.awaitSynced("sound", "fresh");
    for (int i = 0; i < WORKERS; i++) {
      assertThat(house.hasSecret("hangs-" + i, "held")).isFalse();
      assertThat(hanging.get(i).ledger().reads()).isOne();
    }
    gates.forEach(FakeGate::release);
    house.time.goOn();
    for (int i = 0; i < WORKERS; i++) {
      house.awaitSynced("hangs-" + i, "held");
    }
  }

  @Test
  void whatWasDueWhileNobodyActedIsMadeUpForInMinutesAndNotAtOnce() {
    try (OperatorRuntime first = house.start(house.config("first", true))) {
      assertThat(first.httpPort()).isPositive();
      syncs(FEW);
    }
    Instant served =
        Instant.parse(
            house
                .client
                .leases()
                .inNamespace("keyturn")
                .withName("keyturn")
                .get()
                .getMetadata()
                .getAnnotations()
                .get("keyturn.dev/served-until"));
    assertThat(served).isBefore(house.time.instant());
    house.time.advance(Duration.ofMinutes(70));
    house.backend.ledger().clear();
    try (OperatorRuntime second = house.start(house.config("second", true))) {
      house.await().until(() -> house.page(second, "/metrics").body().contains("keyturn_leader"));
      house.await().until(() -> house.backend.ledger().probes() > 0);
      house.backend.put("other", "v1");
      house.sync("shop", "other", "other");
      house.awaitSynced("shop", "other");
      assertThat(readOnce()).isLessThan(FEW / 2);
      house.time.advance(Duration.ofMinutes(5));
      house.await().untilAsserted(() -> assertThat(readOnce()).isEqualTo(FEW));
    }
  }
}
