package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.RemoteReference;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.crds.v1alpha1.SyncWindow;
import dev.keyturn.crds.v1alpha1.TimeWindow;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.plan.KeyCount;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.Serving;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.StoreViews;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.TemplateNews;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.schedule.LateStart;
import dev.keyturn.operator.engine.schedule.RefreshGrid;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncTimingTest {
  private static final SyncId ID = new SyncId("shop", "db");
  private static final String UID = "uid-1";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NEVER_STALE = NOW.plus(Duration.ofDays(999));

  private final Timers timers = new Timers();
  private Optional<Instant> served = Optional.empty();
  private final SyncTiming timing =
      new SyncTiming(
          new Backoff(new Random(1)), timers, () -> new LateStart.Before(served, false), () -> 0);
  private final SyncMemory memory = new SyncMemory(0);
  private final Duration onGrid =
      Duration.between(NOW, new RefreshGrid(UID, Duration.ofHours(1)).nextAfter(NOW));

  private static final class Timers implements WakeUp<SyncId> {
    private final Map<SyncId, Duration> waits = new HashMap<>();

    @Override
    public void at(SyncId key, Duration wait) {
      waits.put(key, wait);
    }

    @Override
    public void noLaterThan(SyncId key, Duration wait) {
      waits.merge(key, wait, (held, other) -> held.compareTo(other) <= 0 ? held : other);
    }

    @Override
    public void cancel(SyncId key) {
      waits.remove(key);
    }
  }

  private static Observed observed() {
    return observed(null, null, Optional.empty());
  }

  private static Observed observed(
      @Nullable RefreshPolicy policy, @Nullable String allowed, Optional<SecretSyncStatus> status) {
    SecretSyncSpec spec =
        new SecretSyncSpec(
            new StoreReference("vault", null),
            null,
            null,
            null,
            null,
            List.of(
                new SyncData(
                    "a", new RemoteReference("k", null, null, null, null, null), null, null)),
            null,
            null,
            null,
            null,
            policy == null ? null : policy.name(),
            allowed == null
                ? null
                : List.of(new SyncWindow("allow", List.of(new TimeWindow(allowed, "30m", null)))),
            null,
            null);
    return new Observed(
        ID,
        Optional.empty(),
        SpecReader.read(ID, spec),
        1,
        status,
        Optional.empty(),
        new StoreViews(Map.of()),
        List.of(),
        true,
        Optional.empty(),
        false,
        false,
        Serving.UNKNOWN,
        NOW,
        TemplateNews.NONE,
        false);
  }

  private static Optional<SecretSyncStatus> status(@Nullable ErrorClass failing) {
    SyncError error =
        failing == null ? null : new SyncError(failing.name(), "none", "", NOW.toString());
    return Optional.of(
        SecretSyncStatus.EMPTY
            .draft()
            .observedGeneration(1)
            .target(new SyncTargetStatus("db", "uid", "hash", "spec"))
            .lastError(error)
            .build());
  }

  private Optional<Duration> after(SyncResult result, Observed observed) {
    timing.after(result, UID, observed, NEVER_STALE, memory, NOW);
    return Optional.ofNullable(timers.waits.get(ID));
  }

  private Optional<Duration> after(SyncResult result, Instant staleAt) {
    timing.after(result, UID, observed(), staleAt, memory, NOW);
    return Optional.ofNullable(timers.waits.get(ID));
  }

  private static SyncResult failed(ErrorClass kind) {
    return new SyncResult.Failed(Problem.of(kind, "x"), KeyCount.UNKNOWN, 1);
  }

  private static SyncResult parked() {
    return new SyncResult.Parked(Problem.of(ErrorClass.StoreNotReady, "x"));
  }

  /** A first sync and its first grid point may be seconds apart. */
  @Test
  void noReadFollowsAnotherWithinATenthOfTheInterval() {
    Instant justBefore = NOW.plus(onGrid).minusSeconds(2);
    timing.after(new SyncResult.Confirmed(), UID, observed(), NEVER_STALE, memory, justBefore);
    assertThat(timers.waits.get(ID)).isEqualTo(Duration.ofMinutes(6));
    assertThat(memory.duty().owedSince()).contains(justBefore.plus(Duration.ofMinutes(6)));
    timing.after(new SyncResult.Confirmed(), UID, observed(), NEVER_STALE, memory, NOW);
    assertThat(timers.waits.get(ID))
        .isEqualTo(onGrid.compareTo(Duration.ofMinutes(6)) < 0 ? Duration.ofMinutes(6) : onGrid);
  }

  @Test
  void aFailureIsRetriedByItsBackoff() {
    assertThat(after(failed(ErrorClass.Unavailable), NEVER_STALE).orElseThrow())
        .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
    assertThat(memory.retry().isOn(0)).isTrue();
  }

  /** It was not told: it seemed not to wait for the store. */
  @Test
  void whatFailsOrIsParkedBehindTheReturnOfItsStoreTriesAgainAtOnceAndOnce() {
    for (SyncResult result : List.of(failed(ErrorClass.TlsError), parked())) {
      memory.marks().look();
      assertThat(memory.markRecovered()).isFalse();
      assertThat(after(result, NEVER_STALE)).contains(Duration.ZERO);
      memory.marks().look();
      assertThat(after(result, NEVER_STALE).orElseThrow()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {"InvalidData", "TemplateError", "ScopeDenied", "ConfigInvalid"})
  void whatTimeDoesNotCureWaitsForTheGrid(ErrorClass kind) {
    assertThat(after(failed(kind), NEVER_STALE)).contains(onGrid);
  }

  @Test
  void aLongWaitAfterOneFailureDoesNotLengthenTheWaitAfterAnother() {
    after(failed(ErrorClass.InvalidData), NEVER_STALE);
    assertThat(after(failed(ErrorClass.Unavailable), NEVER_STALE).orElseThrow())
        .isLessThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theMomentAtWhichReadyTurnsIsNotSleptThrough() {
    Instant soon = NOW.plusSeconds(3);
    assertThat(after(failed(ErrorClass.AccessDenied), soon)).contains(Duration.ofSeconds(4));
    assertThat(after(parked(), soon)).contains(Duration.ofSeconds(4));
    assertThat(after(parked(), NOW.minusSeconds(3))).contains(onGrid);
  }

  @Test
  void aRestingSyncKeepsTheTimerItHas() {
    after(new SyncResult.Rested(), NEVER_STALE);
    timers.waits.put(ID, Duration.ofSeconds(7));
    assertThat(after(new SyncResult.Rested(), NEVER_STALE)).contains(Duration.ofSeconds(7));
    memory.timerFired();
    assertThat(after(new SyncResult.Rested(), NEVER_STALE)).contains(onGrid);
  }

  @Test
  void aSuspendedSyncHasNoTimer() {
    after(new SyncResult.Confirmed(), NEVER_STALE);
    assertThat(after(new SyncResult.Suspended(), NEVER_STALE)).isEmpty();
    assertThat(memory.hasTimer()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = RefreshPolicy.class,
      names = {"OnChange", "CreatedOnce"})
  void whatIsNotReadBecauseTimePassesHasNoTimerOnceItWorks(RefreshPolicy policy) {
    assertThat(after(failed(ErrorClass.Unavailable), observed(policy, null, status(null))))
        .isPresent();
    memory.succeeded(NOW);
    assertThat(after(new SyncResult.Confirmed(), observed(policy, null, status(null)))).isEmpty();
    assertThat(after(new SyncResult.Rested(), observed(policy, null, status(null)))).isEmpty();
    assertThat(memory.duty().owedSince()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = RefreshPolicy.class,
      names = {"OnChange", "CreatedOnce"})
  void whatFailedBeforeAStartIsRetriedUnderEveryPolicy(RefreshPolicy policy) {
    assertThat(after(new SyncResult.Rested(), observed(policy, null, status(ErrorClass.Timeout))))
        .hasValueSatisfying(delay -> assertThat(delay).isLessThan(Duration.ofSeconds(60)));
    assertThat(memory.duty().lane()).isEqualTo(Lane.CATCHUP);
  }

  @Test
  void whileTheWindowsAreClosedTheNextLookIsAnIntervalAndAHalfAway() {
    Observed nightly = observed(null, "0 20 * * *", status(null));
    assertThat(after(new SyncResult.Confirmed(), nightly)).contains(Duration.ofMinutes(90));
    assertThat(memory.duty().owedSince())
        .hasValueSatisfying(due ->
            assertThat(due)
                .isBetween(
                    Instant.parse("2026-01-01T20:00:00Z"), Instant.parse("2026-01-01T20:03:00Z")));
  }

  @Test
  void theRetryOfARefreshWaitsForTheWindowAndTheRetryOfAnEditDoesNot() {
    Observed nightly = observed(null, "0 1 * * *", status(null));
    memory.beginAttempt(true);
    memory.failed(0);
    assertThat(after(failed(ErrorClass.Unavailable), nightly).orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofMinutes(60));
    memory.succeeded(NOW);
    memory.beginAttempt(false);
    memory.failed(0);
    assertThat(after(failed(ErrorClass.Unavailable), nightly).orElseThrow())
        .isLessThanOrEqualTo(Duration.ofMinutes(5));
    memory.beginAttempt(true);
    memory.failed(1);
    assertThat(after(failed(ErrorClass.Unavailable), nightly).orElseThrow())
        .isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whatWasDueWhileNobodyServedIsCaughtUpWithinMinutes() {
    served = Optional.of(NOW.minus(Duration.ofHours(2)));
    Duration delay =
        after(new SyncResult.Rested(), observed(null, null, status(null))).orElseThrow();
    assertThat(delay).isLessThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(memory.duty().lane()).isEqualTo(Lane.CATCHUP);
    assertThat(memory.duty().owedSince()).hasValueSatisfying(due -> assertThat(due).isBefore(NOW));
  }

  @Test
  void whatWasNotDueSinceWaitsForItsGridPoint() {
    served = Optional.of(NOW);
    assertThat(after(new SyncResult.Rested(), observed(null, null, status(null)))).contains(onGrid);
    assertThat(memory.duty().lane()).isEqualTo(Lane.REFRESH);
    assertThat(memory.duty().owedSince()).contains(NOW.plus(onGrid));
  }

  @Test
  void whatFailsHoldsNothingBack() {
    after(new SyncResult.Confirmed(), NEVER_STALE);
    assertThat(memory.duty().owedSince()).isPresent();
    after(failed(ErrorClass.Unavailable), NEVER_STALE);
    assertThat(memory.duty().owedSince()).isEmpty();
  }

  /** The clock went an hour on, or back, while the timer ran: the wait is a length all the same. */
  @Fault("L7")
  @ParameterizedTest
  @ValueSource(longs = {-3600, -1500, 0, 1500, 3000, 3600})
  void aJumpOfTheClockMovesTheNextRefreshByHalfAnIntervalAtMost(long jump) {
    Instant due = NOW.plus(onGrid);
    memory.beginAttempt(true);
    timing.after(
        new SyncResult.Confirmed(), UID, observed(), NEVER_STALE, memory, due.plusSeconds(jump));
    assertThat(timers.waits.get(ID)).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(90));
  }

  @Test
  void aDeadlineHasItsLaneOnlyWhereItBringsTheWakeForward() {
    after(new SyncResult.Confirmed(), NEVER_STALE);
    Duration refresh = Objects.requireNonNull(timers.waits.get(ID));
    timing.deadline(ID, memory, refresh.plusSeconds(1));
    assertThat(timers.waits.get(ID)).isEqualTo(refresh);
    assertThat(memory.duty().lane()).isEqualTo(Lane.REFRESH);
    timing.deadline(ID, memory, Duration.ofSeconds(9));
    assertThat(timers.waits.get(ID)).isEqualTo(Duration.ofSeconds(9));
    assertThat(memory.duty().lane()).isEqualTo(Lane.DEADLINE);
  }

  @Test
  void whatIsRetriedLaterLeavesADeadlineItsLane() {
    timing.deadline(ID, memory, Duration.ofMillis(1));
    timing.afterPush(observed(), memory, push(ErrorClass.Unavailable));
    assertThat(timers.waits.get(ID)).isEqualTo(Duration.ofMillis(1));
    assertThat(memory.duty().lane()).isEqualTo(Lane.DEADLINE);
  }

  @Test
  void aPushThatFailedIsRetriedByABackoffOfItsOwn() {
    after(new SyncResult.Confirmed(), NEVER_STALE);
    timing.afterPush(observed(), memory, push(ErrorClass.Unavailable));
    assertThat(timers.waits.get(ID)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(memory.pushRetry().isOwed()).isTrue();
    assertThat(memory.retry().isOn(0)).isFalse();
    List<Duration> waits = new ArrayList<>();
    for (int tries = 0; tries < 100; tries++) {
      timing.afterPush(observed(), memory, push(ErrorClass.Unavailable));
      waits.add(memory.pushRetry().last(ErrorClass.Unavailable));
    }
    assertThat(Collections.max(waits)).isBetween(Duration.ofSeconds(4), Duration.ofMinutes(5));
  }

  @Test
  void aPushThatTimeDoesNotCureIsTriedAgainAfterAnInterval() {
    timing.afterPush(observed(), memory, push(ErrorClass.OwnershipConflict));
    assertThat(timers.waits.get(ID)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aPushThatWorkedOwesNothing() {
    timing.afterPush(observed(), memory, push(ErrorClass.Unavailable));
    timing.afterPush(
        observed(),
        memory,
        new SyncPushes.Report(List.of(), Optional.empty(), Optional.empty(), PushTurns.Turn.NONE));
    assertThat(memory.pushRetry().isOwed()).isFalse();
    assertThat(memory.pushRetry().last(ErrorClass.Unavailable)).isZero();
  }

  @Test
  void aPushThatHasToWaitIsMadeWhenItMayAndIsNoRetry() {
    after(new SyncResult.Confirmed(), NEVER_STALE);
    PushDelay delay = new PushDelay("x", NOW.plusSeconds(9), Duration.ofSeconds(9));
    timing.afterPush(
        observed(),
        memory,
        new SyncPushes.Report(
            List.of(), Optional.empty(), Optional.of(delay), PushTurns.Turn.NONE));
    assertThat(timers.waits.get(ID)).isEqualTo(Duration.ofSeconds(9));
    assertThat(memory.pushRetry().isOwed()).isFalse();
  }

  private static SyncPushes.Report push(ErrorClass kind) {
    return new SyncPushes.Report(
        List.of(),
        Optional.of(Problem.of(kind, Detail.PUSH, "x")),
        Optional.empty(),
        PushTurns.Turn.NONE);
  }

  @Test
  void aHeldRequestIsWokenForInItsOwnLane() {
    after(new SyncResult.Confirmed(), NEVER_STALE);
    timing.hold(ID, memory, Duration.ofSeconds(9));
    assertThat(timers.waits.get(ID)).isEqualTo(Duration.ofSeconds(9));
    assertThat(memory.duty().lane()).isEqualTo(Lane.FIRST);
  }
}
