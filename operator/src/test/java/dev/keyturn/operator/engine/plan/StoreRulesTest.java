package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreAccess;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.template.Expression;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.engine.tenancy.Verb;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store refuses by itself, before it is asked. */
class StoreRulesTest {
  private static final StoreIdentity STORE = new StoreIdentity(StoreKind.SecretStore, "vault");

  private static final SecretSyncSpec SPEC =
      PlanFixture.spec(PlanFixture.entry("password", "shop/db", "password"));

  private static StoreRules named(String pattern) {
    return new StoreRules(StoreAccess.ReadWrite, Expression.parse(pattern));
  }

  private static RemotePath path(String text) {
    return ((RemotePath.Canonical.Ok) RemotePath.canonical(text)).path();
  }

  @ParameterizedTest
  @CsvSource({
    "ReadOnly, READ, true",
    "ReadOnly, WRITE, false",
    "WriteOnly, READ, false",
    "WriteOnly, WRITE, true",
    "ReadWrite, READ, true",
    "ReadWrite, WRITE, true"
  })
  void accessSaysWhichWayValuesMayGo(StoreAccess access, Verb verb, boolean allowed) {
    StoreRules rules = new StoreRules(access, Optional.empty());
    Optional<Problem> refusal = rules.refusal(verb, STORE, path("shop/db"), "spec.data[0]");
    assertThat(refusal.isEmpty()).isEqualTo(allowed);
    refusal.ifPresent(why -> {
      assertThat(why.kind()).isEqualTo(ErrorClass.ConfigInvalid);
      assertThat(why.detail()).isEqualTo(Detail.STORE);
      assertThat(why.subject()).isEqualTo("spec.data[0], SecretStore vault " + access);
    });
  }

  @ParameterizedTest
  @CsvSource({
    "org/database/main, true",
    "org/redis/cache-1, true",
    "org/files/main, false",
    "org/database/Main, false",
    "org/database/main/more, false",
    "other/org/database/main, false"
  })
  void aKeyMustShowWhatTheNamingAsksFor(String key, boolean allowed) {
    Optional<Problem> refusal =
        named("^org/(database|redis)/[a-z0-9-]+$")
            .refusal(Verb.READ, STORE, path(key), "spec.data[0]");
    assertThat(refusal.isEmpty()).isEqualTo(allowed);
    refusal.ifPresent(why -> {
      assertThat(why.kind()).isEqualTo(ErrorClass.ConfigInvalid);
      assertThat(why.detail()).isEqualTo(Detail.NAME_ILLEGAL);
      assertThat(why.subject()).isEqualTo("spec.data[0], SecretStore vault, key " + key);
    });
  }

  @Test
  void aPatternWithoutEndsIsLookedForAnywhereInTheKey() {
    assertThat(named("database").refusal(Verb.WRITE, STORE, path("a/database/b"), "")).isEmpty();
  }

  @Test
  void theKeyThatCountsIsTheOneWithThePrefix() {
    assertThat(next(named("^prod/shop/"))).isInstanceOf(Step.Need.class);
    assertThat(next(named("^shop/")))
        .isInstanceOfSatisfying(
            Step.Failed.class,
            failed -> {
              assertThat(failed.why().detail()).isEqualTo(Detail.NAME_ILLEGAL);
              assertThat(failed.why().subject()).contains("key prod/shop/db");
            });
  }

  @Test
  void theNamingIsOfStoredValuesAndNotOfRoles() {
    SecretSyncSpec role =
        PlanFixture.spec(PlanFixture.entry("a", "role:database/static-creds/app", "password"));
    assertThat(
            PlanFixture.plan()
                .next(new World(role).ruled(named("^prod/shop/")).observed(), Knowledge.NOTHING))
        .isInstanceOf(Step.Need.class);
    StoreRules written = new StoreRules(StoreAccess.WriteOnly, Optional.empty());
    assertThat(
            PlanFixture.plan().next(new World(role).ruled(written).observed(), Knowledge.NOTHING))
        .isInstanceOf(Step.Failed.class);
  }

  @Test
  void aStoreThatIsOnlyWrittenIsNotRead() {
    assertThat(next(new StoreRules(StoreAccess.WriteOnly, Optional.empty())))
        .isInstanceOfSatisfying(
            Step.Failed.class, failed -> assertThat(failed.why().detail()).isEqualTo(Detail.STORE));
  }

  private static Step next(StoreRules rules) {
    return PlanFixture.plan().next(new World(SPEC).ruled(rules).observed(), Knowledge.NOTHING);
  }
}
