package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.CaProvider;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.KubernetesAuth;
import dev.keyturn.crds.v1alpha1.KubernetesProvider;
import dev.keyturn.crds.v1alpha1.KubernetesServer;
import dev.keyturn.crds.v1alpha1.KubernetesToken;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.kubernetes.KubernetesProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesReaderTest {
  private static final StoreKey OWN = new StoreKey(StoreKind.SecretStore, "shop", "k");
  private static final StoreKey SHARED = new StoreKey(StoreKind.ClusterSecretStore, "", "k");
  private static final String PEM = "-----BEGIN CERTIFICATE-----";

  private final KubernetesReader reader =
      new KubernetesReader(
          new KubernetesProviderFactory(InstantSource.fixed(Instant.EPOCH)),
          HomeCluster.of("https://10.96.0.1:443/", null, PEM),
          EndpointPolicy.of(List.of("https://*"), Set.of()));
  private final StoreConfigReader.Problems problems = new StoreConfigReader.Problems();

  private Optional<ProviderConfigs.Chosen> read(StoreKey store, KubernetesProvider kubernetes) {
    return reader.read(
        new StoreProvider(null, null, null, null, null, null, null, kubernetes, null, null, null),
        new StoreConfigReader.Owner(store),
        problems);
  }

  private static KubernetesAuth account(@Nullable String namespace) {
    return new KubernetesAuth(new ServiceAccountReference("reader", namespace, null), null);
  }

  private static KubernetesAuth token(@Nullable String namespace) {
    return new KubernetesAuth(
        null, new KubernetesToken(new KeyReference("east", "token", namespace)));
  }

  private static KubernetesServer server(String url) {
    return new KubernetesServer(url, null, null);
  }

  private void assertWrong(String... fields) {
    assertThat(problems.list()).extracting(ConfigProblem::field).containsExactly(fields);
  }

  @Test
  void thisClusterIsReachedByItsOwnAuthoritiesAndAsTheStoresAccount() {
    ProviderConfigs.Chosen chosen =
        read(OWN, new KubernetesProvider(null, account(null), null)).orElseThrow();
    assertThat(chosen.account()).contains(new StoreConfig.Account(Optional.of("shop"), "reader"));
    assertThat(chosen.secrets()).isEmpty();
    assertThat(chosen.route().authorities()).contains(new StoreConfig.Authorities.Inline(PEM));
    EndpointPolicy endpoints = chosen.route().endpoints().orElseThrow();
    assertThat(endpoints.allows(URI.create("https://10.96.0.1:443/api/v1"))).isTrue();
    assertThat(endpoints.allows(URI.create("https://10.96.0.2:443/api/v1"))).isFalse();
  }

  @Test
  void anotherClusterIsReachedLikeEveryBackendButByItsOwnAuthorities() {
    CaProvider kept = new CaProvider("ConfigMap", "east-ca", "ca.crt", null);
    ProviderConfigs.Chosen chosen =
        read(
                OWN,
                new KubernetesProvider(
                    new KubernetesServer("https://api.east.example:6443", null, kept),
                    token(null),
                    "shop"))
            .orElseThrow();
    assertThat(chosen.secrets()).containsOnlyKeys("token");
    assertThat(chosen.account()).isEmpty();
    assertThat(chosen.route().endpoints()).isEmpty();
    assertThat(chosen.route().authorities()).containsInstanceOf(StoreConfig.Authorities.Kept.class);
    assertThat(
            read(OWN, new KubernetesProvider(server("https://api.east.example"), token(null), "s"))
                .orElseThrow()
                .route())
        .isEqualTo(StoreConfig.Route.COMMON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://kubernetes.default.svc",
        "https://KUBERNETES.default",
        "https://kubernetes.default.svc.cluster.local:443/",
        "https://10.96.0.1"
      })
  void thisClusterHasNoOtherName(String url) {
    assertThat(read(OWN, new KubernetesProvider(server(url), account(null), "other"))).isEmpty();
    assertWrong("provider.kubernetes.server.url");
  }

  @Test
  void plainHttpAndMetadataAddressesAreRefused() {
    for (String url : List.of("http://api.east.example", "https://169.254.169.254/")) {
      assertThat(read(OWN, new KubernetesProvider(server(url), token(null), "s"))).isEmpty();
    }
    assertWrong("provider.kubernetes.server.url", "provider.kubernetes.server.url");
  }

  @Test
  void aSharedStoreNamesItsNamespaceAndLogsInAsTheNamespaceOfTheSync() {
    assertThat(
            read(SHARED, new KubernetesProvider(null, account(null), "platform"))
                .orElseThrow()
                .account())
        .contains(new StoreConfig.Account(Optional.empty(), "reader"));
    assertThat(read(SHARED, new KubernetesProvider(null, account(null), null))).isEmpty();
    assertWrong("provider.kubernetes.remoteNamespace");
  }

  @Test
  void aNamespacedStoreNamesNoOtherNamespace() {
    read(OWN, new KubernetesProvider(null, account("other"), null));
    read(OWN, new KubernetesProvider(server("https://e.example"), token("other"), "s"));
    assertWrong(
        "provider.kubernetes.auth.serviceAccount.namespace",
        "provider.kubernetes.auth.token.bearerToken.namespace");
  }

  @Test
  void exactlyOneMethodIsNamed() {
    KubernetesAuth both = new KubernetesAuth(account(null).serviceAccount(), token(null).token());
    assertThat(read(OWN, new KubernetesProvider(null, both, null))).isEmpty();
    assertThat(read(OWN, new KubernetesProvider(null, new KubernetesAuth(null, null), null)))
        .isEmpty();
    assertWrong("provider.kubernetes.auth", "provider.kubernetes.auth");
  }
}
