package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.TTL;
import static dev.keyturn.operator.source.SourceFixture.seen;
import static dev.keyturn.operator.source.SourceFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheredReadsTest {
  private static final int GREATEST = 20;
  private static final int LEAST = 6;
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final SourceFixture source = new SourceFixture();
  private final Map<String, Seen> lastSeen = new HashMap<>();
  private Connection connection;

  @BeforeEach
  void backend() {
    source.backend.sessions(Duration.ofDays(365), true);
    source.backend.batches(GREATEST, LEAST);
    connection = source.connection(TTL);
  }

  @Test
  void aHundredSecretsAreReadByFiveRequests() throws Exception {
    List<String> keys = stored(100);
    assertThat(read(keys).values()).containsOnly("value");
    assertThat(source.backend.ledger().batches()).hasSize(5).allMatch(it -> it.size() == GREATEST);
    assertThat(source.backend.ledger().reads()).isZero();
    assertThat(source.backend.ledger().logins()).isEqualTo(1);
  }

  /** What is left over is worth a request of its own, or is not. */
  @ParameterizedTest
  @ValueSource(ints = {GREATEST + 1, GREATEST + LEAST, 3 * GREATEST - 1})
  void moreThanARequestTakesAreSplitAndEachIsAnsweredOnce(int secrets) throws Exception {
    List<String> keys = stored(secrets);
    assertThat(read(keys).keySet()).containsExactlyInAnyOrderElementsOf(keys);
    List<String> asked = new ArrayList<>();
    for (List<String> together : source.backend.ledger().batches()) {
      assertThat(together).hasSizeBetween(LEAST, GREATEST);
      asked.addAll(together);
    }
    keys.stream().filter(key -> source.backend.ledger().reads(key) == 1).forEach(asked::add);
    assertThat(asked).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(source.backend.ledger().reads()).isLessThan(LEAST);
  }

  @Test
  void aRequestIsNotWorthItForFiveSecrets() throws Exception {
    assertThat(read(stored(LEAST - 1)).values()).containsOnly("value");
    assertThat(source.backend.ledger().batches()).isEmpty();
    assertThat(source.backend.ledger().reads()).isEqualTo(LEAST - 1);
  }

  @Test
  void secretsThatCannotBeAskedForTogetherAreNot() throws Exception {
    List<String> keys = new ArrayList<>(stored(LEAST));
    source.backend.put("other/1", "value");
    keys.add("other/1");
    read(keys);
    assertThat(source.backend.ledger().batches()).hasSize(1);
    assertThat(source.backend.ledger().reads("other/1")).isEqualTo(1);
  }

  @Test
  void aSecretThatFailsTakesNoOtherWithIt() throws Exception {
    List<String> keys = new ArrayList<>(stored(LEAST));
    keys.add("shop/missing");
    Map<String, String> read = read(keys);
    assertThat(read.remove("shop/missing")).isEqualTo("NotFound");
    assertThat(read.values()).containsOnly("value");
  }

  @Test
  void aPinnedVersionIsReadByItself() throws Exception {
    stored(LEAST);
    ReadWish newest = source.wish("reader", "shop/0");
    ReadWish pinned =
        new ReadWish(
            newest.reader(),
            new RemoteRef("shop/0", Optional.of("1")),
            newest.seen(),
            newest.notBefore(),
            newest.greatestAge(),
            newest.deadline(),
            newest.refusedNotBefore());
    assertThat(text(connection.read(SourceFixture.leave("shop/0"), pinned))).isEqualTo("value");
    assertThat(source.backend.ledger().reads("shop/0")).isEqualTo(1);
  }

  @Test
  void oneRefreshReadsWhatWillBeWantedNext() throws Exception {
    List<String> keys = stored(50);
    read(keys);
    source.backend.ledger().clear();
    source.timer.advance(SourceFixture.INTERVAL.dividedBy(2));
    refresh("shop/0");
    assertThat(source.backend.ledger().batches())
        .singleElement()
        .satisfies(asked -> assertThat(asked).hasSize(GREATEST).startsWith("shop/0"));
    List<String> ahead = source.backend.ledger().batches().getFirst();
    for (String key : ahead) {
      assertThat(refresh(key)).isInstanceOf(Reading.Unchanged.class);
    }
    assertThat(source.backend.ledger().batches()).as("nothing is asked twice").hasSize(1);
    assertThat(source.told).isEmpty();
  }

  @Test
  void aChangeThatIsReadAheadWakesWhoReadsTheSecret() throws Exception {
    List<String> keys = stored(LEAST);
    read(keys);
    source.timer.advance(SourceFixture.INTERVAL.dividedBy(2));
    source.backend.put("shop/3", "changed");
    source.backend.ledger().clear();
    refresh("shop/0");
    await().until(() -> source.told.contains(Set.of("shop/3")));
    assertThat(text(connection.read(SourceFixture.leave("shop/3"), wish("shop/3"))))
        .isEqualTo("changed");
    assertThat(source.backend.ledger().entries()).hasSize(1);
  }

  @Test
  void whatNobodyWantsAnyMoreIsNotReadAhead() throws Exception {
    read(stored(50));
    IntStream.range(LEAST - 1, 50).forEach(i -> connection.forget("shop/" + i));
    source.backend.ledger().clear();
    source.timer.advance(SourceFixture.INTERVAL.dividedBy(2));
    refresh("shop/0");
    assertThat(source.backend.ledger().batches()).isEmpty();
    assertThat(source.backend.ledger().reads("shop/0")).isEqualTo(1);
  }

  @Test
  void whoAsksNoMoreForLongerThanItsIntervalIsNotReadFor() throws Exception {
    read(stored(LEAST));
    source.timer.advance(SourceFixture.INTERVAL.multipliedBy(2));
    source.backend.ledger().clear();
    refresh("shop/0");
    assertThat(source.backend.ledger().batches()).isEmpty();
  }

  @Test
  void whoMayNotReadManyReadsOneByOneForAWhile() throws Exception {
    List<String> keys = stored(LEAST);
    source.backend.fail(Operation.BATCH, Failure.of(FailureClass.AccessDenied), 2);
    assertThat(read(keys).values()).containsOnly("value");
    assertThat(source.backend.ledger().reads()).isEqualTo(LEAST);
    source.backend.ledger().clear();
    source.timer.advance(Duration.ofMinutes(14));
    read(keys, true);
    assertThat(source.backend.ledger().batches()).isEmpty();
    source.timer.advance(Duration.ofMinutes(2));
    read(keys, true);
    assertThat(source.backend.ledger().batches()).hasSize(1);
  }

  @Test
  void aDeniedSecretThatHasTheRequestRefusedIsFoundAndTheOthersAreReadTogether() throws Exception {
    source.backend.refuseForOne();
    List<String> keys = stored(GREATEST);
    source.backend.deny("shop/3");
    source.backend.deny("shop/7");
    Map<String, String> read = read(keys);
    assertThat(read.remove("shop/3")).isEqualTo("AccessDenied");
    assertThat(read.remove("shop/7")).isEqualTo("AccessDenied");
    assertThat(read.values()).containsOnly("value");
    assertThat(source.backend.ledger().reads()).isGreaterThanOrEqualTo(GREATEST);
    for (int again = 0; again < 2; again++) {
      source.backend.ledger().clear();
      source.timer.advance(Duration.ofMinutes(again * 20L));
      read(keys, true);
      assertThat(source.backend.ledger().batches())
          .singleElement()
          .satisfies(
              asked -> assertThat(asked).hasSize(GREATEST - 2).doesNotContain("shop/3", "shop/7"));
      assertThat(source.backend.ledger().reads("shop/0")).isZero();
    }
    source.backend.allow("shop/3");
    source.backend.allow("shop/7");
    read(keys, true);
    source.backend.ledger().clear();
    assertThat(read(keys, true).values()).containsOnly("value");
    assertThat(source.backend.ledger().batches())
        .singleElement()
        .satisfies(asked -> assertThat(asked).hasSize(GREATEST));
    assertThat(source.backend.ledger().reads()).isZero();
  }

  @Test
  void aSecretThatIsDeniedWithOthersOnlyLeavesTheRequestsAndTheOthersAreReadTogether()
      throws Exception {
    source.backend.refuseForOne();
    List<String> keys = stored(GREATEST);
    source.backend.denyTogether("shop/7");
    for (int again = 0; again < 2; again++) {
      source.backend.ledger().clear();
      assertThat(read(keys, true).values()).containsOnly("value");
      assertThat(source.backend.ledger().batches()).as("tried").isNotEmpty();
      await().untilAsserted(() -> assertIsReadApart("shop/7", keys));
      assertIsReadApart("shop/7", keys);
      source.timer.advance(Duration.ofMinutes(16));
    }
    source.backend.allow("shop/7");
    source.backend.ledger().clear();
    assertThat(read(keys, true).values()).containsOnly("value");
    assertThat(source.backend.ledger().batches())
        .singleElement()
        .satisfies(asked -> assertThat(asked).hasSize(GREATEST));
  }

  private void assertIsReadApart(String apart, List<String> keys) throws Exception {
    source.backend.ledger().clear();
    assertThat(read(keys, true).values()).containsOnly("value");
    assertThat(source.backend.ledger().batches())
        .singleElement()
        .satisfies(asked -> assertThat(asked).hasSize(keys.size() - 1).doesNotContain(apart));
    assertThat(source.backend.ledger().reads()).isEqualTo(1);
    assertThat(source.backend.ledger().reads(apart)).isEqualTo(1);
  }

  @Test
  void whereNoneIsDeniedByItselfTheRequestIsWhatMayNotBeMade() throws Exception {
    source.backend.refuseForOne();
    List<String> keys = stored(LEAST);
    keys.forEach(source.backend::denyTogether);
    assertThat(read(keys).values()).containsOnly("value");
    // The search ends with the request without the one that seemed to be it.
    await().until(() -> source.backend.ledger().batches().getLast().size() == LEAST - 1);
    source.backend.ledger().clear();
    read(keys, true);
    assertThat(source.backend.ledger().batches()).isEmpty();
  }

  @Test
  void whatIsTooLargeTogetherIsReadOneByOneAndOthersAreNot() throws Exception {
    List<String> keys = new ArrayList<>(stored(LEAST));
    source.backend.fail(
        Operation.BATCH, Failure.of(FailureClass.InvalidData, FailureDetail.TOO_LARGE), 1);
    assertThat(read(keys).values()).containsOnly("value");
    assertThat(source.backend.ledger().reads()).isEqualTo(LEAST);
    List<String> others = IntStream.range(0, LEAST).mapToObj(i -> "other/" + i).toList();
    others.forEach(key -> source.backend.put(key, "value"));
    source.backend.ledger().clear();
    read(others);
    assertThat(source.backend.ledger().batches()).hasSize(1);
  }

  @Test
  void aRequestThatFailsIsOneFailureForTheStore() throws Exception {
    List<String> keys = stored(GREATEST);
    source.backend.fail(Operation.BATCH, Failure.of(FailureClass.Unavailable), 1);
    assertThat(read(keys).values()).containsOnly("Unavailable");
    assertThat(source.guards.of(SourceFixture.KEY.store()).isShut()).isFalse();
    assertThat(source.storeFailures).containsExactly(FailureClass.Unavailable);
    assertThat(read(keys).values()).containsOnly("value");
  }

  @Test
  void whileOneReadTriesAStoreThatWasDownItsLeaveCountsForTheRequest() throws Exception {
    List<String> keys = stored(2);
    source.backend.batches(2, 2);
    Connection pairs = source.connection(TTL);
    StoreGuard guard = source.guards.of(SourceFixture.KEY.store());
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
        Lease before = source.lease()) {
      Future<Reading> first =
          readers.submit(
              () -> pairs.read(SourceFixture.leave(keys.get(0)), wish(keys.get(0)), before));
      await().until(() -> source.timer.waits().contains(MOMENT));
      guard.down(FailureClass.Unavailable);
      guard.well(true);
      try (Lease trial = source.lease()) {
        assertThat(text(pairs.read(SourceFixture.leave(keys.get(1)), wish(keys.get(1)), trial)))
            .isEqualTo("value");
      }
      assertThat(text(first.get())).isEqualTo("value");
    }
    assertThat(source.backend.ledger().batches()).hasSize(1);
    assertThat(guard.isShut()).isFalse();
  }

  @Test
  void aClientThatThrowsLeavesNobodyWaiting() throws Exception {
    List<String> keys = stored(LEAST);
    connection = source.connection(new BrokenBatches(source.backend.client()), TTL);
    assertThat(read(keys))
        .hasSize(LEAST)
        .allSatisfy((key, read) -> assertThat(read).isEqualTo("Internal"));
  }

  private List<String> stored(int count) {
    List<String> keys = IntStream.range(0, count).mapToObj(i -> "shop/" + i).toList();
    keys.forEach(key -> source.backend.put(key, "value"));
    return keys;
  }

  /** Each secret has one reader, of its name. */
  private ReadWish wish(String key) {
    return source.wish(key, key);
  }

  private Reading refresh(String key) throws Exception {
    Seen last = Objects.requireNonNull(lastSeen.get(key));
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reading> reading =
          readers.submit(
              () -> connection.read(SourceFixture.leave(key), source.refresh(key, key, last)));
      endOfTheMoment(List.of(reading));
      return reading.get();
    }
  }

  private Map<String, String> read(List<String> keys) throws Exception {
    return read(keys, false);
  }

  /** Texts, or the classes of the failures, by key. */
  private Map<String, String> read(List<String> keys, boolean anew) throws Exception {
    Map<String, String> texts = new HashMap<>();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reading>> reading =
          keys.stream()
              .map(key ->
                  readers.submit(() ->
                      connection.read(
                          SourceFixture.leave(key), anew ? source.fresh(key, key) : wish(key))))
              .toList();
      endOfTheMoment(reading);
      for (int i = 0; i < keys.size(); i++) {
        Reading answer = reading.get(i).get();
        if (answer instanceof Reading.Failed(Failure failure)) {
          texts.put(keys.get(i), failure.kind().name());
        } else {
          texts.put(keys.get(i), text(answer));
          lastSeen.put(keys.get(i), seen(answer));
        }
      }
    }
    return texts;
  }

  /** Whoever still waits is in a gathering that only the time ends. */
  private void endOfTheMoment(List<Future<Reading>> readings) {
    await()
        .until(() -> {
          source.timer.advance(MOMENT);
          return readings.stream().allMatch(Future::isDone);
        });
  }
}
