package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.operator.runtime.OperatorRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who comes first when much is due at once. */
final class LanesTest {
  private static final int MANY = 300;
  private static final int FEW = 20;

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
