package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a status says while nothing is attempted. */
class WaitingStatusTest extends StatusFixture {
  private static final Problem NOT_READY =
      Problem.of(ErrorClass.StoreNotReady, "SecretStore vault (Sealed)");

  @Test
  void aParkedSyncWithAYoungTargetWritesNothing() {
    SecretSyncStatus first = after(WORKED);
    pass(Duration.ofMinutes(65));
    assertThat(after(new SyncResult.Parked(NOT_READY))).isEqualTo(first);
  }

  @Test
  void aParkedSyncBecomesStale() {
    after(WORKED);
    pass(Duration.ofMinutes(66));
    after(new SyncResult.Parked(NOT_READY));
    assertThat(condition(Condition.READY)).isEqualTo("False StoreNotReady");
    assertThat(status.consecutiveFailures()).isNull();
    SecretSyncStatus stale = status;
    pass(Duration.ofHours(5));
    assertThat(after(new SyncResult.Parked(NOT_READY))).isEqualTo(stale);
  }

  @Test
  void aNewSyncOfAStoreThatIsNotReadySaysSo() {
    after(new SyncResult.Parked(NOT_READY));
    assertConditions(
        "False StoreNotReady", "False StoreNotReady", "True Progressing", "False Settled");
  }

  @Test
  void aNewSyncOfAStoreThatNobodyHasJudgedIsUnknown() {
    unjudged = true;
    after(new SyncResult.Parked(NOT_READY));
    assertConditions("Unknown FirstSync", "Unknown FirstSync", "True Progressing", "False Settled");
    assertThat(status.lastError()).isNull();
    unjudged = false;
    after(new SyncResult.Parked(NOT_READY));
    assertThat(condition(Condition.READY)).isEqualTo("False StoreNotReady");
  }

  @Test
  void aTargetThatNothingCouldRefreshInTimeIsStaleAndFreshAgainAfterTheNextRead() {
    SecretSyncStatus first = after(WORKED);
    pass(Duration.ofMinutes(65));
    assertThat(after(new SyncResult.Rested())).isEqualTo(first);
    pass(Duration.ofMinutes(1));
    after(new SyncResult.Rested());
    assertConditions("False Stale", "True UpToDate", "False Settled", "False Settled");
    SecretSyncStatus stale = status;
    pass(Duration.ofHours(5));
    assertThat(after(new SyncResult.Rested())).isEqualTo(stale);
    lastSuccess = now;
    after(new SyncResult.Confirmed());
    assertThat(condition(Condition.READY)).isEqualTo("True UpToDate");
  }

  @Test
  void suspendedKeepsTheValuesItFinds() {
    after(WORKED);
    after(new SyncResult.Suspended());
    assertConditions("True Suspended", "True UpToDate", "False Suspended", "False Suspended");
  }

  @Test
  void suspendedKeepsAFailureToo() {
    after(failed(DOWN, 1));
    after(new SyncResult.Suspended());
    assertConditions("False Suspended", "False Unavailable", "False Suspended", "False Suspended");
    assertThat(status.lastError()).isNotNull();
  }

  @Test
  void aNewSyncThatIsSuspendedIsUnknown() {
    after(new SyncResult.Suspended());
    assertConditions("Unknown Suspended", "absent", "False Suspended", "False Suspended");
  }

  @Test
  void restingAfterASuccessWritesNothing() {
    SecretSyncStatus first = after(WORKED);
    pass(Duration.ofMinutes(65));
    assertThat(after(new SyncResult.Rested())).isEqualTo(first);
  }
}
