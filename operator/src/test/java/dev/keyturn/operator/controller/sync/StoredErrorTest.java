package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StoredErrorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String THEN = "2025-01-01T00:00:00Z";

  /** After a rollback the status may be that of a newer version; the sync must not stand still. */
  @Test
  void aClassThatThisVersionDoesNotKnowIsInternal() {
    assertThat(StoredError.kind(new SyncError("QuotaExceeded", null, null, THEN)))
        .isEqualTo(ErrorClass.Internal);
    assertThat(StoredError.kind(new SyncError("KeyMissing", null, null, THEN)))
        .isEqualTo(ErrorClass.KeyMissing);
  }

  @Test
  void aBrokenPassIsToldWithoutWhatTheExceptionSays() {
    Exception thrown = new IllegalStateException("canary");
    String id = BrokenPasses.id(thrown);
    SecretSyncStatus before =
        SecretSyncStatus.EMPTY
            .draft()
            .conditions(
                new Conditions(List.of(), 1, NOW).isTrue(Condition.READY, "UpToDate", "x").build())
            .build();
    SecretSyncStatus told =
        BrokenStatus.after(before, 2, Problem.of(ErrorClass.Internal, "cause " + id), NOW);
    assertThat(told.toString()).contains("cause " + id).doesNotContain("canary");
    assertThat(told.lastError()).isNotNull();
    assertThat(Objects.requireNonNull(told.lastError()).errorClass()).isEqualTo("Internal");
    assertThat(Conditions.has(told.conditions(), Condition.SYNCED, "False")).isTrue();
    assertThat(Conditions.has(told.conditions(), Condition.READY, "True")).isTrue();
    // The next try breaks at the same place: nothing new is told.
    assertThat(
            BrokenStatus.after(
                told, 2, Problem.of(ErrorClass.Internal, "cause " + id), NOW.plusSeconds(60)))
        .isEqualTo(told);
  }
}
