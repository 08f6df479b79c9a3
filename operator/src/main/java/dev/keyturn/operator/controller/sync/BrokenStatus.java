package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Instant;
import java.util.List;

/** The status after a pass that ended by a fault of the operator. */
final class BrokenStatus {

  private BrokenStatus() {}

  /**
   * After a pass that a fault of the operator broke off. From the status before alone, because
   * whatever else such a status is made from may be at fault.
   */
  static SecretSyncStatus after(
      SecretSyncStatus before, long generation, Problem why, Instant now) {
    String message = Messages.of(why);
    SyncError old = before.lastError();
    String since =
        old != null && old.errorClass().equals(why.kind().name())
            ? old.since()
            : SyncStatusFactory.text(now);
    List<Condition> conditions =
        new Conditions(before.conditions(), generation, now)
            .keep(Condition.READY)
            .isFalse(Condition.SYNCED, why.kind().name(), message)
            .keep(Condition.RECONCILING)
            .keep(Condition.STALLED)
            .keep(Condition.SCOPE_ALLOWED)
            .build();
    return before
        .draft()
        .lastError(new SyncError(why.kind().name(), why.detail().text(), message, since))
        .conditions(conditions)
        .build();
  }
}
