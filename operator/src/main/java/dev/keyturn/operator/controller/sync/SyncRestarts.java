package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.PendingRestart;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.restart.RestartClaim;
import dev.keyturn.operator.engine.restart.RestartPlan;
import dev.keyturn.operator.engine.restart.RestartSettings;
import dev.keyturn.operator.engine.restart.ValueChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a cycle that lets workloads follow the target. A change is first written down as
 * owed, in the same status as the change itself, and acted on in a later cycle: so a process that
 * dies at any moment leaves it owed, or done and found done.
 */
final class SyncRestarts {
  private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);

  private final boolean allowed;
  private final RestartBoard board;
  private final WorkloadRestarts restarts;
  private final RestartEvents events;
  private final SyncObservations observations;
  private final WakeUp<SyncId> timer;
  private final InstantSource clock;

  /**
   * @param allowed false where the operator was started without the right to restart
   * @param timer wakes a sync without making it due for a read
   */
  SyncRestarts(
      boolean allowed,
      RestartBoard board,
      WorkloadRestarts restarts,
      RestartEvents events,
      SyncObservations observations,
      WakeUp<SyncId> timer,
      InstantSource clock) {
    this.allowed = allowed;
    this.board = board;
    this.restarts = restarts;
    this.events = events;
    this.observations = observations;
    this.timer = timer;
    this.clock = clock;
  }

  void forget(SyncId id) {
    board.withdraw(id);
    timer.cancel(id);
  }

  /** The status with what it says of the workloads, after what was due has been done. */
  SecretSyncStatus follow(
      SecretSync sync,
      Observed observed,
      SyncResult result,
      SecretSyncStatus before,
      SecretSyncStatus made) {
    RestartStatus status = new RestartStatus(before, made, observed.generation(), clock.instant());
    return switch (observed.spec()) {
      case SpecOutcome.Wrong wrong -> status.unchanged();
      case SpecOutcome.Read(SyncSettings settings) ->
          follow(sync, observed.id(), settings, result, status);
    };
  }

  private SecretSyncStatus follow(
      SecretSync sync, SyncId id, SyncSettings settings, SyncResult result, RestartStatus status) {
    if (settings.restart().isEmpty()) {
      forget(id);
      return status.none();
    }
    if (settings.suspend()) {
      board.withdraw(id);
      return status.unchanged();
    }
    return follow(sync, id, settings, settings.restart().get(), result, status);
  }

  private SecretSyncStatus follow(
      SecretSync sync,
      SyncId id,
      SyncSettings settings,
      RestartSettings wanted,
      SyncResult result,
      RestartStatus status) {
    @Nullable PendingRestart known = status.before().pendingRestart();
    @Nullable PendingRestart owed = owed(settings, result, status.before());
    boolean isNew = owed != null && !owed.equals(known);
    if (!allowed) {
      return refuse(sync, isNew, status, status.notAllowed(owed));
    }
    RestartClaim claim = claim(settings.targetName(), wanted, owed);
    board.claim(id, claim);
    if (owed == null) {
      return status.idle();
    }
    if (isNew) {
      timer.noLaterThan(id, RestartPlan.DEBOUNCE);
      return status.pending(owed);
    }
    return switch (restarts.advance(id, sync, claim)) {
      case RestartProgress.Done(var workloads) -> {
        forget(id);
        board.claim(id, claim(claim.secret(), claim.settings(), null));
        yield status.done(workloads);
      }
      case RestartProgress.Waiting(Duration left) -> {
        timer.at(id, left);
        yield status.pending(owed);
      }
      case RestartProgress.Forbidden() -> {
        timer.at(id, AFTER_REFUSAL);
        yield refuse(sync, false, status, status.notAllowed(owed));
      }
      case RestartProgress.Refused(var workload, var detail) -> {
        timer.at(id, AFTER_REFUSAL);
        yield status.refused(owed, workload, detail);
      }
    };
  }

  /** What is owed after this cycle: a new change adds to what was owed before. */
  private @Nullable PendingRestart owed(
      SyncSettings settings, SyncResult result, SecretSyncStatus before) {
    @Nullable PendingRestart known = before.pendingRestart();
    if (result instanceof SyncResult.Worked worked
        && ValueChange.between(
            SyncTarget.written(Optional.of(before), settings),
            worked.hash(),
            worked.sameValues())) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      String hash = worked.hash().input().text();
      // A value that comes back before the restart is another change: pods that started in between
      // hold what stood there meanwhile, though the workload carries the hash of what is back.
      return known == null
          ? new PendingRestart(hash, now.toString())
          : new PendingRestart(
              hash + "." + Long.toString(now.getEpochSecond(), Character.MAX_RADIX), known.since());
    }
    return known;
  }

  private SecretSyncStatus refuse(
      SecretSync sync, boolean isNew, RestartStatus status, SecretSyncStatus refused) {
    if (isNew) {
      observations.workloadRestart("Skipped");
    }
    Optional<String> reason =
        Conditions.find(status.before().conditions(), Condition.WORKLOADS_UPDATED)
            .map(Condition::reason);
    Condition now =
        Conditions.find(refused.conditions(), Condition.WORKLOADS_UPDATED).orElseThrow();
    if (!reason.equals(Optional.of(now.reason()))) {
      events.notAllowed(sync, now.message());
    }
    return refused;
  }

  private static RestartClaim claim(
      String secret, RestartSettings settings, @Nullable PendingRestart owed) {
    return new RestartClaim(
        secret,
        settings,
        Optional.ofNullable(owed)
            .map(it -> new RestartClaim.Owed(it.hash(), Instant.parse(it.since()))));
  }
}
