package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.PlanFixture.assertFailed;
import static dev.keyturn.operator.engine.plan.PlanFixture.next;
import static dev.keyturn.operator.engine.plan.PlanFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import org.junit.jupiter.api.Test;

/** One sync that reads from several stores. */
class ManyStoresPlanTest {
  private static final StoreReference LEGACY = new StoreReference("legacy", null);
  private static final StoreIdentity LEGACY_STORE =
      new StoreIdentity(StoreKind.SecretStore, "legacy");
  private static final SecretSyncSpec BOTH =
      PlanFixture.spec(
          PlanFixture.entry("new", "db", null),
          PlanFixture.in(LEGACY, PlanFixture.entry("old", "db", null)));

  @Test
  void eachEntryIsReadFromItsOwnStoreUnderItsOwnPrefix() {
    World world =
        new World(BOTH)
            .alsoStore(LEGACY_STORE, new StoreView.Usable(LEGACY_STORE, "v1/", StoreRules.OPEN));
    assertThat(next(world))
        .isInstanceOfSatisfying(
            Step.Need.class,
            need ->
                assertThat(need.reads())
                    .extracting(request -> request.store().name(), ReadRequest::key)
                    .containsExactly(tuple("vault", "db"), tuple("legacy", "v1/db")));
  }

  @Test
  void aSecondStoreThatDoesNotExistStopsTheAttempt() {
    assertFailed(next(new World(BOTH)), ErrorClass.NotFound, Detail.STORE);
  }

  @Test
  void aSecondStoreThatIsNotReadyParksTheSync() {
    World world =
        new World(BOTH)
            .alsoStore(
                LEGACY_STORE, new StoreView.NotReady("SecretStore", "legacy", "Unavailable"));
    assertThat(next(world))
        .isEqualTo(
            new Step.Park(
                Problem.of(ErrorClass.StoreNotReady, "SecretStore legacy (Unavailable)")));
  }

  @Test
  void theOwnStoreOfANamespaceOpensNoSharedOne() {
    StoreIdentity shared = new StoreIdentity(StoreKind.ClusterSecretStore, "shared");
    SecretSyncSpec spec =
        PlanFixture.spec(
            PlanFixture.entry("new", "db", null),
            PlanFixture.in(
                new StoreReference("shared", "ClusterSecretStore"),
                PlanFixture.entry("old", "db", null)));
    World world =
        new World(spec).alsoStore(shared, new StoreView.Usable(shared, "", StoreRules.OPEN));
    assertFailed(next(world), ErrorClass.ScopeDenied, Detail.STORE);
  }

  @Test
  void anotherStoreForAnEntryMakesTheTargetIncomplete() {
    SyncSettings one = PlanFixture.settings(PlanFixture.spec(PlanFixture.entry("a", "db", null)));
    SyncSettings other =
        PlanFixture.settings(
            PlanFixture.spec(PlanFixture.in(LEGACY, PlanFixture.entry("a", "db", null))));
    assertThat(PlanFixture.plan().specHash(PlanFixture.ID, one))
        .isNotEqualTo(PlanFixture.plan().specHash(PlanFixture.ID, other));
  }
}
