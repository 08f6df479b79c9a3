package dev.keyturn.operator.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.OwnStores;
import dev.keyturn.crds.v1alpha1.ScopeNamespaces;
import dev.keyturn.crds.v1alpha1.StoreAccounts;
import dev.keyturn.crds.v1alpha1.StoreGrant;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus.BoundNamespace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnStoreGateTest {
  private static final NamespaceIdentity SHOP = new NamespaceIdentity("shop", "uid-1");
  private static final StoreIdentity OWN = new StoreIdentity(StoreKind.SecretStore, "vault");
  private static final String HERE = "https://vault.example";
  private static final String THERE = "https://other.example";
  private static final StoreAccounts AWS =
      new StoreAccounts(List.of("111111111111", "222222222222"), null, null, null, null);

  private static ScopeView scope(
      String uid, @Nullable List<StoreGrant> stores, @Nullable OwnStores own) {
    return ScopeView.of(
        "scope",
        new TenantSecretScopeSpec(
            "shop", null, new ScopeNamespaces(List.of("shop")), stores, own, null),
        List.of(new BoundNamespace("shop", uid, true)));
  }

  private static ScopeView scope(@Nullable OwnStores own) {
    return scope("uid-1", null, own);
  }

  private static OwnStores allowing(
      @Nullable List<String> endpoints, @Nullable StoreAccounts accounts) {
    return new OwnStores(true, endpoints, accounts);
  }

  private static OwnStoreDecision decide(ScopeView... scopes) {
    return OwnStoreGate.decide("shop", Optional.of(SHOP), OWN, List.of(scopes));
  }

  private static OwnStoreDecision denied(Detail detail) {
    return new OwnStoreDecision.Denied(detail);
  }

  private static StoreBounds bounds(OwnStoreDecision decision) {
    assertThat(decision).isInstanceOf(OwnStoreDecision.Bounded.class);
    return ((OwnStoreDecision.Bounded) decision).bounds();
  }

  @Test
  void aNamespaceThatNoScopeNamesIsFree() {
    assertThat(decide()).isEqualTo(new OwnStoreDecision.Open());
    assertThat(OwnStoreGate.decide("blog", Optional.empty(), OWN, List.of(scope(null))))
        .isEqualTo(new OwnStoreDecision.Open());
  }

  @Test
  void aScopeThatSaysNothingOrNoClosesThem() {
    assertThat(decide(scope(null))).isEqualTo(denied(Detail.STORE));
    assertThat(decide(scope(new OwnStores(null, null, null)))).isEqualTo(denied(Detail.STORE));
    assertThat(decide(scope(new OwnStores(false, List.of(HERE), AWS))))
        .isEqualTo(denied(Detail.STORE));
  }

  @Test
  void allowOrAPathListOpensAStore() {
    List<StoreGrant> named = List.of(new StoreGrant("SecretStore", "vault", List.of("a"), null));
    List<StoreGrant> another = List.of(new StoreGrant("SecretStore", "else", List.of("a"), null));
    List<StoreGrant> shared = List.of(new StoreGrant(null, "vault", List.of("a"), null));
    assertThat(decide(scope(allowing(null, null)))).isEqualTo(new OwnStoreDecision.Open());
    assertThat(decide(scope("uid-1", named, null))).isEqualTo(new OwnStoreDecision.Open());
    assertThat(decide(scope("uid-1", another, null))).isEqualTo(denied(Detail.STORE));
    assertThat(decide(scope("uid-1", shared, null))).isEqualTo(denied(Detail.STORE));
    assertThat(bounds(decide(scope("uid-1", named, new OwnStores(null, List.of(HERE), null)))))
        .extracting(StoreBounds::endpoints)
        .isEqualTo(Optional.of(List.of(HERE)));
  }

  @Test
  void anotherNamespaceOfTheNameInheritsNothing() {
    assertThat(decide(scope("uid-0", null, allowing(null, null))))
        .isEqualTo(denied(Detail.NAMESPACE_RECREATED));
    assertThat(
            OwnStoreGate.decide(
                "shop", Optional.empty(), OWN, List.of(scope(allowing(null, null)))))
        .isEqualTo(denied(Detail.NAMESPACE_RECREATED));
  }

  @ParameterizedTest
  @CsvSource({
    "aws, 111111111111, true",
    "aws, 333333333333, false",
    "aws, '', false",
    "aws, 111111111111 222222222222, true",
    "aws, 111111111111 333333333333, false",
    "gcp, 111111111111, false",
    "webhook, '', false"
  })
  void everyAccountOfALoginIsListedForItsBackend(String backend, String accounts, boolean allowed) {
    StoreBounds bounds = bounds(decide(scope(allowing(null, AWS))));
    Set<String> named = accounts.isEmpty() ? Set.of() : Set.of(accounts.split(" "));
    assertThat(bounds.limitAccounts()).isTrue();
    assertThat(bounds.endpoints()).isEmpty();
    assertThat(bounds.allowAccounts(backend, named)).isEqualTo(allowed);
  }

  @Test
  void accountsThatListNothingAllowNothing() {
    StoreBounds bounds =
        bounds(decide(scope(allowing(null, new StoreAccounts(null, null, null, null, null)))));
    assertThat(bounds.allowAccounts("aws", Set.of("111111111111"))).isFalse();
  }

  @Test
  void tenantsOfAzureAreComparedInLowerCase() {
    StoreAccounts azure =
        new StoreAccounts(null, null, List.of("AAAAAAAA-2222-3333-4444-555555555555"), null, null);
    assertThat(
            bounds(decide(scope(allowing(null, azure))))
                .allowAccounts("azure", Set.of("aaaaaaaa-2222-3333-4444-555555555555")))
        .isTrue();
  }

  @Test
  void scopesAddUp() {
    ScopeView here = scope(allowing(List.of(HERE), null));
    ScopeView there = scope(allowing(List.of(THERE), null));
    assertThat(bounds(decide(here, there)).endpoints())
        .isEqualTo(Optional.of(List.of(HERE, THERE)));
    assertThat(decide(here, scope(allowing(null, null)))).isEqualTo(new OwnStoreDecision.Open());
    assertThat(decide(scope(null), scope(allowing(null, null))))
        .isEqualTo(new OwnStoreDecision.Open());
  }

  @Test
  void theAccountsOfOneScopeDoNotCountAtTheAddressesOfAnother() {
    StoreBounds both =
        bounds(decide(scope(allowing(List.of(HERE), null)), scope(allowing(List.of(THERE), AWS))));
    StoreBounds atThere =
        both.where(bound -> bound.endpoints().orElseThrow().equals(List.of(THERE)));
    assertThat(both.limitAccounts()).isFalse();
    assertThat(atThere.limitAccounts()).isTrue();
    assertThat(atThere.allowAccounts("aws", Set.of("333333333333"))).isFalse();
  }
}
