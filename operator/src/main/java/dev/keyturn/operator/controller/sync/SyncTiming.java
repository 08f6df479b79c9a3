package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.plan.Freshness;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.engine.schedule.DueTimes;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.schedule.LateStart;
import dev.keyturn.operator.engine.schedule.SyncWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sets the timer of a sync after a pass: the next due time, a retry, or the moment it gets stale.
 *
 * <p>The wall clock is read here only, once after each pass; what the timer then waits for is a
 * length. A wait is never longer than one and a half intervals, and after a refresh never shorter
 * than half of one, so a clock that jumps moves nobody far; a timer that fires too early finds
 * nothing due and is set again.
 */
final class SyncTiming {
  private static final Duration WITHOUT_SPEC = Duration.ofHours(1);
  private static final Duration JUST_AFTER = Duration.ofSeconds(1);

  private final Backoff backoff;
  private final WakeUp<SyncId> timer;
  private final Supplier<LateStart.Before> before;
  private final LongSupplier nanoTime;

  /**
   * @param before what is known of the time before this process began to act
   */
  SyncTiming(
      Backoff backoff,
      WakeUp<SyncId> timer,
      Supplier<LateStart.Before> before,
      LongSupplier nanoTime) {
    this.backoff = backoff;
    this.timer = timer;
    this.before = before;
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
    SyncWindows windows = settings.map(it -> it.schedule().windows()).orElse(SyncWindows.ALWAYS);
    Pass pass =
        new Pass(
            uid,
            observed,
            memory,
            interval,
            new DueTimes(uid, interval, windows),
            windows.isAlwaysOpen(),
            settings.map(Freshness::ages).orElse(true),
            until(staleAt, now),
            now);
    switch (result) {
      case SyncResult.Worked worked -> next(pass);
      case SyncResult.Confirmed confirmed -> next(pass);
      case SyncResult.Failed(Problem why, var keys, int failures) -> retry(pass, why);
      case SyncResult.Parked parked -> {
        if (memory.marks().isRecovered()) {
          again(observed.id(), memory, Duration.ZERO);
        } else {
          look(pass, Optional.empty());
        }
      }
      case SyncResult.Queued queued -> look(pass, Optional.empty());
      case SyncResult.Rested rested -> {
        if (!memory.hasTimer()) {
          resume(pass);
        }
      }
      case SyncResult.Suspended suspended -> cancel(pass);
    }
  }

  /** A status could not be written; what else is due stays so. */
  void unsaid(SyncId id, SyncMemory memory, Duration wait) {
    memory.timerSet();
    timer.noLaterThan(id, wait);
  }

  /** There was nothing to look at yet. */
  void again(SyncId id, SyncMemory memory, Duration wait) {
    memory.timerSet();
    timer.at(id, wait);
  }

  /** A request came too soon after the one before. */
  void hold(SyncId id, SyncMemory memory, Duration wait) {
    memory.duty().lane(Lane.FIRST);
    memory.timerSet();
    timer.noLaterThan(id, wait);
  }

  /** A lease or a certificate is due. */
  void deadline(SyncId id, SyncMemory memory, Duration wait) {
    noLaterThan(id, memory, Lane.DEADLINE, wait);
  }

  /** A push that did not work is tried again, one that has to wait is made when it may be. */
  void afterPush(Observed observed, SyncMemory memory, SyncPushes.Report report) {
    report
        .problem()
        .ifPresentOrElse(why -> retryPush(observed, memory, why.kind()), memory.pushRetry()::over);
    report
        .delay()
        .filter(delay -> delay.until().isPresent())
        .ifPresent(delay -> noLaterThan(observed.id(), memory, Lane.REFRESH, delay.left()));
  }

  private void retryPush(Observed observed, SyncMemory memory, ErrorClass kind) {
    Duration interval =
        SyncPass.settings(observed).map(SyncSettings::interval).orElse(WITHOUT_SPEC);
    Duration wait =
        backoff
            .next(kind, memory.pushRetry().last(kind), interval)
            .map(next -> shorter(next, interval))
            .orElse(interval);
    memory.pushRetry().begin(kind, wait, nanoTime.getAsLong());
    noLaterThan(observed.id(), memory, Lane.REFRESH, wait);
  }

  /** Brings the wake forward. */
  private void noLaterThan(SyncId id, SyncMemory memory, Lane lane, Duration wait) {
    long at = nanoTime.getAsLong() + wait.toNanos();
    if (!memory.hasTimer() || at - memory.duty().wakesAt() < 0) {
      memory.duty().lane(lane);
      memory.duty().wakesAt(at);
    }
    memory.timerSet();
    timer.noLaterThan(id, wait);
  }

  /** What a pass was about, and what its sync's schedule is. */
  private record Pass(
      String uid,
      Observed observed,
      SyncMemory memory,
      Duration interval,
      DueTimes dueTimes,
      boolean alwaysOpen,
      boolean periodic,
      Optional<Duration> untilStale,
      Instant now) {

    Duration until(Instant moment) {
      return Duration.between(now, moment);
    }

    Duration longestWait() {
      return interval.plus(interval.dividedBy(2));
    }
  }

  private void next(Pass pass) {
    if (!pass.periodic()) {
      cancel(pass);
      return;
    }
    Instant due = pass.dueTimes().nextAfter(pass.now());
    Duration onGrid = shorter(pass.until(due), pass.longestWait());
    Duration wait =
        pass.alwaysOpen()
            ? onGrid
            : pass.untilStale().map(stale -> shorter(stale, onGrid)).orElse(onGrid);
    Duration least = least(pass);
    if (wait.compareTo(least) < 0) {
      // The due time itself is met by the read just made; what is owed is the postponed one.
      set(pass, Lane.REFRESH, Optional.of(pass.now().plus(least)), proving(pass, least));
    } else {
      set(pass, Lane.REFRESH, Optional.of(due), proving(pass, wait));
    }
  }

  /**
   * A read just after another would only read the same again; after a refresh a clock that jumps
   * brings the next one no nearer than half an interval.
   */
  private static Duration least(Pass pass) {
    if (!pass.alwaysOpen()) {
      return Duration.ZERO;
    }
    return pass.interval().dividedBy(pass.memory().duty().wasOnGrid() ? 2 : 10);
  }

  private void retry(Pass pass, Problem why) {
    ErrorClass kind = why.kind();
    SyncMemory memory = pass.memory();
    Duration onGrid = pass.until(pass.dueTimes().nextAfter(pass.now()));
    Duration next = backoff.next(kind, memory.retry().last(kind), pass.interval()).orElse(onGrid);
    Duration chosen = memory.marks().isRecovered() ? Duration.ZERO : RefusedWait.of(why, next);
    memory.retry().begin(kind, chosen, nanoTime.getAsLong());
    Duration wait = pass.untilStale().map(stale -> shorter(stale, chosen)).orElse(chosen);
    boolean urgent = SyncDemand.isUrgent(memory, true, pass.observed().status());
    set(pass, laneOfRetry(pass), Optional.empty(), urgent ? wait : allowed(pass, wait));
  }

  /** Nothing but the passing of time is awaited. */
  private void look(Pass pass, Optional<Instant> owed) {
    Duration onGrid =
        shorter(pass.until(pass.dueTimes().nextAfter(pass.now())), pass.longestWait());
    Duration wait = pass.untilStale().map(stale -> shorter(stale, onGrid)).orElse(onGrid);
    set(pass, Lane.REFRESH, owed, proving(pass, wait));
  }

  private void resume(Pass pass) {
    boolean first = pass.memory().lastAttempt().isEmpty();
    Optional<SecretSyncStatus> status = pass.observed().status();
    Optional<ErrorClass> failing = status.map(SecretSyncStatus::lastError).map(StoredError::kind);
    if (first && failing.filter(kind -> isRetried(kind, pass)).isPresent()) {
      Duration wait = LateStart.waitOfFailing(pass.uid());
      boolean urgent = SyncDemand.isUrgent(pass.memory(), true, status);
      set(pass, Lane.CATCHUP, Optional.empty(), urgent ? wait : allowed(pass, wait));
      return;
    }
    Optional<LateStart.Missed> missed =
        first && failing.isEmpty() && pass.periodic() ? missed(pass) : Optional.empty();
    if (first && pass.memory().isUnverified()) {
      Optional<Instant> owed = missed.map(LateStart.Missed::due);
      Duration wait = LateStart.waitOfUnverified(pass.uid(), pass.interval());
      set(pass, Lane.CATCHUP, owed, wait);
    } else if (missed.isPresent()) {
      set(pass, Lane.CATCHUP, Optional.of(missed.get().due()), missed.get().delay());
    } else if (SyncDemand.isRecovering(pass.memory(), status)) {
      look(pass, Optional.empty());
    } else if (pass.periodic()) {
      look(pass, Optional.of(pass.dueTimes().nextAfter(pass.now())));
    } else {
      cancel(pass);
    }
  }

  private Optional<LateStart.Missed> missed(Pass pass) {
    return LateStart.missed(pass.dueTimes(), pass.interval(), before.get(), pass.now());
  }

  private boolean isRetried(ErrorClass kind, Pass pass) {
    return backoff.next(kind, Duration.ZERO, pass.interval()).isPresent();
  }

  private static Lane laneOfRetry(Pass pass) {
    return SyncDemand.isWritten(pass.observed().status()) ? Lane.REFRESH : Lane.FIRST;
  }

  /** The wait, or the one until the windows open, which is looked at again now and then. */
  private static Duration allowed(Pass pass, Duration wait) {
    Instant moment = pass.now().plus(wait);
    Instant open = pass.dueTimes().allowed(moment);
    return open.equals(moment) ? wait : shorter(pass.until(open), pass.longestWait());
  }

  /** While a store that serves again is on proof, it is looked at sooner. */
  private static Duration proving(Pass pass, Duration wait) {
    return pass.memory().standIn().isProving() ? shorter(wait, StandIn.PROOF) : wait;
  }

  /** The wait until Ready has to turn; empty where it has. */
  private static Optional<Duration> until(Instant staleAt, Instant now) {
    return staleAt.isBefore(now)
        ? Optional.empty()
        : Optional.of(Duration.between(now, staleAt).plus(JUST_AFTER));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private void cancel(Pass pass) {
    pass.memory().duty().owes(Optional.empty());
    pass.memory().timerCancelled();
    timer.cancel(pass.observed().id());
  }

  private void set(Pass pass, Lane lane, Optional<Instant> owed, Duration wait) {
    pass.memory().duty().lane(lane);
    pass.memory().duty().owes(owed);
    pass.memory().duty().wakesAt(nanoTime.getAsLong() + wait.toNanos());
    pass.memory().timerSet();
    timer.at(pass.observed().id(), wait);
  }
}
