package dev.keyturn.operator.source.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The guard of one store, with a clock and an alarm that the test moves. */
class StoreGuardTest {
  private static final String STORE = "uid";
  private static final Duration NEVER = Duration.ofDays(1);

  private long now;
  private @Nullable Long alarmAt;
  private boolean room = true;
  private final List<String> called = new ArrayList<>();
  private final List<Duration> calledAt = new ArrayList<>();
  private final StoreGuards guards =
      new StoreGuards(this::called, () -> now, this::alarm, () -> room);
  private final StoreGuard guard = guards.of(STORE);

  private void called(Waiter waiter) {
    called.add(waiter.reader());
    calledAt.add(Duration.ofNanos(now));
  }

  private void alarm(String store, Duration wait) {
    alarmAt = now + wait.toNanos();
  }

  private void limits(int perSecond, int burst, int atOnce) {
    guard.configure("fake", new CallLimits(perSecond, burst, atOnce));
  }

  /** Moves the clock and lets the alarm ring whenever it is due. */
  private void advance(Duration by) {
    long end = now + by.toNanos();
    while (alarmAt != null && alarmAt <= end) {
      now = Math.max(now, alarmAt);
      alarmAt = null;
      guards.dispatch(STORE);
    }
    now = end;
  }

  private Admission admit(String reader) {
    return guard.admit(new Waiter(reader, 1, 0));
  }

  private Lease granted(String reader, int calls) {
    Admission admission = guard.admit(new Waiter(reader, calls, 0));
    assertThat(admission).isInstanceOf(Admission.Granted.class);
    return ((Admission.Granted) admission).lease();
  }

  private void read(String reader) {
    try (Lease lease = granted(reader, 1)) {
      lease.called();
    }
  }

  private void fails(FailureClass kind) {
    guard.answered(Optional.of(Failure.of(kind)), now);
  }

  private void worked() {
    guard.answered(Optional.empty(), now);
  }

  @Test
  void nobodyIsCalledBeforeAPermitIsFreeAndThenInOrder() {
    limits(1000, 1000, 2);
    Lease first = granted("a", 1);
    Lease second = granted("b", 1);
    assertThat(admit("c")).isInstanceOf(Admission.Queued.class);
    assertThat(admit("d")).isInstanceOf(Admission.Queued.class);
    advance(Duration.ofMinutes(1));
    assertThat(called).isEmpty();
    first.close();
    assertThat(called).containsExactly("c");
    second.close();
    assertThat(called).containsExactly("c", "d");
  }

  @Test
  void nobodyOvertakesTheLine() {
    limits(1000, 1000, 1);
    Lease first = granted("a", 1);
    assertThat(admit("b")).isInstanceOf(Admission.Queued.class);
    first.close();
    assertThat(called).containsExactly("b");
    assertThat(admit("late")).isInstanceOf(Admission.Queued.class);
    read("b");
    assertThat(called).containsExactly("b", "late");
  }

  private static Waiter ending(String reader, int calls, Instant end) {
    return new Waiter(reader, calls, calls, 0, Optional.of(end));
  }

  @Test
  void whoseWishHasAnEndComesFirstAndTheNearestEndBeforeTheOthers() {
    limits(1000, 1000, 1);
    Lease first = granted("a", 1);
    admit("b");
    guard.admit(ending("later", 1, Instant.EPOCH.plusSeconds(60)));
    guard.admit(ending("sooner", 1, Instant.EPOCH.plusSeconds(30)));
    admit("c");
    first.close();
    for (String reader : List.of("sooner", "later", "b")) {
      assertThat(called.getLast()).isEqualTo(reader);
      read(reader);
    }
    assertThat(called).containsExactly("sooner", "later", "b", "c");
  }

  @Test
  void whoseWishHasAnEndPassesTheLineThatWaitsForMoreThanThereIs() {
    limits(10, 10, 100);
    read("a");
    assertThat(guard.admit(new Waiter("many", 10, 0))).isInstanceOf(Admission.Queued.class);
    assertThat(admit("late")).isInstanceOf(Admission.Queued.class);
    assertThat(guard.admit(ending("renewal", 9, Instant.EPOCH)))
        .isInstanceOf(Admission.Granted.class);
  }

  @Test
  void callsOneAfterTheOtherHoldOnePermit() {
    limits(1000, 1000, 2);
    Admission first = guard.admit(new Waiter("a", 3, 1, 0, Optional.empty()));
    assertThat(((Admission.Granted) first).lease().permits()).isOne();
    assertThat(admit("b")).isInstanceOf(Admission.Granted.class);
    assertThat(admit("c")).isInstanceOf(Admission.Queued.class);
  }

  @Test
  void whoIsCalledForLessThanItNeedsGetsAllOfIt() {
    limits(10, 10, 100);
    granted("a", 10);
    admit("b");
    advance(Duration.ofSeconds(1));
    assertThat(called).containsExactly("b");
    assertThat(granted("b", 4).left()).isEqualTo(4);
  }

  @Test
  void anErrandHasAPlaceOfItsOwnAtEachStoreAndASyncThatIsGoneHasNone() {
    limits(1000, 1000, 1);
    StoreGuard other = guards.of("other");
    other.configure("fake", new CallLimits(1000, 1000, 1));
    Lease here = granted("a", 1);
    Admission there = other.admit(new Waiter("a", 1, 0));
    for (StoreGuard store : List.of(guard, other)) {
      store.admit(new Waiter(Errand.PUSH.of("shop/app"), 1, 0));
      store.admit(new Waiter(Errand.READ.of("shop/app"), 1, 0));
      store.admit(new Waiter("z", 1, 0));
    }
    here.close();
    assertThat(called).containsExactly("shop/app#push");
    assertThat(Errand.sync(called.getFirst())).isEqualTo("shop/app");
    assertThat(Errand.in(called.getFirst())).isEqualTo(Errand.PUSH);
    guards.release("shop/app", Errand.READ, Errand.DEADLINE);
    assertThat(called).containsExactly("shop/app#push");
    guards.forget("shop/app");
    assertThat(called).containsExactly("shop/app#push", "z");
    guards.forget("z");
    called.clear();
    ((Admission.Granted) there).lease().close();
    assertThat(called).isEmpty();
  }

  @Test
  void aPermitReturnsOnlyWhenTheLastReadUnderItHasEnded() {
    limits(1000, 1000, 1);
    Lease lease = granted("a", 1);
    lease.hold();
    lease.close();
    assertThat(admit("b")).isInstanceOf(Admission.Queued.class);
    lease.close();
    assertThat(called).containsExactly("b");
  }

  @Test
  void whoIsCalledAndDoesNotComeHoldsNobodyUpForLongerThanTenSeconds() {
    limits(1000, 1000, 1);
    Lease first = granted("a", 1);
    admit("gone");
    admit("next");
    first.close();
    assertThat(called).containsExactly("gone");
    advance(Duration.ofSeconds(10));
    assertThat(called).containsExactly("gone", "next");
  }

  @Test
  void whoNeedsNothingAnyMoreGivesItsPlaceToTheNext() {
    limits(1000, 1000, 1);
    Lease first = granted("a", 1);
    admit("b");
    admit("c");
    admit("d");
    first.close();
    guards.release("b", Errand.READ);
    assertThat(called).containsExactly("b", "c");
    guards.forget("d");
    guards.release("c", Errand.READ);
    assertThat(called).containsExactly("b", "c");
  }

  @Test
  void aReaderOfMoreSecretsThanMayBeReadAtOnceIsAdmittedAndReadsInTurn() {
    limits(1000, 1000, 4);
    Lease lease = granted("a", 50);
    assertThat(lease.permits()).isEqualTo(4);
    assertThat(admit("b")).isInstanceOf(Admission.Queued.class);
    lease.close();
    assertThat(called).containsExactly("b");
  }

  @Test
  void theLineMovesAtTheRateAndNeverFaster() {
    limits(10, 5, 100);
    for (int i = 0; i < 5; i++) {
      read("burst-" + i);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(admit("r" + i)).isInstanceOf(Admission.Queued.class);
    }
    for (int second = 1; second <= 10; second++) {
      advance(Duration.ofSeconds(1));
      assertThat(called).hasSize(10 * second);
      called.stream().skip(10L * (second - 1)).forEach(this::read);
    }
  }

  @Test
  void whatWasLentAndNotUsedGoesBack() {
    limits(10, 10, 100);
    granted("a", 10).close();
    read("b");
    assertThat(guard.admit(new Waiter("c", 10, 0))).isInstanceOf(Admission.Queued.class);
    assertThat(guard.admit(new Waiter("c", 9, 0))).isInstanceOf(Admission.Granted.class);
  }

  @Test
  void aThrottledStorePausesAllOfItsReadersAndOnlyThem() {
    limits(100, 100, 100);
    guard.answered(
        Optional.of(
            Failure.of(FailureClass.Throttled).withRetryAfter(Optional.of(Duration.ofSeconds(30)))),
        now);
    assertThat(admit("a")).isEqualTo(new Admission.Shut(FailureClass.Throttled));
    assertThat(admit("b")).isInstanceOf(Admission.Shut.class);
    assertThat(guards.of("other").admit(new Waiter("c", 1, 0)))
        .isInstanceOf(Admission.Granted.class);
    assertThat(guard.rate()).isEqualTo(50);
    assertThat(guard.isShut()).isFalse();
    advance(Duration.ofSeconds(30));
    assertThat(called).isEmpty();
    advance(Duration.ofMillis(20));
    assertThat(called).containsExactly("a");
    advance(Duration.ofMillis(20));
    assertThat(called).containsExactly("a", "b");
  }

  @Test
  void aShortPauseIsNotWorthTelling() {
    fails(FailureClass.Throttled);
    assertThat(admit("a")).isInstanceOf(Admission.Queued.class);
    advance(Duration.ofSeconds(2));
    assertThat(called).containsExactly("a");
  }

  @Test
  void anOpenBreakerRefusesEveryCallUntilAProbeIsGood() {
    Lease lease = granted("a", 2);
    fails(FailureClass.Sealed);
    assertThat(guard.refusal(lease)).contains(FailureClass.Sealed);
    lease.close();
    assertThat(admit("b")).isEqualTo(new Admission.Shut(FailureClass.Sealed));
    advance(NEVER);
    assertThat(called).isEmpty();
    guard.well(true);
    assertThat(called).containsExactly("b");
  }

  @Fault("V26")
  @Test
  void aHalfOpenBreakerAdmitsOneReaderAndOneReadOfItAtATime() {
    fails(FailureClass.Sealed);
    admit("a");
    admit("b");
    guard.well(true);
    assertThat(called).containsExactly("a");
    Lease trial = granted("a", 1);
    assertThat(trial.permits()).isOne();
    assertThat(admit("b")).isInstanceOf(Admission.Shut.class);
    assertThat(admit("c")).isInstanceOf(Admission.Shut.class);
    fails(FailureClass.Timeout);
    trial.close();
    assertThat(called).containsExactly("a");
    assertThat(guard.isShut()).isTrue();
    guard.well(true);
    assertThat(called).containsExactly("a", "b");
    Lease second = granted("b", 1);
    worked();
    second.close();
    assertThat(guard.isShut()).isFalse();
  }

  @Test
  void whoCannotWaitTriesAStoreThatNobodyElseTries() {
    fails(FailureClass.Sealed);
    guard.well(true);
    Lease trial = guard.unasked();
    assertThat(trial.isTrial()).isTrue();
    assertThat(guard.refusal(trial)).isEmpty();
    assertThat(admit("a")).isInstanceOf(Admission.Shut.class);
    worked();
    trial.close();
    assertThat(guard.isShut()).isFalse();
    assertThat(called).containsExactly("a");
  }

  @Test
  void whoCannotWaitCallsNothingWhileAnotherTries() {
    fails(FailureClass.Sealed);
    guard.well(true);
    try (Lease trial = granted("a", 1);
        Lease unasked = guard.unasked()) {
      assertThat(unasked.isTrial()).isFalse();
      assertThat(guard.refusal(unasked)).contains(FailureClass.Sealed);
      assertThat(guard.refusal(trial)).isEmpty();
    }
  }

  @Test
  void aTrialOfOneWhoCannotWaitThatFailsShutsTheStoreAgain() {
    fails(FailureClass.Sealed);
    guard.well(true);
    try (Lease trial = guard.unasked()) {
      assertThat(trial.isTrial()).isTrue();
      fails(FailureClass.Timeout);
    }
    try (Lease next = guard.unasked()) {
      assertThat(next.isTrial()).isFalse();
      assertThat(guard.refusal(next)).contains(FailureClass.Timeout);
    }
  }

  @Test
  void aTrialThatReadNothingIsGivenToTheNext() {
    fails(FailureClass.Sealed);
    admit("a");
    admit("b");
    guard.well(true);
    granted("a", 1).close();
    assertThat(called).containsExactly("a", "b");
  }

  @Test
  void afterAnOutageThoseComeFirstWhoWereWithoutForLongestAtTheRateOfTheBucket() {
    limits(100, 100, 2000);
    fails(FailureClass.Sealed);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 1000).boxed().toList());
    Collections.shuffle(order, new java.util.Random(1));
    for (int served : order) {
      guard.admit(new Waiter("r" + served, 1, served));
    }
    guard.well(true);
    String trial = called.getFirst();
    try (Lease lease = granted(trial, 1)) {
      lease.called();
      worked();
    }
    Duration recovered = Duration.ofNanos(now);
    advance(Duration.ofSeconds(11));
    assertThat(called).hasSize(1000).doesNotHaveDuplicates();
    List<String> expected =
        IntStream.range(0, 1000).mapToObj(i -> "r" + i).filter(r -> !r.equals(trial)).toList();
    assertThat(called.subList(1, 1000)).containsExactlyElementsOf(expected);
    for (int i = 1; i < 1000; i++) {
      assertThat(calledAt.get(i).minus(recovered))
          .isGreaterThanOrEqualTo(Duration.ofMillis(10L * i));
    }
  }

  @Test
  void thoseThatAStoreKeptWaitingAreQueuedLongestUnservedFirst() {
    guard.queue(List.of(new Waiter("new", 1, 50), new Waiter("old", 1, Long.MIN_VALUE)));
    assertThat(called).containsExactly("old", "new");
  }

  @Test
  void aProbeThatFindsTheStoreDownOpensTheBreaker() {
    guard.down(FailureClass.Throttled);
    assertThat(guard.isShut()).isFalse();
    guard.down(FailureClass.Sealed);
    assertThat(guard.isShut()).isTrue();
    assertThat(guards.isAnyShut("none")).isTrue();
    assertThat(guards.isAnyShut("vault")).isFalse();
  }

  @Test
  void nobodyStartsWhileThereIsNoMemoryForAValue() {
    room = false;
    assertThat(admit("a")).isInstanceOf(Admission.Queued.class);
    room = true;
    guards.dispatchAll();
    assertThat(called).containsExactly("a");
  }

  @Test
  void lowerLimitsHoldFromTheNextCallOn() {
    limits(10, 10, 10);
    read("a");
    limits(10, 1, 10);
    read("b");
    assertThat(admit("c")).isInstanceOf(Admission.Queued.class);
  }

  /** It would only be asked once more. */
  @Test
  void aStoreThatAsksForPatienceIsNotWell() {
    guard.sign(true);
    assertThat(guard.health()).isEqualTo(BackendHealth.WELL);
    guard.answered(Optional.of(Failure.of(FailureClass.Throttled)), now);
    assertThat(guard.health()).isEqualTo(BackendHealth.ILL);
  }
}
