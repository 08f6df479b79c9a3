package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.schedule.RefreshGrid;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.operator.provider.testkit.FakeLedger;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a backend is spared while it is down or busy, and what its syncs show of that. */
final class ProtectionTest {
  private static final int MANY = 1000;
  private static final int SEALED = 500;
  private static final int PER_SECOND = 200;

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void store(String namespace, String backend, String limits) {
    house.backend(backend);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: %s}
        spec:
          refreshInterval: 10m
          limits: %s
          provider: {fake: {data: [{key: backend, value: %s}]}}
        """,
        namespace, limits, backend);
    house.awaitStore(namespace, "store", "True/Valid");
  }

  private void syncs(String namespace, FakeBackend backend, int count) {
    for (int i = 0; i < count; i++) {
      backend.put("path-" + i, "v1");
      house.sync(namespace, "sync-" + i, "path-" + i, "refreshInterval: 1h\nmaxStaleness: 6h");
    }
  }

  private void awaitAllSynced(String namespace, int count) {
    house
        .await()
        .atMost(Duration.ofMinutes(3))
        .until(() ->
            synced(namespace).values().stream().filter("True/UpToDate"::equals).count() == count);
  }

  private Map<String, String> synced(String namespace) {
    return house
        .client
        .resources(SecretSync.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .collect(Collectors.toMap(sync -> sync.getMetadata().getName(), sync -> ready(sync)));
  }

  private static String ready(SecretSync sync) {
    return Optional.ofNullable(sync.getStatus())
        .flatMap(status -> Conditions.find(status.conditions(), Condition.READY))
        .map(ready -> ready.status() + "/" + ready.reason())
        .orElse("");
  }

  private static Map<String, Long> readsByPath(FakeBackend backend) {
    return backend.ledger().entries().stream()
        .filter(entry -> entry.operation() == FakeBackend.Operation.READ)
        .collect(Collectors.groupingBy(FakeLedger.Entry::key, Collectors.counting()));
  }

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

  private List<String> writesOfSyncs(String namespace) {
    return house.writes(namespace).stream()
        .filter(line -> line.contains(" secretsyncs/") || line.contains(" secrets/"))
        .toList();
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
      house.await().until(() -> gate.waiting() > 0);
      // From here on only a pass that needs no time ends: there is no deadline, and no retry.
      house.time.stop();
      for (int i = 1; i < 20; i++) {
        syncs("sound-" + i, good, 3);
      }
      for (int i = 1; i < 20; i++) {
        awaitAllSynced("sound-" + i, 3);
      }
      assertThat(gate.waiting()).isPositive();
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

  /** How often the operator looks at stores: none is under way when it comes to rest. */
  private double storePassesUnderWay() {
    return house
        .page(house.operator(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("keyturn_reconcile_active"))
        .filter(line -> line.contains("\"secretstore\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Fault("V26")
  @Test
  void aBackendThatComesAndGoesTurnsNoConditionMoreOftenThanEveryHalfMinute() {
    house.probeEvery(Duration.ofSeconds(15));
    house.restart();
    FakeBackend backend = house.backend("flickering");
    house.namespace("shop");
    store("shop", "flickering", "{}");
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
      int probes = backend.ledger().probes();
      // The next probe comes after 15 s, a fifth more at most; on its grid while all is well.
      house.time.advance(round == 0 ? Duration.ofMinutes(11) : Duration.ofSeconds(18));
      house.await().until(() -> backend.ledger().probes() > probes && storePassesUnderWay() == 0);
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
