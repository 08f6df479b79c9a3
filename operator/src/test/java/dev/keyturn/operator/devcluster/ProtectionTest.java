package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a backend is spared while it is down or busy, and what its syncs show of that. */
final class ProtectionTest extends ManySyncs {
  /** Of the operator under test. */
  private static final int WORKERS = 8;

  @Fault("V25")
  @Test
  void oneBlackHoleOfTwentyStoresTakesNoTimeFromTheOthers() {
    FakeBackend dead = house.backend("hole");
    FakeBackend good = house.backend("sound");
    house.namespace("hole");
    store("hole", "hole", "{}");
    for (int i = 1; i < 20; i++) {
      house.namespace("sound-" + i);
      store("sound-" + i, "sound", "{}");
    }
    try (FakeGate gate = dead.gate()) {
      syncs("hole", dead, 40);
      // Alone it has every worker.
      house.await().until(() -> gate.waiting() == WORKERS);
      // From here on only a pass that needs no time ends: there is no deadline, and no retry.
      house.time.stop();
      int opened = dead.ledger().reads();
      for (int i = 1; i < 20; i++) {
        syncs("sound-" + i, good, 3);
      }
      for (int i = 1; i < 20; i++) {
        awaitAllSynced("sound-" + i, 3);
      }
      // All of them came while the first reads of the black hole were open, and no other had begun.
      assertThat(dead.ledger().reads()).isEqualTo(opened);
      assertThat(gate.waiting()).isEqualTo(WORKERS);
      house.time.goOn();
    }
    awaitAllSynced("hole", 40);
  }

  @Fault("V20")
  @Test
  void aBackendThatIsFoundAgainServesWithinHalfAMinute() {
    FakeBackend lost = house.backend("lost");
    house.namespace("lost");
    store("lost", "lost", "{}");
    syncs("lost", lost, 3);
    awaitAllSynced("lost", 3);
    for (FakeBackend.Operation operation : FakeBackend.Operation.values()) {
      lost.fail(operation, Failure.of(FailureClass.Unavailable), 1_000_000);
    }
    house.time.advance(Duration.ofMinutes(60));
    house.awaitStore("lost", "store", "False/Unavailable");
    for (int minute = 0; minute < 10; minute++) {
      int probes = lost.ledger().probes();
      house.time.advance(Duration.ofMinutes(1));
      house.await().until(() -> lost.ledger().probes() > probes);
    }
    house.time.stop();
    lost.heal();
    for (int i = 0; i < 3; i++) {
      lost.put("path-" + i, "v2");
    }
    house.time.advance(Duration.ofSeconds(20));
    house.awaitStore("lost", "store", "True/Valid");
    house.time.advance(Duration.ofSeconds(10));
    for (int i = 0; i < 3; i++) {
      house.awaitData("lost", "sync-" + i, Map.of("value", "v2"));
    }
    house.time.goOn();
  }

  @Proves("P004")
  @Fault("V3")
  @Test
  void aThrottledStoreIsPausedAndNoneOfItsSyncsFails() {
    FakeBackend busy = house.backend("busy");
    house.namespace("shop");
    store("shop", "busy", "{maxInFlight: 1}");
    syncs("shop", busy, 20);
    awaitAllSynced("shop", 20);
    house.server.requests().clear();
    busy.ledger().clear();
    Failure throttled =
        Failure.of(FailureClass.Throttled).withRetryAfter(Optional.of(Duration.ofMinutes(4)));
    busy.fail(FakeBackend.Operation.READ, throttled, 1);
    double passes = house.finishedPasses();
    house.time.advance(Duration.ofMinutes(66));
    house.await().until(() -> house.finishedPasses() >= passes + 20);
    assertThat(busy.ledger().reads()).isOne();
    assertThat(writesOfSyncs("shop")).isEmpty();
    house.time.advance(Duration.ofMinutes(4));
    house.await().until(() -> busy.ledger().reads() == 21);
    assertThat(readsByPath(busy)).hasSize(20);
    assertThat(writesOfSyncs("shop")).isEmpty();
    assertThat(synced("shop").values()).containsOnly("True/UpToDate");
  }

  @Fault("V26")
  @Test
  void aBackendThatComesAndGoesTurnsNoConditionMoreOftenThanEveryHalfMinute() {
    house.probeEvery(Duration.ofSeconds(15));
    house.restart();
    FakeBackend backend = house.backend("flickering");
    house.namespace("shop");
    store("shop", "flickering", "{}");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          refreshInterval: 10s
          provider: {fake: {data: [{key: backend, value: flickering}]}}
        """);
    house.awaitStore("shop", "store", "True/Valid");
    syncs("shop", backend, 3);
    awaitAllSynced("shop", 3);
    house.time.stop();
    Map<String, List<Instant>> turns = new TreeMap<>();
    for (int round = 0; round < 20; round++) {
      if (round % 2 == 0) {
        for (FakeBackend.Operation operation : FakeBackend.Operation.values()) {
          backend.fail(operation, Failure.of(FailureClass.Unavailable), 1_000_000);
        }
      } else {
        backend.heal();
      }
      // By a probe on the grid or after 15 s, a fifth more at most; one that gets no answer out of
      // nothing is believed at the second look.
      for (int step = 0; step < 9; step++) {
        house.time.advance(Duration.ofSeconds(2));
        house.await().until(() -> storePassesUnderWay() == 0);
      }
      List<Condition> conditions =
          Objects.requireNonNull(
              Objects.requireNonNull(house.storeNamed("shop", "store").getStatus()).conditions());
      for (Condition condition : conditions) {
        List<Instant> known = turns.computeIfAbsent(condition.type(), type -> new ArrayList<>());
        Instant turned = Instant.parse(condition.lastTransitionTime());
        if (known.isEmpty() || !known.getLast().equals(turned)) {
          known.add(turned);
        }
      }
    }
    house.time.goOn();
    assertThat(synced("shop").values()).containsOnly("True/UpToDate");
    assertThat(turns.get(Condition.READY)).hasSizeGreaterThan(3);
    assertThat(turns)
        .allSatisfy((type, times) -> {
          for (int i = 1; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i)))
                .as("%s turned at %s", type, times)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(30));
          }
        });
  }

  @Test
  void aStoreThatOnlyItsTenantsCanAskIsTriedByOneReadAtATime() {
    FakeBackend backend = house.backend("tenants");
    house.namespace("shop");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          provider:
            fake: {data: [{key: backend, value: tenants}, {key: account, value: tenant}]}
        """);
    house.awaitStore("shop", "store", "Unknown/Unverified");
    syncs("shop", backend, 10);
    awaitAllSynced("shop", 10);
    house.server.requests().clear();
    backend.seal(true);
    house.time.advance(Duration.ofMinutes(61));
    house.await().until(() -> backend.ledger().reads() > 10);
    for (int i = 0; i < 4; i++) {
      int before = backend.ledger().reads();
      house.time.advance(Duration.ofSeconds(18));
      house.await().until(() -> backend.ledger().reads() > before);
    }
    // Those under way when the breaker opened, and one read for each time that it half-opened.
    assertThat(backend.ledger().reads()).isLessThanOrEqualTo(10 + 8 + 6);
    assertThat(writesOfSyncs("shop")).isEmpty();

    backend.seal(false);
    backend.ledger().clear();
    house.time.advance(Duration.ofSeconds(18));
    house.await().until(() -> readsByPath(backend).size() == 10);
    assertThat(backend.ledger().reads()).isEqualTo(10);
    assertThat(writesOfSyncs("shop")).isEmpty();
  }
}
