package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.AzureAuthSecret;
import dev.keyturn.crds.v1alpha1.AzureProvider;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.azure.AzureProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AzureReaderTest {
  private static final String URL = "https://shop.vault.azure.net";
  private static final String TENANT = "shop.onmicrosoft.com";
  private static final StoreKey OWN = new StoreKey(StoreKind.SecretStore, "shop", "azure");
  private static final StoreKey SHARED = new StoreKey(StoreKind.ClusterSecretStore, "", "azure");

  private final AzureReader reader =
      new AzureReader(
          new AzureProviderFactory(
              InstantSource.fixed(Instant.EPOCH),
              () -> {
                throw new IllegalStateException("reading opens nothing");
              }),
          EndpointPolicy.of(List.of("https://*"), Set.of()));
  private StoreConfigReader.Problems problems = new StoreConfigReader.Problems();

  private Optional<ProviderConfigs.Chosen> read(StoreKey store, AzureProvider azure) {
    problems = new StoreConfigReader.Problems();
    return reader.read(
        new StoreProvider(null, null, null, null, null, azure, null, null, null, null, null),
        new StoreConfigReader.Owner(store),
        problems);
  }

  private static AzureAuthSecret proof(
      @Nullable String namespace, boolean id, boolean secret, boolean certificate) {
    KeyReference reference = new KeyReference("azure", "k", namespace);
    return new AzureAuthSecret(
        id ? reference : null, secret ? reference : null, certificate ? reference : null);
  }

  private static AzureProvider azure(
      @Nullable String type,
      @Nullable AzureAuthSecret proof,
      @Nullable ServiceAccountReference account) {
    return new AzureProvider(URL, TENANT, type, proof, account, null);
  }

  private static ServiceAccountReference account(@Nullable String namespace) {
    return new ServiceAccountReference("app", namespace, null);
  }

  private void assertWrong(StoreKey store, AzureProvider azure, String... fields) {
    assertThat(read(store, azure)).isEmpty();
    assertThat(problems.list()).extracting(ConfigProblem::field).containsExactly(fields);
  }

  @Test
  void anApplicationsProofIsOfTheStoresNamespace() {
    ProviderConfigs.Chosen chosen =
        read(OWN, azure(null, proof(null, true, true, false), null)).orElseThrow();
    assertThat(chosen.secrets()).containsOnlyKeys("clientId", "clientSecret");
    assertThat(chosen.secrets().values())
        .allSatisfy(key -> assertThat(key.reference().namespace()).isEqualTo("shop"));
    assertThat(chosen.account()).isEmpty();
    assertThat(
            read(SHARED, azure("ServicePrincipal", proof("keyturn", true, false, true), null))
                .orElseThrow()
                .secrets())
        .containsOnlyKeys("clientId", "clientCertificate");
  }

  @Test
  void anApplicationHasExactlyOneProofAndNoAccount() {
    String field = "provider.azure.authSecretRef";
    assertWrong(OWN, azure(null, proof(null, true, false, false), null), field);
    assertWrong(OWN, azure(null, proof(null, true, true, true), null), field);
    assertWrong(OWN, azure(null, null, null), field, "provider.azure.authSecretRef.clientId");
    assertWrong(
        OWN,
        azure(null, proof(null, true, true, false), account(null)),
        "provider.azure.serviceAccountRef");
  }

  @Test
  void aTenantIsNeeded() {
    assertWrong(
        OWN,
        new AzureProvider(URL, null, null, proof(null, true, true, false), null, null),
        "provider.azure.tenantId");
  }

  @Test
  void aWorkloadsAccountIsTheStoresOwnOrTheSyncs() {
    AzureProvider own = azure("WorkloadIdentity", proof(null, true, false, false), account(null));
    assertThat(read(OWN, own).orElseThrow().account())
        .contains(new StoreConfig.Account(Optional.of("shop"), "app"));
    AzureProvider shared =
        azure("WorkloadIdentity", proof("keyturn", true, false, false), account(null));
    assertThat(read(SHARED, shared).orElseThrow().account())
        .contains(new StoreConfig.Account(Optional.empty(), "app"));
    assertWrong(
        OWN,
        azure("WorkloadIdentity", proof(null, true, false, false), account("other")),
        "provider.azure.serviceAccountRef.namespace");
    assertWrong(
        OWN,
        azure("WorkloadIdentity", proof(null, true, true, false), null),
        "provider.azure.authSecretRef",
        "provider.azure.serviceAccountRef");
  }

  @Test
  void noNamespaceBorrowsTheIdentityOfTheMachine() {
    assertWrong(OWN, azure("ManagedIdentity", null, null), "provider.azure.authType");
    assertThat(read(SHARED, azure("ManagedIdentity", null, null))).isPresent();
    assertThat(read(SHARED, azure("ManagedIdentity", proof("keyturn", true, false, false), null)))
        .isPresent();
    assertWrong(
        SHARED,
        azure("ManagedIdentity", proof("keyturn", true, true, false), account(null)),
        "provider.azure.authSecretRef",
        "provider.azure.serviceAccountRef");
  }

  @Test
  void aSecretOfAnotherNamespaceIsRefused() {
    assertWrong(
        OWN,
        azure(null, proof("other", true, true, false), null),
        "provider.azure.authSecretRef.clientId.namespace",
        "provider.azure.authSecretRef.clientSecret.namespace");
  }

  @Test
  void theVaultIsOneOfTheNamedCloud() {
    AzureAuthSecret proof = proof(null, true, true, false);
    String field = "provider.azure.vaultUrl";
    assertWrong(
        OWN, new AzureProvider("https://vault.example", TENANT, null, proof, null, null), field);
    assertWrong(OWN, new AzureProvider(URL, TENANT, null, proof, null, "ChinaCloud"), field);
    assertWrong(OWN, new AzureProvider("http://127.0.0.1", TENANT, null, proof, null, null), field);
    assertWrong(
        OWN,
        new AzureProvider(URL, TENANT, null, proof, null, "GermanCloud"),
        "provider.azure.environmentType");
    for (String[] vault :
        List.of(
            new String[] {"https://a.vault.usgovcloudapi.net", "USGovernmentCloud"},
            new String[] {"https://a.vault.azure.cn/", "ChinaCloud"},
            new String[] {"https://a.vault.azure.net", "PublicCloud"})) {
      assertThat(read(OWN, new AzureProvider(vault[0], TENANT, null, proof, null, vault[1])))
          .isPresent();
    }
  }

  @Test
  void aLoginThatIsNotThereIsRefused() {
    assertWrong(
        OWN, azure("Password", proof(null, true, true, false), null), "provider.azure.authType");
  }
}
