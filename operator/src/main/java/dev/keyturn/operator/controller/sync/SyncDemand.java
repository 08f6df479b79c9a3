package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.plan.SyncSettings;
import java.time.Instant;
import java.util.Optional;

/** Whether what has woken a sync is a reason to read, by its policy and its windows. */
final class SyncDemand {

  private SyncDemand() {}

  static boolean isDue(
      SyncMemory memory, SyncSettings settings, Optional<SecretSyncStatus> status, Instant now) {
    boolean recovering = isRecovering(memory, status);
    boolean marked =
        memory.isMarked()
            && switch (settings.schedule().policy()) {
              case Periodic ->
                  !memory.marks().isHintedOnly()
                      || recovering
                      || settings.schedule().windows().isAlwaysOpen()
                      || settings.schedule().windows().isOpen(now);
              case OnChange -> recovering || memory.duty().isEdited();
              case CreatedOnce -> recovering;
            };
    boolean timed =
        memory.isTimerDue()
            && (recovering || settings.schedule().policy() == RefreshPolicy.Periodic)
            && (isUrgent(memory, recovering, status)
                || settings.schedule().windows().isAlwaysOpen()
                || settings.schedule().windows().isOpen(now));
    boolean pushing = memory.isDue() && memory.pushRetry().isOwed();
    return marked || timed || pushing;
  }

  /**
   * True until an attempt has worked: whatever the policy, a failure is retried, and a target that
   * nobody can tell from another is read.
   */
  static boolean isRecovering(SyncMemory memory, Optional<SecretSyncStatus> status) {
    return memory.hasFailed()
        || memory.isParked()
        || memory.isUnverified()
        || status.map(SecretSyncStatus::lastError).isPresent();
  }

  /** True where no window stops a retry: it is not the passing of time that asked for it. */
  static boolean isUrgent(
      SyncMemory memory, boolean recovering, Optional<SecretSyncStatus> status) {
    return recovering
        && (memory.duty().isPressing() || memory.isUnverified() || !isWritten(status));
  }

  /** True where the target was written at least once. */
  static boolean isWritten(Optional<SecretSyncStatus> status) {
    return status.map(SecretSyncStatus::target).isPresent();
  }
}
