package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.PlanFixture.answer;
import static dev.keyturn.operator.engine.plan.PlanFixture.assertFailed;
import static dev.keyturn.operator.engine.plan.PlanFixture.entry;
import static dev.keyturn.operator.engine.plan.PlanFixture.next;
import static dev.keyturn.operator.engine.plan.PlanFixture.plan;
import static dev.keyturn.operator.engine.plan.PlanFixture.spec;
import static dev.keyturn.operator.engine.plan.PlanFixture.value;
import static dev.keyturn.operator.engine.plan.PlanFixture.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.crds.v1alpha1.SyncTarget;
import dev.keyturn.operator.engine.mac.TargetHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncPlanTest {
  private static final SecretSyncSpec SPEC = spec(entry("password", "shop/db", "password"));

  private static void assertNeed(World world, Trigger trigger, boolean confirm) {
    assertThat(next(world))
        .isInstanceOfSatisfying(
            Step.Need.class,
            need -> {
              assertThat(need.trigger()).isEqualTo(trigger);
              assertThat(need.confirm()).isEqualTo(confirm);
              assertThat(need.reads()).extracting(ReadRequest::key).containsExactly("shop/db");
            });
  }

  @Nested
  class WhetherToRead {
    @Test
    void aNewSyncReads() {
      assertNeed(new World(SPEC), Trigger.NEW_GENERATION, false);
    }

    @Test
    void aSettledSyncRests() {
      assertThat(next(new World(SPEC).settled())).isEqualTo(new Step.Rest(false));
    }

    @Test
    void aDueSyncOnlyWantsAConfirmation() {
      assertNeed(new World(SPEC).settled().due(), Trigger.DUE, true);
    }

    @Test
    void aRequestedSyncOnlyWantsAConfirmation() {
      assertNeed(new World(SPEC).settled().requested("now"), Trigger.REQUESTED, true);
    }

    @Test
    void aRequestIsHonouredOnce() {
      World world = new World(SPEC).settled().handled("now").requested("now");
      assertThat(next(world)).isEqualTo(new Step.Rest(false));
    }

    @Test
    void afterAFailureAConfirmationIsNotEnough() {
      assertNeed(new World(SPEC).settled().failedLast("Unavailable").due(), Trigger.DUE, false);
    }

    @Test
    void aTargetOfAnotherSpecIsNotConfirmed() {
      assertNeed(new World(SPEC).settled().ofAnotherSpec().due(), Trigger.DUE, false);
    }

    @Test
    void aLostTargetIsNotConfirmed() {
      assertNeed(new World(SPEC).settled().withoutTarget().due(), Trigger.DRIFT, false);
    }

    /** Another process may have waited for the store, and nobody calls this one. */
    @Test
    void aSyncThatOnlyWaitedForItsStoreReadsOnceTheStoreServes() {
      assertNeed(new World(SPEC).settled().failedLast("StoreNotReady"), Trigger.DUE, false);
      assertNeed(new World(SPEC).firstVisited(), Trigger.DUE, false);
      assertThat(next(new World(SPEC).status(null, null, null))).isEqualTo(new Step.Rest(false));
      assertThat(next(new World(SPEC).settled().failedLast("NotFound")))
          .isEqualTo(new Step.Rest(false));
    }

    @Test
    void aSuspendedSyncRestsWhateverElseIsTrue() {
      SecretSyncSpec suspended = PlanFixture.spec("1h", null, true, null, SPEC.data(), null);
      assertThat(next(new World(suspended))).isEqualTo(new Step.Rest(true));
      assertThat(next(new World(suspended).settled().drifted().due().requested("now")))
          .isEqualTo(new Step.Rest(true));
    }

    @Test
    void aNewGenerationIsTheStrongestReason() {
      World world = new World(SPEC).drifted().requested("now").due();
      assertNeed(world, Trigger.NEW_GENERATION, false);
    }

    @Test
    void aRequestGoesBeforeDrift() {
      assertThat(next(new World(SPEC).settled().drifted().requested("now").due()))
          .isInstanceOfSatisfying(
              Step.Need.class, need -> assertThat(need.trigger()).isEqualTo(Trigger.REQUESTED));
    }
  }

  @Nested
  class Drift {
    @Test
    void aChangedTargetIsRepaired() {
      assertNeed(new World(SPEC).settled().drifted(), Trigger.DRIFT, false);
    }

    @Test
    void aDeletedTargetIsRepaired() {
      assertNeed(new World(SPEC).settled().withoutTarget(), Trigger.DRIFT, false);
    }

    @Test
    void aDeletedTargetOfSomebodyElseIsNotOursToBringBack() {
      SecretSyncSpec merge =
          spec(new SyncTarget(null, "Merge", null, null, null, null), SPEC.data(), null);
      assertThat(next(new World(merge).settled().withoutTarget())).isEqualTo(new Step.Rest(false));
    }

    @Test
    void whileAFailureIsWaitedForDriftIsNoReason() {
      assertThat(next(new World(SPEC).settled().drifted().waiting()))
          .isEqualTo(new Step.Rest(false));
    }

    @Test
    void aHashUnderAnotherKeyShowsNoDrift() {
      String hash =
          new TargetHash("k".repeat(8), World.OUTPUT, World.OUTPUT, Optional.empty()).text();
      World world = new World(SPEC).settled().written(hash, "spec").drifted();
      assertThat(next(world)).isEqualTo(new Step.Rest(false));
    }

    /** No hash is needed to see that a Secret is gone, so a lost key hides no deletion. */
    @ParameterizedTest
    @EnumSource(RefreshPolicy.class)
    void aTargetDeletedUnderAnotherKeyIsRepaired(RefreshPolicy policy) {
      String hash =
          new TargetHash("k".repeat(8), World.OUTPUT, World.OUTPUT, Optional.empty()).text();
      SecretSyncSpec made = PlanFixture.scheduled(SPEC, policy, null);
      World world = new World(made).settled().written(hash, "spec").withoutTarget();
      assertNeed(world, Trigger.DRIFT, false);
    }

    @Test
    void aTargetOfSomebodyElseDeletedUnderAnotherKeyIsNotOursToBringBack() {
      String hash =
          new TargetHash("k".repeat(8), World.OUTPUT, World.OUTPUT, Optional.empty()).text();
      SecretSyncSpec merge =
          spec(new SyncTarget(null, "Merge", null, null, null, null), SPEC.data(), null);
      assertThat(next(new World(merge).settled().written(hash, "spec").withoutTarget()))
          .isEqualTo(new Step.Rest(false));
    }
  }

  @Nested
  class BeforeTheStoreIsAsked {
    @Test
    void aWrongSpecFailsOncePerGeneration() {
      SecretSyncSpec wrong = PlanFixture.spec("3 hours", null, null, null, SPEC.data(), null);
      World world = new World(wrong);
      assertFailed(next(world), ErrorClass.ConfigInvalid, Detail.FIELD);
      world.status(null, null, null).due();
      assertThat(next(world)).isEqualTo(new Step.Rest(false));
      assertFailed(next(world.requested("now")), ErrorClass.ConfigInvalid, Detail.FIELD);
    }

    @Test
    void aNamespaceOutsideOfOurRightsIsDenied() {
      assertFailed(
          next(new World(SPEC).notEnrolled()), ErrorClass.AccessDenied, Detail.NOT_ENROLLED);
    }

    @Test
    void aStoreThatDoesNotExistIsNotFound() {
      World world = new World(SPEC).store(new StoreView.Missing("SecretStore", "vault"));
      assertFailed(next(world), ErrorClass.NotFound, Detail.STORE);
    }

    @Test
    void aStoreThatIsNotReadyParksTheSync() {
      World world = new World(SPEC).store(new StoreView.NotReady("SecretStore", "vault", "Sealed"));
      assertThat(next(world))
          .isEqualTo(
              new Step.Park(Problem.of(ErrorClass.StoreNotReady, "SecretStore vault (Sealed)")));
    }

    @Test
    void aStoreThatIsNotReadyDisturbsNoSettledSync() {
      World world =
          new World(SPEC).settled().store(new StoreView.NotReady("SecretStore", "vault", "Sealed"));
      assertThat(next(world)).isEqualTo(new Step.Rest(false));
    }
  }

  @Nested
  class Answers {
    @Test
    void oneSecretIsReadOnceHoweverManyKeysComeFromIt() {
      SecretSyncSpec spec =
          spec(
              entry("a", "shop/db", "a"),
              entry("b", "shop/db", "b"),
              PlanFixture.entry("old", PlanFixture.reference("shop/db", "a", "3", null), null));
      assertThat(next(new World(spec)))
          .isInstanceOfSatisfying(
              Step.Need.class,
              need ->
                  assertThat(need.reads())
                      .extracting(ReadRequest::version)
                      .containsExactly(Optional.empty(), Optional.of("3")));
    }

    @Test
    void unchangedAnswersAloneConfirm() {
      assertThat(
              answer(
                  new World(SPEC).settled().due().observed(),
                  Map.of("shop/db", new ReadResult.Unchanged())))
          .isEqualTo(new Step.Confirmed());
    }

    @Test
    void anUnchangedAnswerBesideAValueWritesNothing() {
      SecretSyncSpec two = spec(entry("a", "shop/a", null), entry("b", "shop/b", null));
      Step step =
          answer(
              new World(two).settled().due().observed(),
              Map.of("shop/a", value("x"), "shop/b", new ReadResult.Unchanged()));
      assertFailed(step, ErrorClass.Internal, Detail.NONE);
    }

    @Test
    void valuesMakeTheTarget() {
      assertThat(walk(new World(SPEC).observed(), Map.of("shop/db", "{\"password\":\"pencil\"}")))
          .isInstanceOfSatisfying(
              Step.Complete.class,
              complete -> {
                assertThat(PlanFixture.texts(complete.desired().data()))
                    .isEqualTo(Map.of("password", "pencil"));
                assertThat(complete.desired().type()).isEqualTo("Opaque");
                assertThat(complete.keys()).isEqualTo(new KeyCount(1, 1, List.of()));
                assertThat(complete.sources())
                    .containsExactly(new SyncSource("SecretStore/vault", "shop/db", "7", null));
              });
    }

    @Test
    void equalWorldsGiveEqualInputHashesAndOtherValuesOtherOnes() {
      assertThat(input("{\"password\":\"pencil\"}")).isEqualTo(input("{\"password\":\"pencil\"}"));
      assertThat(input("{\"password\":\"pencil\"}")).isNotEqualTo(input("{\"password\":\"pen\"}"));
    }

    private static Object input(String text) {
      return ((Step.Complete) walk(new World(SPEC).observed(), Map.of("shop/db", text)))
          .desired()
          .input();
    }
  }

  @Test
  void onlyWhatTheContentComesFromIsInTheHashOfTheSpec() {
    String hash = hash(SPEC);
    SecretSyncSpec rarer = PlanFixture.spec("2h", "9h", null, null, SPEC.data(), null);
    assertThat(hash(rarer)).isEqualTo(hash);
    assertThat(hash(spec(entry("password", "shop/db", "other")))).isNotEqualTo(hash);
    assertThat(hash(spec(PlanFixture.target(null, null, "url", "x"), SPEC.data(), null)))
        .isNotEqualTo(hash);
  }

  private static String hash(SecretSyncSpec spec) {
    return plan().specHash(PlanFixture.ID, PlanFixture.settings(spec));
  }
}
