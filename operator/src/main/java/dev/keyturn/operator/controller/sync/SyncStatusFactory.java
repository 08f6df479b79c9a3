package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncBinding;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.crds.v1alpha1.SyncKeys;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.controller.CutText;
import dev.keyturn.operator.engine.plan.KeyCount;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the status of a SecretSync from the one before and the result of a pass. Ready looks at the
 * target alone, Synced at the last attempt. Pure: an unchanged world gives an equal status.
 */
final class SyncStatusFactory {
  private static final int MOST_MISSING = 50;
  private static final int LONGEST_MESSAGE = 1024;
  static final String SUSPENDED = "Suspended";
  static final String UP_TO_DATE = "UpToDate";

  SecretSyncStatus make(Situation situation, SyncResult result) {
    return switch (result) {
      case SyncResult.Worked worked -> worked(situation, worked);
      case SyncResult.Confirmed() -> confirmed(situation);
      case SyncResult.Failed failed -> failed(situation, failed);
      case SyncResult.Parked(Problem why) -> parked(situation, why);
      case SyncResult.Queued(Problem why, boolean brief) ->
          brief && !situation.isOverdue() ? situation.before() : parked(situation, why);
      case SyncResult.Rested() -> rested(situation);
      case SyncResult.Suspended() -> suspended(situation);
    };
  }

  private static SecretSyncStatus worked(Situation situation, SyncResult.Worked worked) {
    SecretSyncStatus before = situation.before();
    String changed =
        worked.contentChanged() || before.lastChangeTime() == null
            ? text(situation.now())
            : before.lastChangeTime();
    return answered(situation)
        .keys(keys(worked.keys()))
        .target(
            new SyncTargetStatus(
                situation.targetName(),
                worked.targetUid(),
                worked.hash().text(),
                situation.specHash()))
        .sources(worked.sources())
        .binding(new SyncBinding(situation.targetName()))
        .lastChangeTime(changed)
        .consecutiveFailures(null)
        .lastError(null)
        .conditions(upToDate(situation, worked.sources()))
        .build();
  }

  private static SecretSyncStatus confirmed(Situation situation) {
    return answered(situation)
        .consecutiveFailures(null)
        .lastError(null)
        .conditions(upToDate(situation, situation.before().sources()))
        .build();
  }

  private static List<Condition> upToDate(Situation situation, @Nullable List<SyncSource> sources) {
    String message = SourceEnds.newest(situation, sources);
    Conditions conditions =
        conditions(situation)
            .isTrue(Condition.READY, UP_TO_DATE, message)
            .isTrue(Condition.SYNCED, "UpToDate", "The last attempt worked.")
            .isFalse(Condition.RECONCILING, "Settled", "Nothing is under way.")
            .isFalse(Condition.STALLED, "Settled", "Nothing is in the way.");
    if (situation.throughScope()) {
      conditions.isTrue(
          Condition.SCOPE_ALLOWED, "Granted", "A TenantSecretScope grants the reads.");
    }
    return conditions.build();
  }

  private static SecretSyncStatus failed(Situation situation, SyncResult.Failed failed) {
    SecretSyncStatus before = situation.before();
    SyncError old = before.lastError();
    boolean sameClass =
        old != null
            && old.errorClass().equals(failed.why().kind().name())
            && Long.valueOf(situation.generation()).equals(before.observedGeneration());
    // What only a person can end is tried after changes alone, and each may leave another cause.
    boolean anotherCause =
        old != null
            && failed.why().kind().stalls()
            && !failed.why().detail().text().equals(old.detail());
    boolean worthWriting = !sameClass || anotherCause || Integer.bitCount(failed.failures()) == 1;
    SyncError error =
        worthWriting || old == null
            ? error(failed.why(), sameClass && old != null ? old.since() : text(situation.now()))
            : old;
    Integer failures =
        worthWriting ? Integer.valueOf(failed.failures()) : before.consecutiveFailures();
    return unready(
        situation,
        error,
        failures,
        failed.keys().equals(KeyCount.UNKNOWN) ? before.keys() : keys(failed.keys()),
        failed.why().kind());
  }

  /** A parked sync made no attempt, so nothing is counted; only a stale target is worth a write. */
  private static SecretSyncStatus parked(Situation situation, Problem why) {
    SecretSyncStatus before = situation.before();
    boolean settled =
        Long.valueOf(situation.generation()).equals(before.observedGeneration())
            && situation.complete()
            && situation.ended().isEmpty()
            && !situation.isStale()
            && situation.isHandled();
    if (settled) {
      return before;
    }
    if (situation.unjudged() && before.lastError() == null && before.target() == null) {
      return WaitingStatus.firstVisit(situation, why);
    }
    SyncError old = before.lastError();
    String since =
        old != null
            ? old.since()
            : text(situation.complete() ? situation.lastSuccess() : situation.now());
    SyncError error =
        old != null && old.errorClass().equals(why.kind().name()) ? old : error(why, since);
    return unready(situation, error, before.consecutiveFailures(), before.keys(), why.kind());
  }

  private static SyncError error(Problem why, String since) {
    return new SyncError(
        why.kind().name(),
        why.detail().text(),
        CutText.forPeople(Messages.of(why), LONGEST_MESSAGE),
        since);
  }

  /** Between attempts only time passes: a target that was young may have become stale. */
  private static SecretSyncStatus rested(Situation situation) {
    SecretSyncStatus before = situation.before();
    if (before.lastError() == null && WaitingStatus.isReady(before) && situation.isStale()) {
      return WaitingStatus.stale(situation);
    }
    if (before.lastError() == null
        && WaitingStatus.isUpToDate(before)
        && !SourceEnds.told(before.sources(), situation.now()).isEmpty()) {
      return WaitingStatus.ended(situation);
    }
    if (before.lastError() == null && WaitingStatus.isSuspended(before)) {
      return before
          .draft()
          .observedGeneration(situation.generation())
          .conditions(resumed(situation))
          .build();
    }
    if (before.lastError() == null) {
      // A new generation that asks for no read: CreatedOnce.
      return before.observedGeneration() == null
          ? before
          : before.draft().observedGeneration(situation.generation()).build();
    }
    ErrorClass kind = StoredError.kind(before.lastError());
    return unready(
        situation, before.lastError(), before.consecutiveFailures(), before.keys(), kind);
  }

  /** Nothing is read on the way back where the target is to stay as it was made. */
  private static List<Condition> resumed(Situation situation) {
    if (situation.ended().isEmpty()) {
      return upToDate(situation, situation.before().sources());
    }
    Problem ended = situation.ended().get();
    return conditions(situation)
        .isFalse(Condition.READY, ended.kind().name(), Messages.of(ended))
        .keep(Condition.SYNCED)
        .isFalse(Condition.RECONCILING, "Settled", "Nothing is under way.")
        .isFalse(Condition.STALLED, "Settled", "It is tried again.")
        .keep(Condition.SCOPE_ALLOWED)
        .build();
  }

  private static SecretSyncStatus suspended(Situation situation) {
    SecretSyncStatus before = situation.before();
    Optional<Condition> ready = Conditions.find(before.conditions(), Condition.READY);
    String status = ready.map(Condition::status).orElse("Unknown");
    String message = "spec.suspend is true: nothing is read and nothing is written.";
    Conditions conditions = conditions(situation);
    switch (status) {
      case "True" -> conditions.isTrue(Condition.READY, SUSPENDED, message);
      case "False" -> conditions.isFalse(Condition.READY, SUSPENDED, message);
      default -> conditions.isUnknown(Condition.READY, SUSPENDED, message);
    }
    conditions
        .keep(Condition.SYNCED)
        .isFalse(Condition.RECONCILING, SUSPENDED, message)
        .isFalse(Condition.STALLED, SUSPENDED, message)
        .keep(Condition.SCOPE_ALLOWED);
    return before
        .draft()
        .observedGeneration(situation.generation())
        .conditions(conditions.build())
        .build();
  }

  private static SecretSyncStatus unready(
      Situation situation,
      SyncError error,
      @Nullable Integer failures,
      @Nullable SyncKeys keys,
      ErrorClass kind) {
    String message = error.message() == null ? "" : error.message();
    boolean serving = situation.complete() && situation.ended().isEmpty() && !situation.isStale();
    Conditions conditions = conditions(situation);
    if (situation.ended().isPresent()) {
      Problem ended = situation.ended().get();
      conditions.isFalse(Condition.READY, ended.kind().name(), Messages.of(ended));
    } else if (serving) {
      conditions.isTrue(
          Condition.READY,
          "ServingLastGood",
          message
              + " The last good Secret is kept."
              + SourceEnds.told(situation.before().sources(), situation.now()));
    } else {
      conditions.isFalse(Condition.READY, kind.name(), message);
    }
    conditions.isFalse(Condition.SYNCED, kind.name(), message);
    boolean underWay = !situation.complete() && !kind.stalls();
    if (underWay) {
      conditions.isTrue(Condition.RECONCILING, "Progressing", "The first good attempt is awaited.");
    } else {
      conditions.isFalse(Condition.RECONCILING, "Settled", "Nothing is under way.");
    }
    if (kind.stalls()) {
      conditions.isTrue(Condition.STALLED, kind.name(), message);
    } else {
      conditions.isFalse(Condition.STALLED, "Settled", "It is tried again.");
    }
    if (kind == ErrorClass.ScopeDenied) {
      conditions.isFalse(Condition.SCOPE_ALLOWED, kind.name(), message);
    } else if (situation.throughScope()) {
      conditions.keep(Condition.SCOPE_ALLOWED);
    }
    return answered(situation)
        .keys(keys)
        .consecutiveFailures(failures)
        .lastError(error)
        .conditions(conditions.build())
        .build();
  }

  static SecretSyncStatus.Draft answered(Situation situation) {
    return situation
        .before()
        .draft()
        .observedGeneration(situation.generation())
        .lastHandledRequest(handled(situation));
  }

  static Conditions conditions(Situation situation) {
    return new Conditions(situation.before().conditions(), situation.generation(), situation.now());
  }

  private static @Nullable String handled(Situation situation) {
    return situation.request().orElse(situation.before().lastHandledRequest());
  }

  private static SyncKeys keys(KeyCount keys) {
    List<String> missing = keys.missing().stream().limit(MOST_MISSING).toList();
    return new SyncKeys(
        keys.desired(),
        keys.found(),
        keys.found() + "/" + keys.desired(),
        missing.isEmpty() ? null : missing);
  }

  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
