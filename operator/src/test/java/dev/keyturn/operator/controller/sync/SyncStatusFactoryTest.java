package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncBinding;
import dev.keyturn.crds.v1alpha1.SyncKeys;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.KeyCount;
import dev.keyturn.operator.engine.plan.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncStatusFactoryTest extends StatusFixture {

  @Nested
  class Success {
    @Test
    void saysAllOfTheTarget() {
      after(WORKED);
      assertThat(status.observedGeneration()).isEqualTo(1);
      assertThat(status.keys()).isEqualTo(new SyncKeys(1, 1, "1/1", null));
      assertThat(status.target())
          .isEqualTo(new SyncTargetStatus("db", "uid-s", HASH.text(), "spec-hash"));
      assertThat(status.sources()).isEqualTo(WORKED.sources());
      assertThat(status.binding()).isEqualTo(new SyncBinding("db"));
      assertThat(status.lastChangeTime()).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(status.lastError()).isNull();
      assertThat(status.consecutiveFailures()).isNull();
      assertConditions("True UpToDate", "True UpToDate", "False Settled", "False Settled");
      assertThat(condition(Condition.SCOPE_ALLOWED)).isEqualTo("absent");
    }

    @Test
    void anUnchangedWorldGivesAnEqualStatus() {
      SecretSyncStatus first = after(WORKED);
      pass(Duration.ofHours(1));
      assertThat(after(new SyncResult.Confirmed())).isEqualTo(first);
      pass(Duration.ofHours(1));
      assertThat(
              after(
                  new SyncResult.Worked(
                      WORKED.keys(),
                      WORKED.sources(),
                      WORKED.hash(),
                      WORKED.targetUid(),
                      false,
                      true)))
          .isEqualTo(first);
      pass(Duration.ofHours(1));
      assertThat(after(new SyncResult.Rested())).isEqualTo(first);
    }

    @Test
    void aValueThatHasEndedIsToldOnceWithoutAReadAndUntilItIsRenewed() {
      after(worked("2026-01-01T00:30:00Z"));
      SecretSyncStatus young = status;
      pass(Duration.ofMinutes(29));
      assertThat(after(new SyncResult.Rested())).isEqualTo(young);
      pass(Duration.ofMinutes(1));
      SecretSyncStatus past = after(new SyncResult.Rested());
      assertThat(message(Condition.READY))
          .isEqualTo(
              "Secret db holds the newest values. The backend says that a value has ended:"
                  + " SecretStore/vault, key shop/db, at 2026-01-01T00:30:00Z. Renew it there; until"
                  + " then the Secret keeps it.");
      assertConditions("True UpToDate", "True UpToDate", "False Settled", "False Settled");
      pass(Duration.ofMinutes(1));
      assertThat(after(new SyncResult.Rested())).isEqualTo(past);
      assertThat(after(new SyncResult.Confirmed())).isEqualTo(past);
      assertThat(after(worked("2026-01-01T00:30:00Z")).conditions()).isEqualTo(past.conditions());
      after(failed(DOWN, 1));
      assertThat(condition(Condition.READY)).isEqualTo("True ServingLastGood");
      assertThat(message(Condition.READY)).contains("a value has ended");
      after(worked("2026-01-02T00:00:00Z"));
      assertThat(message(Condition.READY)).isEqualTo("Secret db holds the newest values.");
    }

    private SyncResult.Worked worked(String expires) {
      return new SyncResult.Worked(
          WORKED.keys(),
          List.of(new SyncSource("SecretStore/vault", "shop/db", "1", expires)),
          HASH,
          "uid-s",
          false,
          true);
    }

    private String message(String type) {
      return Conditions.find(status.conditions(), type).map(Condition::message).orElseThrow();
    }

    @Test
    void theTimeOfTheLastChangeMovesWithTheContentAlone() {
      after(WORKED);
      pass(Duration.ofHours(1));
      after(WORKED);
      assertThat(status.lastChangeTime()).isEqualTo("2026-01-01T01:00:00Z");
    }

    @Test
    void aRequestIsEchoedWhateverCameOfIt() {
      request = Optional.of("first");
      assertThat(after(WORKED).lastHandledRequest()).isEqualTo("first");
      request = Optional.of("second");
      assertThat(after(failed(DOWN, 1)).lastHandledRequest()).isEqualTo("second");
      request = Optional.of("third");
      assertThat(after(new SyncResult.Parked(DOWN)).lastHandledRequest()).isEqualTo("third");
      request = Optional.empty();
      assertThat(after(WORKED).lastHandledRequest()).isEqualTo("third");
    }

    @Test
    void everyConditionSpeaksOfThePresentGeneration() {
      throughScope = true;
      for (SyncResult result :
          List.of(
              WORKED,
              new SyncResult.Confirmed(),
              failed(DOWN, 1),
              failed(Problem.of(ErrorClass.ScopeDenied, "x"), 2),
              new SyncResult.Parked(DOWN))) {
        generation++;
        assertThat(after(result).observedGeneration()).isEqualTo(generation);
        // ScopeAllowed keeps the generation that it was looked at for.
        assertThat(status.conditions())
            .filteredOn(it -> !it.type().equals(Condition.SCOPE_ALLOWED))
            .hasSize(4)
            .allSatisfy(it -> assertThat(it.observedGeneration()).isEqualTo(generation));
      }
    }

    @Test
    void throughAScopeTheGrantIsTold() {
      throughScope = true;
      after(WORKED);
      assertThat(condition(Condition.SCOPE_ALLOWED)).isEqualTo("True Granted");
      after(failed(Problem.of(ErrorClass.ScopeDenied, Detail.PATH, "x"), 1));
      assertThat(condition(Condition.SCOPE_ALLOWED)).isEqualTo("False ScopeDenied");
    }

    @Test
    void missingKeysAreNamedUpToFifty() {
      List<String> missing = IntStream.range(0, 60).mapToObj(i -> "k" + i).toList();
      after(
          new SyncResult.Worked(
              new KeyCount(61, 1, missing), List.of(), HASH, "uid-s", true, false));
      assertThat(status.keys()).isEqualTo(new SyncKeys(61, 1, "1/61", missing.subList(0, 50)));
    }
  }

  @Nested
  class Failure {
    @ParameterizedTest
    @EnumSource(ErrorClass.class)
    void everyClassTurnsSyncedAloneWhileTheLastGoodSecretIsYoung(ErrorClass kind) {
      after(WORKED);
      pass(Duration.ofMinutes(60));
      after(failed(Problem.of(kind, "x"), 1));
      assertConditions(
          "True ServingLastGood",
          "False " + kind,
          "False Settled",
          kind.stalls() ? "True " + kind : "False Settled");
      assertThat(status.target()).isNotNull();
    }

    @Test
    void aFirstSyncThatFailsIsNotReadyAndStillUnderWay() {
      after(failed(DOWN, 1));
      assertConditions(
          "False Unavailable", "False Unavailable", "True Progressing", "False Settled");
    }

    @Test
    void beyondMaxStalenessReadyTurns() {
      after(WORKED);
      pass(Duration.ofMinutes(60));
      after(failed(DOWN, 1));
      pass(Duration.ofMinutes(5));
      after(failed(DOWN, 2));
      assertThat(condition(Condition.READY)).isEqualTo("True ServingLastGood");
      pass(Duration.ofSeconds(1));
      after(new SyncResult.Rested());
      assertThat(condition(Condition.READY)).isEqualTo("False Unavailable");
    }

    @Test
    void changingClassesDoNotKeepAnOldTargetYoung() {
      after(WORKED);
      for (int i = 1; i <= 10; i++) {
        pass(Duration.ofMinutes(20));
        after(failed(Problem.of(i % 2 == 0 ? ErrorClass.Timeout : ErrorClass.Sealed, "x"), i));
      }
      assertThat(condition(Condition.READY)).isEqualTo("False Timeout");
    }

    @Test
    void aRestartOfTheProcessDoesNotMakeAnOldTargetYoung() {
      after(WORKED);
      pass(Duration.ofMinutes(60));
      after(failed(DOWN, 1));
      pass(Duration.ofMinutes(70));
      lastSuccess = now;
      after(failed(DOWN, 2));
      assertThat(condition(Condition.READY)).isEqualTo("False Unavailable");
    }

    @Test
    void anEditedManifestThatIsNotWrittenYetIsNotReady() {
      after(WORKED);
      complete = false;
      generation = 2;
      after(failed(DOWN, 1));
      assertConditions(
          "False Unavailable", "False Unavailable", "True Progressing", "False Settled");
    }

    @Test
    void countersAreWrittenAtPowersOfTwoAlone() {
      after(WORKED);
      after(failed(DOWN, 1));
      int writes = 0;
      for (int failures = 2; failures <= 64; failures++) {
        pass(Duration.ofSeconds(1));
        SecretSyncStatus before = status;
        if (!after(failed(DOWN, failures)).equals(before)) {
          writes++;
          assertThat(Integer.bitCount(failures)).isEqualTo(1);
          assertThat(status.consecutiveFailures()).isEqualTo(failures);
        }
      }
      assertThat(writes).isEqualTo(6);
    }

    @Test
    void sinceIsTheBeginningOfTheClass() {
      after(failed(DOWN, 1));
      pass(Duration.ofMinutes(1));
      after(failed(DOWN, 2));
      assertThat(lastError().since()).isEqualTo("2026-01-01T00:00:00Z");
      pass(Duration.ofMinutes(1));
      after(failed(Problem.of(ErrorClass.NotFound, Detail.CONTAINER_MISSING, "x"), 3));
      assertThat(lastError().since()).isEqualTo("2026-01-01T00:02:00Z");
      assertThat(lastError().detail()).isEqualTo("container-missing");
      assertThat(status.consecutiveFailures()).isEqualTo(3);
    }

    @Test
    void successClearsTheError() {
      after(WORKED);
      after(failed(DOWN, 1));
      after(WORKED);
      assertThat(status.lastError()).isNull();
      assertThat(status.consecutiveFailures()).isNull();
      assertConditions("True UpToDate", "True UpToDate", "False Settled", "False Settled");
    }

    @Test
    void theTimeOfAConditionMovesWithItsStatusAlone() {
      after(WORKED);
      pass(Duration.ofMinutes(1));
      after(failed(DOWN, 1));
      pass(Duration.ofMinutes(1));
      after(failed(Problem.of(ErrorClass.Timeout, "x"), 2));
      assertThat(Conditions.find(status.conditions(), Condition.READY).orElseThrow())
          .extracting(Condition::lastTransitionTime)
          .isEqualTo("2026-01-01T00:00:00Z");
      assertThat(Conditions.find(status.conditions(), Condition.SYNCED).orElseThrow())
          .extracting(Condition::lastTransitionTime)
          .isEqualTo("2026-01-01T00:01:00Z");
    }
  }

  /** Fifty required members of 512 characters, for one: the schema would refuse the status. */
  @Test
  void noMessageIsLongerThanTheSchemaAllows() {
    Problem problem = Problem.of(ErrorClass.ValidationFailed, "key a, " + "x".repeat(25_000));
    after(failed(problem, 1));
    assertThat(lastError().message()).hasSize(1024).endsWith("...");
    status = SecretSyncStatus.EMPTY;
    after(new SyncResult.Parked(Problem.of(ErrorClass.StoreNotReady, "y".repeat(2_000))));
    assertThat(lastError().message()).hasSize(1024).endsWith("...");
  }

  @Nested
  class Resume {
    @Test
    void aTargetThatStaysAsItWasMadeIsUpToDateAgain() {
      SecretSyncStatus made = after(WORKED);
      after(new SyncResult.Suspended());
      assertConditions("True Suspended", "True UpToDate", "False Suspended", "False Suspended");
      generation++;
      after(new SyncResult.Rested());
      assertConditions("True UpToDate", "True UpToDate", "False Settled", "False Settled");
      assertThat(status.observedGeneration()).isEqualTo(2);
      assertThat(status.target()).isEqualTo(made.target());
      SecretSyncStatus resumed = status;
      assertThat(after(new SyncResult.Rested())).isEqualTo(resumed);
    }

    @Test
    void aTargetWhoseLeaseHasEndedIsNot() {
      after(WORKED);
      after(new SyncResult.Suspended());
      ended = Optional.of(Problem.of(ErrorClass.SourceDeleted, Detail.LEASE_EXPIRED, "a lease"));
      after(new SyncResult.Rested());
      assertConditions("False SourceDeleted", "True UpToDate", "False Settled", "False Settled");
    }

    @Test
    void aTargetThatHasGrownTooOldIsStaleAndNothingElse() {
      after(WORKED);
      after(new SyncResult.Suspended());
      pass(Duration.ofHours(2));
      after(new SyncResult.Rested());
      assertConditions("False Stale", "True UpToDate", "False Settled", "False Settled");
    }
  }
}
