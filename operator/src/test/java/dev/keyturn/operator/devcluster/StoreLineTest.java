package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who comes first at a store that may be asked five times a second, by a clock that stands. */
final class StoreLineTest {
  private static final int RATE = 5;
  private static final int MANY = 100;

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void store() {
    house.namespace("shop");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          refreshInterval: 10h
          limits: {requestsPerSecond: %d}
          provider: {fake: {data: [{key: backend, value: default}]}}
        """,
        RATE);
    house.awaitStore("shop", "store", "True/Valid");
  }

  /** Lets a second pass, and what it allows begin and end. */
  private void second() {
    int before = reads();
    house.time.advance(Duration.ofSeconds(1));
    house.await().until(() -> reads() > before);
    house.await().until(() -> house.passesUnderWay() == 0);
  }

  private int reads() {
    return house.backend.ledger().reads();
  }

  @Test
  void aFirstSyncDoesNotWaitBehindTheRefreshesThatWaitForTheRate() {
    store();
    house.time.stop();
    for (int i = 0; i < MANY; i++) {
      house.backend.put("path-" + i, "v1");
      house.sync("shop", "sync-" + i, "path-" + i);
    }
    while (reads() < MANY) {
      second();
    }
    IntStream.range(0, MANY).forEach(i -> house.awaitSynced("shop", "sync-" + i));
    house.time.advance(Duration.ofSeconds(10));
    house.backend.ledger().clear();

    double passes = house.finishedPasses();
    house.time.advance(Duration.ofMinutes(70));
    // All of them are in line but those that the burst let through.
    house.await().until(() -> house.finishedPasses() >= passes + MANY);
    assertThat(reads()).isEqualTo(RATE);
    house.backend.put("fresh", "v1");
    house.sync("shop", "fresh", "fresh");
    while (house.backend.ledger().reads("fresh") == 0) {
      second();
    }
    assertThat(reads()).isLessThanOrEqualTo(4 * RATE);
    house.awaitSynced("shop", "fresh");
  }
}
