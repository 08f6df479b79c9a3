package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.schedule.RefreshGrid;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.operator.provider.testkit.FakeLedger;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A backend that is sealed is left alone, and read in order and at its rate when it opens. */
final class SealedStoreTest extends ManySyncs {
  private static final int MANY = 1000;
  private static final int SEALED = 500;
  private static final int PER_SECOND = 200;

  private static Set<String> readTwice(FakeBackend backend) {
    return readsByPath(backend).entrySet().stream()
        .filter(read -> read.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Paths of the syncs whose own due time has come since then. */
  private Set<String> dueSince(String namespace, Instant moment) {
    Instant now = house.time.instant();
    return house
        .client
        .resources(SecretSync.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .filter(sync ->
            new RefreshGrid(sync.getMetadata().getUid(), Duration.ofHours(1))
                .nextAfter(moment)
                .isBefore(now))
        .map(sync -> sync.getMetadata().getName().replace("sync-", "path-"))
        .collect(Collectors.toSet());
  }

  @Fault("V1")
  @Test
  void aSealedBackendIsLeftAloneAndAfterwardsReadInOrderAtItsRate() {
    FakeBackend backend = house.backend("vault");
    house.namespace("shop");
    store("shop", "vault", "{requestsPerSecond: 200}");
    syncs("shop", backend, MANY);
    awaitAllSynced("shop", MANY);
    house.server.requests().clear();
    backend.ledger().clear();

    backend.seal(true);
    long sealedAt = house.time.nanoTime();
    house.time.advance(Duration.ofMinutes(66));
    house.awaitStore("shop", "store", "False/Sealed");
    for (int i = 0; i < 7; i++) {
      int before = backend.ledger().probes();
      house.time.advance(Duration.ofSeconds(18));
      house.await().until(() -> backend.ledger().probes() > before);
    }
    // The reads that were under way when the first of them opened the breaker.
    assertThat(backend.ledger().reads()).isLessThanOrEqualTo(8);
    Duration sealed =
        Duration.ofNanos(house.time.nanoTime() - sealedAt).minus(Duration.ofMinutes(66));
    assertThat(backend.ledger().probes()).isLessThanOrEqualTo(2 + (int) sealed.toSeconds() / 12);
    assertThat(writesOfSyncs("shop")).isEmpty();

    backend.seal(false);
    backend.ledger().clear();
    house.time.advance(Duration.ofSeconds(18));
    Instant opened = house.time.instant();
    long openedAt = house.time.nanoTime();
    house.awaitStore("shop", "store", "True/Valid");
    for (int second = 1; second <= 10; second++) {
      house.time.advance(Duration.ofSeconds(1));
      int reads = backend.ledger().reads();
      double elapsed = (house.time.nanoTime() - openedAt) / 1e9;
      assertThat((double) reads).isLessThanOrEqualTo(1 + PER_SECOND * elapsed);
    }
    house.await().atMost(Duration.ofMinutes(1)).until(() -> readsByPath(backend).size() == MANY);
    assertThat(readTwice(backend)).isSubsetOf(dueSince("shop", opened));
    assertThat(synced("shop"))
        .hasSize(MANY)
        .allSatisfy((name, ready) -> assertThat(ready).isEqualTo("True/UpToDate"));
    assertThat(writesOfSyncs("shop")).isEmpty();
  }

  /** Fewer than the row has: the cluster of this test makes a thousand objects in ten seconds. */
  @Fault("V2")
  @Test
  void afterTwoHoursAllAreReadAtTheRateOfTheStoreLongestUnservedFirst() {
    house.probeEvery(Duration.ofSeconds(15));
    house.restart();
    FakeBackend backend = house.backend("vault");
    house.namespace("shop");
    store("shop", "vault", "{requestsPerSecond: 50, burst: 50}");
    syncs("shop", backend, SEALED);
    awaitAllSynced("shop", SEALED);
    List<String> served = firstReads(backend);
    backend.seal(true);
    house.time.advance(Duration.ofMinutes(66));
    house.awaitStore("shop", "store", "False/Sealed");
    int probes = backend.ledger().probes();
    house.time.advance(Duration.ofMinutes(60));
    house.await().until(() -> backend.ledger().probes() > probes);
    house.await().until(() -> house.passesUnderWay() == 0 && storePassesUnderWay() == 0);

    house.time.stop();
    backend.seal(false);
    backend.ledger().clear();
    house.time.advance(Duration.ofSeconds(18));
    house.await().until(() -> backend.ledger().reads() > 0);
    int most = 1;
    int seconds = 0;
    while (firstReads(backend).size() < SEALED) {
      int before = backend.ledger().reads();
      house.time.advance(Duration.ofSeconds(1));
      seconds++;
      // Probes and logins count as well.
      int expected = Math.min(SEALED, 50 * seconds - 10);
      house.await().until(() -> backend.ledger().reads() >= expected);
      most = Math.max(most, backend.ledger().reads() - before);
    }
    assertThat(most).as("reads in a second").isLessThanOrEqualTo(51);
    assertThat(18 + seconds).as("seconds until all were read").isLessThanOrEqualTo(300);
    List<String> read = firstReads(backend);
    assertThat(read)
        .allSatisfy(path ->
            assertThat(read.indexOf(path) - served.indexOf(path))
                .as("how far %s left its place", path)
                .isBetween(-64, 64));
    house.time.goOn();
  }

  /** Each path where it was read first. */
  private static List<String> firstReads(FakeBackend backend) {
    return backend.ledger().entries().stream()
        .filter(entry -> entry.operation() == FakeBackend.Operation.READ)
        .map(FakeLedger.Entry::key)
        .distinct()
        .toList();
  }

  @Test
  void aStoreThatNeverAnswersTakesNothingFromAnother() {
    FakeBackend dead = house.backend("dead");
    FakeBackend good = house.backend("good");
    house.namespace("dark");
    house.namespace("light");
    store("dark", "dead", "{maxInFlight: 2}");
    store("light", "good", "{}");
    try (FakeGate gate = dead.gate()) {
      syncs("dark", dead, 20);
      house.await().until(() -> gate.waiting() == 2);
      syncs("light", good, 20);
      awaitAllSynced("light", 20);
      assertThat(gate.waiting()).isEqualTo(2);
      assertThat(dead.ledger().reads()).isEqualTo(2);
      assertThat(good.ledger().reads()).isEqualTo(20);
      gate.release();
    }
    awaitAllSynced("dark", 20);
    assertThat(dead.ledger().reads()).isEqualTo(20);
  }
}
