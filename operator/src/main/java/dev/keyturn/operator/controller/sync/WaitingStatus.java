package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Instant;

/** What a status says while nothing was attempted. */
final class WaitingStatus {
  private WaitingStatus() {}

  /** Nothing is known yet, neither of the store nor of the source. */
  static SecretSyncStatus firstVisit(Situation situation, Problem why) {
    String message = Messages.of(why);
    return SyncStatusFactory.answered(situation)
        .conditions(
            SyncStatusFactory.conditions(situation)
                .isUnknown(Condition.READY, "FirstSync", message)
                .isUnknown(Condition.SYNCED, "FirstSync", message)
                .isTrue(Condition.RECONCILING, "Progressing", "The first good attempt is awaited.")
                .isFalse(Condition.STALLED, "Settled", "It is tried again.")
                .build())
        .build();
  }

  /**
   * The first attempt has begun, and nothing has come of it yet; no request is answered by that.
   */
  static SecretSyncStatus underWay(long generation, Instant now) {
    String message = "The first attempt is under way.";
    return SecretSyncStatus.EMPTY
        .draft()
        .observedGeneration(generation)
        .conditions(
            new Conditions(null, generation, now)
                .isUnknown(Condition.READY, "FirstSync", message)
                .isUnknown(Condition.SYNCED, "FirstSync", message)
                .isTrue(Condition.RECONCILING, "Progressing", message)
                .isFalse(Condition.STALLED, "Settled", "Nothing is in the way.")
                .build())
        .build();
  }

  /** Nothing failed, and nothing could run: the windows were closed for too long. */
  static SecretSyncStatus stale(Situation situation) {
    return situation
        .before()
        .draft()
        .conditions(
            SyncStatusFactory.conditions(situation)
                .isFalse(
                    Condition.READY,
                    "Stale",
                    "No read was allowed within maxStaleness. Widen syncWindows or maxStaleness;"
                        + " the last good Secret is kept.")
                .keep(Condition.SYNCED)
                .isFalse(Condition.RECONCILING, "Settled", "Nothing is under way.")
                .isFalse(Condition.STALLED, "Settled", "Nothing is in the way.")
                .keep(Condition.SCOPE_ALLOWED)
                .build())
        .build();
  }

  /** Nothing failed, and a value has ended since: the next attempt may be far. */
  static SecretSyncStatus ended(Situation situation) {
    return situation
        .before()
        .draft()
        .observedGeneration(situation.generation())
        .conditions(
            SyncStatusFactory.conditions(situation)
                .isTrue(
                    Condition.READY,
                    SyncStatusFactory.UP_TO_DATE,
                    SourceEnds.newest(situation, situation.before().sources()))
                .keep(Condition.SYNCED)
                .keep(Condition.RECONCILING)
                .keep(Condition.STALLED)
                .keep(Condition.SCOPE_ALLOWED)
                .build())
        .build();
  }

  /** True where it was said last that the target holds the newest values. */
  static boolean isUpToDate(SecretSyncStatus status) {
    return Conditions.find(status.conditions(), Condition.READY)
        .filter(ready ->
            ready.status().equals("True") && ready.reason().equals(SyncStatusFactory.UP_TO_DATE))
        .isPresent();
  }

  /** True where it was said last that nothing is read and nothing is written. */
  static boolean isSuspended(SecretSyncStatus status) {
    return Conditions.find(status.conditions(), Condition.READY)
        .filter(ready -> ready.reason().equals(SyncStatusFactory.SUSPENDED))
        .isPresent();
  }

  static boolean isReady(SecretSyncStatus status) {
    return Conditions.find(status.conditions(), Condition.READY)
        .filter(ready -> ready.status().equals("True"))
        .isPresent();
  }
}
