package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.ShapeFixture.data;
import static dev.keyturn.operator.engine.plan.ShapeFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.DynamicSource;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.SyncDataFrom;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a fallback store serves in the place of the first, and when it must not. */
final class FallbackTest {
  private static final StoreIdentity VAULT = new StoreIdentity(StoreKind.SecretStore, "vault");
  private static final StoreIdentity STANDBY = new StoreIdentity(StoreKind.SecretStore, "standby");
  private static final SecretSyncSpec SPEC =
      ShapeFixture.with(
          PlanFixture.spec(PlanFixture.entry("a", "a", null), PlanFixture.entry("b", "b", null)),
          List.of(ShapeFixture.fallback("standby")),
          null);

  private final ShapeFixture backend =
      new ShapeFixture()
          .value("vault:a", "va")
          .value("vault:b", "vb")
          .value("standby:a", "sa")
          .value("standby:b", "sb");

  private static World world() {
    return new World(SPEC).alsoStore(STANDBY, new StoreView.Usable(STANDBY, "", StoreRules.OPEN));
  }

  private static World down(String reason) {
    return world().store(new StoreView.NotReady("SecretStore", "vault", reason));
  }

  private ShapeFixture failing(ErrorClass kind) {
    return backend.answer("vault:b", new ReadResult.Failed(kind, Detail.NONE));
  }

  @Test
  void theFirstStoreServesWhileItCan() {
    assertThat(data(backend.walk(world()))).isEqualTo(Map.of("a", "va", "b", "vb"));
    assertThat(backend.asked).containsExactly("read vault a", "read vault b");
  }

  /** A lease or certificate of another store would be another credential. */
  @ParameterizedTest
  @ValueSource(strings = {"Unavailable", "Timeout", "Sealed"})
  void noFallbackStandsInWhereKeysAreIssued(String reason) {
    SecretSyncSpec issuing =
        ShapeFixture.with(
            PlanFixture.spec(
                null,
                List.of(PlanFixture.entry("a", "a", null)),
                List.of(
                    new SyncDataFrom(
                        null,
                        null,
                        null,
                        null,
                        new DynamicSource("database/creds/app", null, null, null, null),
                        null,
                        null))),
            List.of(ShapeFixture.fallback("standby")),
            null);
    World world =
        new World(issuing)
            .alsoStore(STANDBY, new StoreView.Usable(STANDBY, "", StoreRules.OPEN))
            .store(new StoreView.NotReady("SecretStore", "vault", reason));
    assertThat(backend.walk(world)).isInstanceOf(Step.Park.class);
    assertThat(backend.asked).isEmpty();
  }

  /** What it lacks says nothing of the sync's own store, also where it alone is asked. */
  @Test
  void whatAFallbackLacksIsNoProofThatItIsGone() {
    backend
        .answer("standby:a", new ReadResult.Failed(ErrorClass.NotFound, Detail.NONE))
        .answer("standby:b", new ReadResult.Failed(ErrorClass.NotFound, Detail.NONE))
        .answer("vault:a", new ReadResult.Failed(ErrorClass.NotFound, Detail.NONE))
        .answer("vault:b", new ReadResult.Failed(ErrorClass.NotFound, Detail.NONE));
    assertThat(((Step.Failed) backend.walk(world())).gone()).isTrue();
    // Where the sync is held to the fallback, the own store is asked all the same, and decides.
    assertThat(((Step.Failed) backend.walk(world().served(STANDBY, true))).gone()).isTrue();
    backend.answer("vault:a", new ReadResult.Failed(ErrorClass.Timeout, Detail.NONE));
    assertThat(((Step.Failed) backend.walk(world().served(STANDBY, true))).gone()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {"Unavailable", "Timeout", "Sealed"})
  void anUnreachableStoreIsReplacedForEveryRead(ErrorClass kind) {
    Step step = failing(kind).walk(world());
    assertThat(data(step)).isEqualTo(Map.of("a", "sa", "b", "sb"));
    assertThat(((Step.Complete) step).servedBy()).isEqualTo(STANDBY);
    assertThat(((Step.Complete) step).sources())
        .allMatch(source -> source.store().equals("SecretStore/standby"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {
        "TlsError",
        "AccessDenied",
        "AuthFailed",
        "NotFound",
        "SourceDeleted",
        "Throttled",
        "InvalidData"
      })
  void whatMayBeMeantLeadsToNoOtherStore(ErrorClass kind) {
    assertThat(problem(failing(kind).walk(world())).kind()).isEqualTo(kind);
    assertThat(backend.asked).noneMatch(asked -> asked.contains("standby"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Unavailable", "Timeout", "Sealed"})
  void aStoreThatIsNotReadyBecauseItIsUnreachableIsReplaced(String reason) {
    assertThat(data(backend.walk(down(reason)))).isEqualTo(Map.of("a", "sa", "b", "sb"));
    assertThat(backend.asked).noneMatch(asked -> asked.contains("vault"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TlsError", "AuthFailed", "ConfigInvalid", "CredentialMissing", "Pending"})
  void aStoreThatIsNotReadyForAnotherReasonIsWaitedFor(String reason) {
    assertThat(backend.walk(down(reason))).isInstanceOf(Step.Park.class);
    assertThat(backend.asked).isEmpty();
  }

  @Test
  void whatAFallbackLacksIsNoProofThatTheSourceIsGone() {
    backend.answer("standby:a", new ReadResult.Failed(ErrorClass.NotFound, Detail.NONE));
    Step step = failing(ErrorClass.Unavailable).walk(world());
    assertThat(problem(step).kind()).isEqualTo(ErrorClass.Unavailable);
    assertThat(problem(step).subject()).contains("fallback SecretStore standby: NotFound");
    assertThat(((Step.Failed) step).gone()).isFalse();
  }

  @Test
  void whenAllAreUnreachableTheFirstOneIsNamed() {
    backend.answer("standby:a", new ReadResult.Failed(ErrorClass.Timeout, Detail.NONE));
    assertThat(problem(failing(ErrorClass.Sealed).walk(world())).kind())
        .isEqualTo(ErrorClass.Sealed);
    World bothDown =
        down("Sealed")
            .alsoStore(STANDBY, new StoreView.NotReady("SecretStore", "standby", "Sealed"));
    assertThat(backend.walk(bothDown))
        .isEqualTo(
            new Step.Park(Problem.of(ErrorClass.StoreNotReady, "SecretStore vault (Sealed)")));
  }

  @Test
  void aSyncThatIsHeldStaysWithTheFallback() {
    assertThat(data(backend.walk(world().served(STANDBY, true))))
        .isEqualTo(Map.of("a", "sa", "b", "sb"));
    assertThat(data(backend.walk(world().served(STANDBY, false))))
        .isEqualTo(Map.of("a", "va", "b", "vb"));
  }

  @Test
  void noAnswerOfOneStoreConfirmsTheValuesOfAnother() {
    backend.walk(world().settled().due().served(STANDBY, false));
    assertThat(backend.asked).containsExactly("read vault a", "read vault b");
    backend.asked.clear();
    backend.walk(world().settled().due().served(VAULT, false));
    assertThat(backend.asked).containsExactly("confirm vault a", "confirm vault b");
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {"NotFound", "SourceDeleted", "AccessDenied", "TlsError"})
  void whatAFallbackLacksLeadsASyncThatIsHeldBackToItsOwnStore(ErrorClass kind) {
    Detail detail = kind == ErrorClass.SourceDeleted ? Detail.DESTROYED : Detail.NONE;
    backend.answer("standby:a", new ReadResult.Failed(kind, detail));
    Step step = backend.walk(world().served(STANDBY, true));
    assertThat(data(step)).isEqualTo(Map.of("a", "va", "b", "vb"));
    assertThat(((Step.Complete) step).servedBy()).isEqualTo(VAULT);
  }

  @Test
  void whatAFallbackLacksIsNoProofWhereASyncIsHeldToIt() {
    backend.answer("standby:a", new ReadResult.Failed(ErrorClass.NotFound, Detail.NONE));
    Problem problem = problem(failing(ErrorClass.Unavailable).walk(world().served(STANDBY, true)));
    assertThat(problem.kind()).isEqualTo(ErrorClass.Unavailable);
    assertThat(problem.subject()).contains("fallback SecretStore standby: NotFound");
    assertThat(backend.walk(down("Sealed").served(STANDBY, true)))
        .isInstanceOfSatisfying(
            Step.Park.class,
            park ->
                assertThat(SourceGone.isSaidBy(park.why().kind(), park.why().detail())).isFalse());
  }

  @Test
  void aFallbackThatIsNotReadyHoldsNobody() {
    World world =
        world()
            .served(STANDBY, true)
            .alsoStore(STANDBY, new StoreView.NotReady("SecretStore", "standby", "TlsError"));
    assertThat(data(backend.walk(world))).isEqualTo(Map.of("a", "va", "b", "vb"));
  }
}
