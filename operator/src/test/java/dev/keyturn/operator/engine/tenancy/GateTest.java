package dev.keyturn.operator.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.OwnStores;
import dev.keyturn.crds.v1alpha1.ScopeNamespaces;
import dev.keyturn.crds.v1alpha1.StoreGrant;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus.BoundNamespace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GateTest {
  private static final NamespaceIdentity SHOP = new NamespaceIdentity("shop", "uid-1");
  private static final StoreIdentity SHARED =
      new StoreIdentity(StoreKind.ClusterSecretStore, "vault");
  private static final StoreIdentity OWN = new StoreIdentity(StoreKind.SecretStore, "vault");

  @Test
  void aClusterStoreIsClosedUntilAScopeOpensIt() {
    assertThat(read(SHARED, "tenants/shop/db")).isEqualTo(denied(Detail.STORE));
    assertThat(read(SHARED, "tenants/shop/db", scope("s", grant(null, "tenants/shop/**"))))
        .isInstanceOfSatisfying(
            Decision.Allowed.class,
            allowed -> assertThat(allowed.scope()).isEqualTo(Optional.of("s")));
  }

  @Test
  void aClusterStoreStaysClosedForANamespaceThatNoScopeNames() {
    NamespaceIdentity other = new NamespaceIdentity("other", "uid-9");
    assertThat(
            Gate.decide(
                other, SHARED, Verb.READ, path("a"), List.of(scope("s", grant(null, "**")))))
        .isEqualTo(denied(Detail.STORE));
  }

  @Test
  void anOwnStoreIsOpenUntilAScopeNamesItsNamespace() {
    assertThat(read(OWN, "anything"))
        .isInstanceOfSatisfying(
            Decision.Allowed.class,
            allowed -> assertThat(allowed.scope()).isEqualTo(Optional.empty()));
    assertThat(read(OWN, "anything", scope("s", grant(null, "**"))))
        .isEqualTo(denied(Detail.STORE));
    assertThat(read(OWN, "anything", scope("s", grant("SecretStore", "anything"))))
        .isInstanceOfSatisfying(
            Decision.Allowed.class,
            allowed -> assertThat(allowed.scope()).isEqualTo(Optional.of("s")));
    assertThat(read(OWN, "else", scope("s", grant("SecretStore", "anything"))))
        .isEqualTo(denied(Detail.PATH, "anything"));
  }

  @Test
  void anOwnStoreIsOpenAsAWholeWhereAScopeAllowsThem() {
    ScopeView open = ScopeView.of("s", allowing(null), bound("uid-1"));
    assertThat(read(OWN, "anything", open))
        .isInstanceOfSatisfying(
            Decision.Allowed.class,
            allowed -> assertThat(allowed.scope()).isEqualTo(Optional.empty()));
    assertThat(read(SHARED, "anything", open)).isEqualTo(denied(Detail.STORE));
    assertThat(read(OWN, "anything", ScopeView.of("s", allowing(null), bound("uid-0"))))
        .isEqualTo(denied(Detail.NAMESPACE_RECREATED));
  }

  @Test
  void thePathListOfAnOwnStoreSaysWhatIsOpenThereThoughOwnStoresAreAllowed() {
    ScopeView narrow =
        ScopeView.of("s", allowing(List.of(grant("SecretStore", "listed"))), bound("uid-1"));
    assertThat(read(OWN, "listed", narrow)).isInstanceOf(Decision.Allowed.class);
    assertThat(read(OWN, "else", narrow)).isEqualTo(denied(Detail.PATH, "listed"));
    assertThat(read(OWN, "else", narrow, ScopeView.of("t", allowing(null), bound("uid-1"))))
        .isInstanceOf(Decision.Allowed.class);
  }

  private static TenantSecretScopeSpec allowing(@Nullable List<StoreGrant> grants) {
    return new TenantSecretScopeSpec(
        "shop",
        null,
        new ScopeNamespaces(List.of("shop")),
        grants,
        new OwnStores(true, null, null),
        null);
  }

  @Test
  void aScopeOfAnotherNamespaceDoesNotCloseAnOwnStore() {
    ScopeView other =
        ScopeView.of(
            "s",
            spec(List.of("other"), List.of()),
            List.of(new BoundNamespace("other", "u", true)));
    assertThat(read(OWN, "anything", other))
        .isInstanceOfSatisfying(
            Decision.Allowed.class,
            allowed -> assertThat(allowed.scope()).isEqualTo(Optional.empty()));
  }

  @Test
  void aScopeWithoutStoresClosesAll() {
    ScopeView scope = ScopeView.of("s", spec(List.of("shop"), null), bound("uid-1"));
    assertThat(read(SHARED, "a", scope)).isEqualTo(denied(Detail.STORE));
    assertThat(read(OWN, "a", scope)).isEqualTo(denied(Detail.STORE));
  }

  @Test
  void scopesAddUp() {
    ScopeView first = scope("first", grant(null, "a/*"));
    ScopeView second = scope("second", grant(null, "b/*"));
    assertThat(read(SHARED, "a/x", first, second))
        .isInstanceOfSatisfying(
            Decision.Allowed.class,
            allowed -> assertThat(allowed.scope()).isEqualTo(Optional.of("first")));
    assertThat(read(SHARED, "b/x", first, second))
        .isInstanceOfSatisfying(
            Decision.Allowed.class,
            allowed -> assertThat(allowed.scope()).isEqualTo(Optional.of("second")));
  }

  @Test
  void writingDoesNotImplyReading() {
    ScopeView scope = scope("s", new StoreGrant(null, "vault", List.of("r/**"), List.of("w/**")));
    assertThat(read(SHARED, "w/x", scope)).isEqualTo(denied(Detail.PATH, "r/**"));
    assertThat(Gate.decide(SHOP, SHARED, Verb.WRITE, path("w/x"), List.of(scope)))
        .isInstanceOfSatisfying(
            Decision.Allowed.class,
            allowed -> assertThat(allowed.scope()).isEqualTo(Optional.of("s")));
    assertThat(Gate.decide(SHOP, SHARED, Verb.WRITE, path("r/x"), List.of(scope)))
        .isEqualTo(denied(Detail.PATH, "w/**"));
  }

  @Test
  void aRecreatedNamespaceInheritsNothing() {
    ScopeView scope =
        ScopeView.of(
            "s", spec(List.of("shop"), List.of(grant(null, "**"))), bound("uid-of-the-first"));
    assertThat(read(SHARED, "a", scope)).isEqualTo(denied(Detail.NAMESPACE_RECREATED));
    assertThat(read(OWN, "a", scope)).isEqualTo(denied(Detail.NAMESPACE_RECREATED));
  }

  @Test
  void aNameThatIsNotBoundYetGrantsNothing() {
    ScopeView scope = ScopeView.of("s", spec(List.of("shop"), List.of(grant(null, "**"))), null);
    assertThat(read(SHARED, "a", scope)).isEqualTo(denied(Detail.STORE));
  }

  @Test
  void aNamespaceWithoutUidIsDeniedEverything() {
    NamespaceIdentity unknown = new NamespaceIdentity("shop", "");
    assertThat(Gate.decide(unknown, OWN, Verb.READ, path("a"), List.of()))
        .isEqualTo(denied(Detail.NAMESPACE_RECREATED));
  }

  @Test
  void aGrantOfAnotherStoreOrKindDoesNotCount() {
    ScopeView scope =
        scope("s", new StoreGrant(null, "vault-2", List.of("**"), null), grant("Store", "**"));
    assertThat(read(SHARED, "a", scope)).isEqualTo(denied(Detail.STORE));
  }

  @Test
  void aDenialNamesTheNearestPathsFirst() {
    ScopeView scope =
        scope("s", grant(null, "x/**", "tenants/shop/db/*", "tenants/${tenant}/tls", "y", "z"));
    assertThat(read(SHARED, "tenants/shop/db", scope))
        .isEqualTo(denied(Detail.PATH, "tenants/shop/db/*", "tenants/${tenant}/tls", "x/**"));
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true",
    "a/b, a/B, false",
    "a/*, a/b, true",
    "a/*, a/b/c, false",
    "a/*, a, false",
    "a/**, a/b, true",
    "a/**, a/b/c/d, true",
    "a/**, a, false",
    "a/**, ab/c, false",
    "**, a/b, true",
    "*/b, a/b, true",
    "${namespace}/x, shop/x, true",
    "${namespace}/x, shop2/x, false",
    "${tenant}/x, acme/x, true",
    "${tenant}/x, shop/x, false",
  })
  void patternsCompareWholeSegments(String pattern, String path, boolean matches) {
    assertThat(PathPattern.parse(pattern).orElseThrow().matches(path(path), "shop", "acme"))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a//b", "db-*", "a/**/b", "**/a", "../a", "a%2f", "x${tenant}", "$"})
  void aPatternOutsideTheGrammarGrantsNothing(String pattern) {
    assertThat(PathPattern.parse(pattern)).isEmpty();
    assertThat(read(SHARED, "a/b", scope("s", grant(null, pattern))))
        .isEqualTo(denied(Detail.PATH));
  }

  private static Decision read(StoreIdentity store, String path, ScopeView... scopes) {
    return Gate.decide(SHOP, store, Verb.READ, path(path), List.of(scopes));
  }

  private static Decision denied(Detail detail, String... nearest) {
    return new Decision.Denied(detail, List.of(nearest));
  }

  private static RemotePath path(String text) {
    return ((RemotePath.Canonical.Ok) RemotePath.canonical(text)).path();
  }

  private static ScopeView scope(String name, StoreGrant... grants) {
    return ScopeView.of(name, spec(List.of("shop"), List.of(grants)), bound("uid-1"));
  }

  private static StoreGrant grant(@Nullable String kind, String... read) {
    return new StoreGrant(kind, "vault", List.of(read), null);
  }

  private static TenantSecretScopeSpec spec(List<String> names, @Nullable List<StoreGrant> grants) {
    return new TenantSecretScopeSpec("shop", null, new ScopeNamespaces(names), grants, null, null);
  }

  private static List<BoundNamespace> bound(String uid) {
    return List.of(new BoundNamespace("shop", uid, true));
  }
}
