package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.RemoteReference;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.crds.v1alpha1.SyncWindow;
import dev.keyturn.crds.v1alpha1.TimeWindow;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncDemandTest {
  private static final Instant OPEN = Instant.parse("2026-01-01T02:30:00Z");
  private static final Instant CLOSED = Instant.parse("2026-01-01T12:00:00Z");
  private static final Optional<SecretSyncStatus> WRITTEN =
      Optional.of(
          SecretSyncStatus.EMPTY
              .draft()
              .observedGeneration(1)
              .target(new SyncTargetStatus("db", "uid", "hash", "spec"))
              .build());

  private final SyncMemory memory = new SyncMemory(0);

  private static SyncSettings nightly(RefreshPolicy policy) {
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
            policy.name(),
            List.of(new SyncWindow("allow", List.of(new TimeWindow("0 2 * * *", "1h", null)))),
            null,
            null);
    return ((SpecOutcome.Read) SpecReader.read(new SyncId("shop", "db"), spec)).settings();
  }

  private boolean isDue(RefreshPolicy policy, Instant now) {
    return SyncDemand.isDue(memory, nightly(policy), WRITTEN, now);
  }

  @ParameterizedTest
  @CsvSource({"Periodic, true", "OnChange, false", "CreatedOnce, false"})
  void timeMakesOnlyAPeriodicSyncDueAndOnlyInItsWindow(RefreshPolicy policy, boolean due) {
    memory.timerFired();
    assertThat(isDue(policy, OPEN)).isEqualTo(due);
    assertThat(isDue(policy, CLOSED)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"Periodic, true", "OnChange, false", "CreatedOnce, false"})
  void whatOthersFindIsForPeriodicSyncs(RefreshPolicy policy, boolean due) {
    memory.marks().markDue(10);
    assertThat(isDue(policy, CLOSED)).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({"Periodic, true", "OnChange, false", "CreatedOnce, false"})
  void aHintOfTheBackendWaitsForTheWindow(RefreshPolicy policy, boolean due) {
    memory.marks().markHinted(10);
    assertThat(isDue(policy, OPEN)).isEqualTo(due);
    assertThat(isDue(policy, CLOSED)).isFalse();
  }

  @Test
  void aHintHoldsNothingBackThatIsDueForMore() {
    memory.marks().markDue(10);
    memory.marks().markHinted(11);
    assertThat(isDue(RefreshPolicy.Periodic, CLOSED)).isTrue();
  }

  @Test
  void whatIsFoundAfterAHintWaitsForNoWindow() {
    memory.marks().markHinted(10);
    memory.marks().markDue(11);
    assertThat(isDue(RefreshPolicy.Periodic, CLOSED)).isTrue();
  }

  @Test
  void aHintThatIsTakenUpLeavesNothing() {
    memory.marks().markHinted(10);
    memory.marks().look();
    assertThat(memory.marks().take(false)).isTrue();
    assertThat(isDue(RefreshPolicy.Periodic, OPEN)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"Periodic, true", "OnChange, true", "CreatedOnce, false"})
  void anEditInTheClusterIsNotForWhatIsCreatedOnce(RefreshPolicy policy, boolean due) {
    memory.duty().markEdited();
    memory.marks().markDue(10);
    assertThat(isDue(policy, CLOSED)).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({"Periodic", "OnChange", "CreatedOnce"})
  void aFailureIsRetriedUnderEveryPolicy(RefreshPolicy policy) {
    memory.beginAttempt(false);
    memory.failed(0);
    memory.timerFired();
    assertThat(isDue(policy, CLOSED)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"Periodic", "OnChange", "CreatedOnce"})
  void aTargetThatNoHashCanTellIsReadWhateverThePolicyAndTheWindows(RefreshPolicy policy) {
    memory.unverified(true);
    assertThat(isDue(policy, CLOSED)).isFalse();
    memory.timerFired();
    assertThat(isDue(policy, CLOSED)).isTrue();
    memory.unverified(false);
    assertThat(isDue(policy, CLOSED)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"Periodic", "OnChange", "CreatedOnce"})
  void aPushThatIsOwedMakesASyncDueWhateverItsPolicyAndItsWindows(RefreshPolicy policy) {
    memory.pushRetry().begin(ErrorClass.Unavailable, Duration.ofSeconds(1), 0);
    assertThat(isDue(policy, CLOSED)).isFalse();
    memory.timerFired();
    assertThat(isDue(policy, CLOSED)).isTrue();
    memory.pushRetry().over();
    assertThat(isDue(policy, CLOSED)).isFalse();
  }

  @Test
  void theRetryOfARefreshWaitsForItsWindow() {
    memory.beginAttempt(true);
    memory.failed(0);
    memory.timerFired();
    assertThat(isDue(RefreshPolicy.Periodic, CLOSED)).isFalse();
    assertThat(isDue(RefreshPolicy.Periodic, OPEN)).isTrue();
  }

  @Test
  void whatWasNeverWrittenWaitsForNoWindow() {
    memory.beginAttempt(true);
    memory.failed(0);
    memory.timerFired();
    assertThat(SyncDemand.isDue(memory, nightly(RefreshPolicy.Periodic), Optional.empty(), CLOSED))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"OnChange", "CreatedOnce"})
  void whatWaitsForItsStoreGoesOnWhenTheStoreIsBack(RefreshPolicy policy) {
    memory.park();
    assertThat(memory.markRecovered()).isTrue();
    assertThat(isDue(policy, CLOSED)).isTrue();
  }
}
