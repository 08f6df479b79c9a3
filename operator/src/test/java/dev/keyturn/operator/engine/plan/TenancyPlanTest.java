package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.PlanFixture.assertFailed;
import static dev.keyturn.operator.engine.plan.PlanFixture.entry;
import static dev.keyturn.operator.engine.plan.PlanFixture.next;
import static dev.keyturn.operator.engine.plan.PlanFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.ScopeNamespaces;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreGrant;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import dev.keyturn.operator.engine.tenancy.ScopeView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What scopes let a plan read. */
class TenancyPlanTest {
  private static final SecretSyncSpec SPEC = spec(entry("password", "shop/db", "password"));

  private static ScopeView scope(String uid, String pattern) {
    return ScopeView.of(
        "shop",
        new TenantSecretScopeSpec(
            "shop",
            null,
            new ScopeNamespaces(List.of("shop")),
            List.of(new StoreGrant("ClusterSecretStore", "vault", List.of(pattern), null)),
            null,
            null),
        List.of(new TenantSecretScopeStatus.BoundNamespace("shop", uid, true)));
  }

  @Test
  void aSharedStoreIsClosedUntilAScopeOpensIt() {
    assertFailed(next(new World(SPEC).clusterStore("")), ErrorClass.ScopeDenied, Detail.STORE);
  }

  @Test
  void aGrantIsCheckedOnTheFinalKeyWithItsPrefix() {
    World world = new World(SPEC).clusterStore("prod/").scopes(scope("uid-1", "prod/shop/*"));
    assertThat(next(world))
        .isInstanceOfSatisfying(
            Step.Need.class,
            need -> {
              ReadRequest request = need.reads().getFirst();
              assertThat(request.key()).isEqualTo("prod/shop/db");
              assertThat(request.granted().path()).hasToString("prod/shop/db");
              assertThat(request.granted().scope()).contains("shop");
            });
  }

  @Test
  void aGrantOfTheKeyWithoutItsPrefixOpensNothing() {
    World world = new World(SPEC).clusterStore("prod/").scopes(scope("uid-1", "shop/*"));
    assertFailed(next(world), ErrorClass.ScopeDenied, Detail.PATH);
  }

  private static final String ROLE = "role:database/static-creds/app";

  @Test
  void aRoleIsReadWithoutThePrefixAndGrantedByItsClass() {
    SecretSyncSpec role = spec(entry("password", ROLE, "password"));
    World world = new World(role).clusterStore("prod/");
    assertThat(next(world.scopes(scope("uid-1", "role:database/static-creds/*"))))
        .isInstanceOfSatisfying(
            Step.Need.class,
            need -> {
              ReadRequest request = need.reads().getFirst();
              assertThat(request.key()).isEqualTo(ROLE);
              assertThat(request.granted().path()).hasToString(ROLE);
            });
  }

  @Test
  void noPlainPatternGrantsARole() {
    SecretSyncSpec role = spec(entry("password", ROLE, "password"));
    for (String pattern : List.of("**", "prod/**", "database/static-creds/*", "dynamic:**")) {
      World world = new World(role).clusterStore("prod/").scopes(scope("uid-1", pattern));
      assertFailed(next(world), ErrorClass.ScopeDenied, Detail.PATH);
    }
  }

  @Test
  void aRecreatedNamespaceInheritsNothing() {
    World world = new World(SPEC).clusterStore("").scopes(scope("uid-0", "shop/*"));
    assertFailed(next(world), ErrorClass.ScopeDenied, Detail.NAMESPACE_RECREATED);
  }

  @Test
  void aNamespaceWithoutAKnownUidIsDenied() {
    assertFailed(
        next(new World(SPEC).unknownNamespace()),
        ErrorClass.ScopeDenied,
        Detail.NAMESPACE_RECREATED);
  }

  @Test
  void oneDeniedKeyStopsEveryRead() {
    SecretSyncSpec two = spec(entry("a", "shop/db", null), entry("b", "other/db", null));
    World world = new World(two).clusterStore("").scopes(scope("uid-1", "shop/*"));
    assertFailed(next(world), ErrorClass.ScopeDenied, Detail.PATH);
  }

  @Test
  void aKeyThatClimbsIsNoKey() {
    World world = new World(spec(entry("a", "shop/../admin", null))).clusterStore("");
    assertThat(next(world))
        .isEqualTo(
            new Step.Failed(
                new Problem(ErrorClass.ConfigInvalid, Detail.FIELD, "spec.data[0] (key)"),
                KeyCount.UNKNOWN));
  }
}
