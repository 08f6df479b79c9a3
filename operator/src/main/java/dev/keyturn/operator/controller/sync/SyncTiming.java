package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.engine.schedule.RefreshGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Sets the timer of a sync after a pass: the next due time, a retry, or the moment it gets stale.
 */
final class SyncTiming {
  private static final Duration WITHOUT_SPEC = Duration.ofHours(1);
  private static final Duration JUST_AFTER = Duration.ofSeconds(1);

  private final Backoff backoff;
  private final WakeUp<SyncId> timer;
  private final LongSupplier nanoTime;

  SyncTiming(Backoff backoff, WakeUp<SyncId> timer, LongSupplier nanoTime) {
    this.backoff = backoff;
    this.timer = timer;
    this.nanoTime = nanoTime;
  }

  void after(
      SyncResult result,
      String uid,
      Observed observed,
      Instant staleAt,
      SyncMemory memory,
      Instant now) {
    Optional<SyncSettings> settings = SyncPass.settings(observed);
    Duration interval = settings.map(SyncSettings::interval).orElse(WITHOUT_SPEC);
    Duration onGrid = Duration.between(now, new RefreshGrid(uid, interval).nextAfter(now));
    switch (result) {
      case SyncResult.Worked worked -> set(observed.id(), memory, onGrid);
      case SyncResult.Confirmed confirmed -> set(observed.id(), memory, onGrid);
      case SyncResult.Failed(Problem why, var keys, int failures) ->
          set(
              observed.id(),
              memory,
              shortest(retry(why.kind(), memory, interval, onGrid), until(staleAt, now)));
      case SyncResult.Parked parked ->
          set(observed.id(), memory, shortest(onGrid, until(staleAt, now)));
      case SyncResult.Rested rested -> {
        if (!memory.hasTimer()) {
          set(observed.id(), memory, shortest(onGrid, until(staleAt, now)));
        }
      }
      case SyncResult.Suspended suspended -> {
        timer.cancel(observed.id());
        memory.timerCancelled();
      }
    }
  }

  /** After a status that could not be written. */
  void again(SyncId id, SyncMemory memory, Duration wait) {
    set(id, memory, wait);
  }

  /** After a push that did not work: an attempt follows, at the latest at the next interval. */
  void afterPush(Observed observed, SyncMemory memory, Optional<Problem> problem) {
    problem.ifPresentOrElse(
        why -> retryPush(observed, memory, why), () -> memory.pushWait(Duration.ZERO));
  }

  private void retryPush(Observed observed, SyncMemory memory, Problem why) {
    Duration interval =
        SyncPass.settings(observed).map(SyncSettings::interval).orElse(WITHOUT_SPEC);
    backoff
        .next(why.kind(), memory.pushWait(), interval)
        .filter(wait -> wait.compareTo(interval) < 0)
        .ifPresent(wait -> {
          memory.pushWait(wait);
          set(observed.id(), memory, wait);
        });
  }

  private Duration retry(ErrorClass kind, SyncMemory memory, Duration interval, Duration onGrid) {
    Duration chosen = backoff.next(kind, memory.lastWait(kind), interval).orElse(onGrid);
    memory.waitAfter(kind, chosen, nanoTime.getAsLong());
    return chosen;
  }

  /** The wait until Ready has to turn; empty where it has. */
  private static Optional<Duration> until(Instant staleAt, Instant now) {
    return staleAt.isBefore(now)
        ? Optional.empty()
        : Optional.of(Duration.between(now, staleAt).plus(JUST_AFTER));
  }

  private static Duration shortest(Duration one, Optional<Duration> other) {
    return other.filter(it -> it.compareTo(one) < 0).orElse(one);
  }

  private void set(SyncId id, SyncMemory memory, Duration wait) {
    memory.timerSet();
    timer.at(id, wait);
  }
}
