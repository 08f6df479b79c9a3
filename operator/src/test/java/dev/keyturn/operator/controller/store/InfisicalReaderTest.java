package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.InfisicalAuth;
import dev.keyturn.crds.v1alpha1.InfisicalKubernetesAuth;
import dev.keyturn.crds.v1alpha1.InfisicalProvider;
import dev.keyturn.crds.v1alpha1.InfisicalScope;
import dev.keyturn.crds.v1alpha1.InfisicalTokenAuth;
import dev.keyturn.crds.v1alpha1.InfisicalUniversalAuth;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.infisical.InfisicalProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfisicalReaderTest {
  private static final StoreKey OWN = new StoreKey(StoreKind.SecretStore, "shop", "infisical");
  private static final StoreKey SHARED =
      new StoreKey(StoreKind.ClusterSecretStore, "", "infisical");
  private static final InfisicalScope SCOPE = scope("shop-r4-h", null);

  private final InfisicalReader reader =
      new InfisicalReader(
          new InfisicalProviderFactory(InstantSource.fixed(Instant.EPOCH)),
          EndpointPolicy.of(List.of("https://*"), Set.of()));
  private final StoreConfigReader.Problems problems = new StoreConfigReader.Problems();

  private Optional<ProviderConfigs.Chosen> read(StoreKey store, InfisicalProvider infisical) {
    return reader.read(
        new StoreProvider(null, null, null, null, null, null, infisical, null, null, null, null),
        new StoreConfigReader.Owner(store),
        problems);
  }

  private static InfisicalScope scope(@Nullable String slug, @Nullable String id) {
    return new InfisicalScope(slug, id, "prod", null, null, null);
  }

  private static KeyReference key(String name, @Nullable String namespace) {
    return new KeyReference("infisical", name, namespace);
  }

  private static InfisicalAuth universal(@Nullable String namespace) {
    return new InfisicalAuth(
        new InfisicalUniversalAuth(key("id", namespace), key("secret", namespace)), null, null);
  }

  private static InfisicalAuth kubernetes(@Nullable String namespace) {
    return new InfisicalAuth(
        null,
        new InfisicalKubernetesAuth(
            key("identity", "keyturn"), new ServiceAccountReference("app", namespace, null)),
        null);
  }

  private void assertWrong(String field, FailureDetail detail) {
    assertThat(problems.list())
        .extracting(ConfigProblem::field, ConfigProblem::detail)
        .contains(Tuple.tuple("provider.infisical." + field, detail));
  }

  @Test
  void credentialsAreReferencesOfTheStoresNamespace() {
    ProviderConfigs.Chosen chosen =
        read(OWN, new InfisicalProvider(null, universal(null), SCOPE)).orElseThrow();
    assertThat(chosen.secrets()).containsOnlyKeys("clientId", "clientSecret");
    assertThat(chosen.secrets().values())
        .allSatisfy(key -> assertThat(key.reference().namespace()).isEqualTo("shop"));
    assertThat(chosen.account()).isEmpty();
    InfisicalAuth token = new InfisicalAuth(null, null, new InfisicalTokenAuth(key("token", null)));
    assertThat(read(OWN, new InfisicalProvider(null, token, SCOPE)).orElseThrow().secrets())
        .containsOnlyKeys("accessToken");
  }

  @Test
  void aSharedStoreLogsInAsTheNamespaceOfTheSyncUnlessItNamesOne() {
    assertThat(
            read(SHARED, new InfisicalProvider(null, kubernetes(null), SCOPE))
                .orElseThrow()
                .account())
        .contains(new StoreConfig.Account(Optional.empty(), "app"));
    assertThat(
            read(SHARED, new InfisicalProvider(null, kubernetes("keyturn"), SCOPE))
                .orElseThrow()
                .account())
        .contains(new StoreConfig.Account(Optional.of("keyturn"), "app"));
  }

  @Test
  void aNamespacedStoreNamesNothingOfAnotherNamespace() {
    assertThat(read(OWN, new InfisicalProvider(null, kubernetes("other"), SCOPE))).isEmpty();
    assertWrong("auth.kubernetesAuthCredentials.serviceAccountRef.namespace", FailureDetail.FIELD);
    assertWrong("auth.kubernetesAuthCredentials.identityId.namespace", FailureDetail.FIELD);
  }

  @Test
  void theServerMustBeOneThatTheOperatorMayReach() {
    assertThat(read(OWN, new InfisicalProvider("http://infisical.example", universal(null), SCOPE)))
        .isEmpty();
    assertWrong("hostAPI", FailureDetail.ENDPOINT);
  }

  @Test
  void noMethodAndTwoMethodsAreRefused() {
    assertThat(read(OWN, new InfisicalProvider(null, new InfisicalAuth(null, null, null), SCOPE)))
        .isEmpty();
    assertWrong("auth", FailureDetail.FIELD);
    InfisicalAuth both =
        new InfisicalAuth(
            universal(null).universalAuthCredentials(),
            null,
            new InfisicalTokenAuth(key("token", null)));
    assertThat(read(OWN, new InfisicalProvider(null, both, SCOPE))).isEmpty();
  }

  @Test
  void noProjectAndTwoProjectsAreRefused() {
    assertThat(read(OWN, new InfisicalProvider(null, universal(null), scope(null, null))))
        .isEmpty();
    assertWrong("secretsScope", FailureDetail.FIELD);
    assertThat(read(OWN, new InfisicalProvider(null, universal(null), scope("a", "b")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    ", true",
    "https://app.infisical.com, true",
    "https://eu.infisical.com/api, true",
    "https://infisical.com:443, true",
    "https://infisical.example, false",
    "https://infisical.com.example, false",
    "https://notinfisical.com, false"
  })
  void theVendorsOwnServersAreAskedLessOften(@Nullable String host, boolean cloud) {
    StoreProvider provider =
        new StoreProvider(
            null,
            null,
            null,
            null,
            null,
            null,
            new InfisicalProvider(host, universal(null), SCOPE),
            null,
            null,
            null,
            null);
    assertThat(InfisicalReader.isCloud(provider)).isEqualTo(cloud);
  }
}
