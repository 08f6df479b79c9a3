package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What syncs change at a backend that may be asked five times a second, by a clock that stands. */
final class PushRateTest {
  private static final int RATE = 5;
  private static final int PUSHES = 40;

  private final House house = House.started();
  private final OutgoingSyncs syncs = new OutgoingSyncs(house);
  private int seconds;

  @BeforeEach
  void store() {
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
    house.time.advance(Duration.ofSeconds(10));
    house.time.stop();
    house.backend.ledger().clear();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private int calls() {
    return house.backend.ledger().entries().size();
  }

  private void assertWithinLimits() {
    assertThat(calls()).isLessThanOrEqualTo(RATE + RATE * seconds);
  }

  private String entry(int i) {
    return "- {secretKey: token, source: {name: app-%d}, remoteRef: {key: pushed-%d}}\n"
        .formatted(i, i);
  }

  private void awaitQuiet() {
    house.await().until(() -> house.passesUnderWay() == 0);
  }

  /** Lets a second pass, and what it allows happen. */
  private void second() {
    int before = calls();
    awaitQuiet();
    assertWithinLimits();
    seconds++;
    house.time.advance(Duration.ofSeconds(1));
    house.await().until(() -> calls() > before || writes() == PUSHES);
  }

  private int writes() {
    return house.backend.ledger().writes();
  }

  private long arrived() {
    return IntStream.range(0, PUSHES)
        .filter(i -> house.backend.text("pushed-" + i).equals(Optional.of("v" + i)))
        .count();
  }

  private Stream<Condition> pushed(List<String> names) {
    return names.stream()
        .map(name ->
            Conditions.find(house.status("shop", name).conditions(), Condition.PUSHED)
                .orElseThrow());
  }

  private void sources() {
    for (int i = 0; i < PUSHES; i++) {
      syncs.source("app-" + i, "token", "v" + i);
    }
  }

  private void assertAllArriveWithinTheLimits(List<String> names) {
    for (String name : names) {
      house.await().until(() -> house.status("shop", name).conditions() != null);
    }
    house
        .await()
        .untilAsserted(() ->
            assertThat(pushed(names).filter(it -> it.reason().equals("Delayed"))).isNotEmpty());
    awaitQuiet();
    assertWithinLimits();
    assertThat(
            pushed(names)
                .filter(it -> it.reason().equals("Delayed"))
                .map(Condition::message)
                .toList())
        .allSatisfy(
            message -> assertThat(message).contains("waits for its turn: SecretStore/store"));
    while (arrived() < PUSHES) {
      second();
    }
    house.time.goOn();
    for (String name : names) {
      house.awaitCondition("shop", name, "Pushed", "True/UpToDate");
    }
    assertThat(writes()).isEqualTo(PUSHES);
  }

  @Test
  void fortyPushesOfOneSyncNeverAskMoreThanTheRateAndAllArrive() {
    sources();
    StringBuilder entries = new StringBuilder("push:\n");
    IntStream.range(0, PUSHES).mapToObj(this::entry).forEach(entries::append);
    syncs.apply("push", entries.toString());
    assertAllArriveWithinTheLimits(List.of("push"));
    assertThat(house.status("shop", "push").pushed()).hasSize(PUSHES);
  }

  @Test
  void fortySyncsThatPushNeverAskMoreThanTheRateAndAllArrive() {
    sources();
    List<String> names = IntStream.range(0, PUSHES).mapToObj(i -> "push-" + i).toList();
    for (int i = 0; i < PUSHES; i++) {
      syncs.apply(names.get(i), "push:\n" + entry(i));
    }
    assertAllArriveWithinTheLimits(names);
  }

  @Test
  void whatIsGeneratedWaitsForItsTurnAndIsMadeOnce() {
    for (int i = 0; i < PUSHES; i++) {
      syncs.apply(
          "made-" + i,
          """
          generate:
          - {secretKey: value, generator: {password: {}}, remoteRef: {key: made-%d}}
          """
              .formatted(i));
    }
    house.await().until(() -> calls() >= RATE - 3);
    awaitQuiet();
    assertWithinLimits();
    while (IntStream.range(0, PUSHES).anyMatch(i -> !house.backend.text("made-" + i).isPresent())) {
      second();
    }
    house.time.goOn();
    for (int i = 0; i < PUSHES; i++) {
      house.awaitSynced("shop", "made-" + i);
    }
    assertThat(writes()).isEqualTo(PUSHES);
  }

  @Test
  void leasesAreMadeAsOftenAsTheRateAllows() {
    for (int i = 0; i < PUSHES; i++) {
      syncs.apply("lease-" + i, "dataFrom: [{dynamic: {path: database/creds/app}}]\n");
    }
    house.await().until(() -> calls() >= RATE);
    awaitQuiet();
    assertWithinLimits();
    while (house.backend.leases().alive() < PUSHES) {
      second();
    }
    assertWithinLimits();
    house.time.goOn();
    for (int i = 0; i < PUSHES; i++) {
      house.awaitSynced("shop", "lease-" + i);
    }
    assertThat(house.backend.leases().alive()).isEqualTo(PUSHES);
  }

  @Test
  void aRenewalComesBeforeTheFirstSyncsThatWait() {
    house.backend.sessions(Duration.ofDays(3650), true);
    syncs.apply("held", "dataFrom: [{dynamic: {path: database/creds/app}}]\n");
    house.awaitSynced("shop", "held");
    house.time.advance(Duration.ofMinutes(1));
    for (int i = 0; i < PUSHES; i++) {
      syncs.apply("new-" + i, "dataFrom: [{dynamic: {path: database/creds/app}}]\n");
    }
    house.await().until(() -> asked(Operation.ISSUE) >= RATE);
    awaitQuiet();
    int before = asked(Operation.ISSUE);
    // What the line is called for at once is one burst; the renewal is due by then.
    house.time.advance(Duration.ofMinutes(45));
    house.await().until(() -> asked(Operation.ISSUE) > before);
    house.advanceUntil(
        Duration.ofSeconds(1), () -> assertThat(asked(Operation.RENEW_LEASE)).isPositive());
    assertThat(asked(Operation.ISSUE)).isLessThan(PUSHES / 2);
  }

  @Test
  void tokensAreMadeAsOftenAsTheRateAllows() {
    house.backend.tokens().clock(house.time);
    for (int i = 0; i < PUSHES; i++) {
      syncs.apply("token-" + i, "dataFrom: [{token: {ecr: {}}}]\n");
    }
    house.await().until(() -> calls() >= RATE);
    awaitQuiet();
    assertWithinLimits();
    while (asked(Operation.ISSUE) < PUSHES) {
      second();
    }
    assertWithinLimits();
    house.time.goOn();
    for (int i = 0; i < PUSHES; i++) {
      house.awaitSynced("shop", "token-" + i);
    }
    assertThat(asked(Operation.ISSUE)).isEqualTo(PUSHES);
  }

  @Test
  void theNextTokenComesBeforeTheFirstSyncsThatWait() {
    house.backend.sessions(Duration.ofDays(3650), true);
    house.backend.tokens().clock(house.time);
    syncs.apply("held", "dataFrom: [{token: {ecr: {}}}]\n");
    house.awaitSynced("shop", "held");
    house.time.advance(Duration.ofMinutes(1));
    for (int i = 0; i < PUSHES; i++) {
      house.backend.put("path-" + i, "v1");
      house.sync("shop", "new-" + i, "path-" + i);
    }
    house.await().until(() -> asked(Operation.READ) >= RATE);
    awaitQuiet();
    int before = asked(Operation.READ);
    assertThat(before).isEqualTo(RATE);
    // What the line is called for at once is one burst; the token is due by then.
    house.time.advance(Duration.ofMinutes(45));
    house.await().until(() -> asked(Operation.READ) > before || asked(Operation.ISSUE) > 1);
    house.advanceUntil(
        Duration.ofSeconds(1), () -> assertThat(asked(Operation.ISSUE)).isEqualTo(2));
    assertThat(asked(Operation.READ)).isLessThan(PUSHES / 2);
  }

  private int asked(Operation operation) {
    return house.backend.ledger().asked(operation);
  }
}
