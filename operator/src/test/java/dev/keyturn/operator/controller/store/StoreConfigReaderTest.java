package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.CaProvider;
import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.EnvironmentProvider;
import dev.keyturn.crds.v1alpha1.FakeProvider;
import dev.keyturn.crds.v1alpha1.FileProvider;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreCache;
import dev.keyturn.crds.v1alpha1.StoreLimits;
import dev.keyturn.crds.v1alpha1.StoreNaming;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.crds.v1alpha1.StoreRetry;
import dev.keyturn.crds.v1alpha1.StoreTimeouts;
import dev.keyturn.crds.v1alpha1.VaultAppRole;
import dev.keyturn.crds.v1alpha1.VaultAuth;
import dev.keyturn.crds.v1alpha1.VaultKubernetes;
import dev.keyturn.crds.v1alpha1.VaultProvider;
import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.environment.EnvironmentProviderFactory;
import dev.keyturn.operator.provider.fake.FakeProviderFactory;
import dev.keyturn.operator.provider.file.FileProviderFactory;
import dev.keyturn.operator.provider.testkit.NoClouds;
import dev.keyturn.operator.provider.vault.VaultProviderFactory;
import dev.keyturn.operator.source.ConnectionSettings;
import dev.keyturn.operator.source.Retry;
import dev.keyturn.operator.source.guard.CallLimits;
import dev.keyturn.operator.source.http.EndpointPolicy;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreConfigReaderTest {
  private static final KeyReference TOKEN = new KeyReference("vault-token", "token", null);
  private static final KeyReference TOKEN_ELSEWHERE =
      new KeyReference("vault-token", "token", "ops");

  private static StoreConfigReader reader(boolean development) {
    InstantSource clock = InstantSource.system();
    return new StoreConfigReader(
        new ProviderConfigs(
            new VaultReader(
                new VaultProviderFactory(clock, new NoClouds()),
                EndpointPolicy.of(List.of("https://*"), Set.of())),
            new FileReader(
                new FileProviderFactory(clock),
                development ? Optional.of(Path.of("/data")) : Optional.empty(),
                store -> {}),
            new EnvironmentReader(new EnvironmentProviderFactory(clock, Map.of()), development),
            new FakeReader(new FakeProviderFactory(clock), development)));
  }

  private static <S extends CustomResource<SecretStoreSpec, SecretStoreStatus>> S named(
      S store, @Nullable String namespace, SecretStoreSpec spec) {
    store.setMetadata(
        new ObjectMetaBuilder().withName("vault").withNamespace(namespace).withUid("u").build());
    store.setSpec(spec);
    return store;
  }

  private static StoreConfig read(SecretStoreSpec spec) {
    return reader(true).read(named(new SecretStore(), "shop", spec));
  }

  private static StoreConfig readCluster(SecretStoreSpec spec) {
    return reader(true).read(named(new ClusterSecretStore(), null, spec));
  }

  private static SecretStoreSpec vault(VaultAuth auth) {
    return vault("https://vault.example:8200", null, auth);
  }

  private static SecretStoreSpec vault(String server, @Nullable String version, VaultAuth auth) {
    return of(
        providers(
            new VaultProvider(server, null, version, null, auth, null, null, null, null),
            null,
            null));
  }

  private static StoreProvider providers(
      @Nullable VaultProvider vault, @Nullable FileProvider file, @Nullable FakeProvider fake) {
    return new StoreProvider(vault, file, fake, null, null, null, null, null, null, null, null);
  }

  private static SecretStoreSpec of(StoreProvider provider) {
    return new SecretStoreSpec(
        provider, null, null, null, null, null, null, null, null, null, null);
  }

  private static VaultAuth login(
      @Nullable KeyReference token,
      @Nullable VaultAppRole appRole,
      @Nullable VaultKubernetes kubernetes,
      @Nullable String namespace) {
    return new VaultAuth(token, appRole, kubernetes, null, null, null, null, null, null, namespace);
  }

  private static VaultAuth token(KeyReference reference) {
    return login(reference, null, null, null);
  }

  private static StoreConfig.Valid valid(StoreConfig config) {
    assertThat(config).isInstanceOf(StoreConfig.Valid.class);
    return (StoreConfig.Valid) config;
  }

  private static void assertWrong(StoreConfig config, String... fields) {
    assertThat(config)
        .isInstanceOfSatisfying(
            StoreConfig.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(ConfigProblem::field)
                    .containsExactly(fields));
  }

  @Test
  void whatIsNotSaidHasTheDocumentedDefault() {
    StoreConfig.Valid config = valid(read(vault(token(TOKEN))));
    assertThat(config.settings())
        .isEqualTo(
            new ConnectionSettings(
                "vault",
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                1000,
                new CallLimits(500, 500, 32),
                new Retry(1, Duration.ofSeconds(1), Duration.ofSeconds(5))));
    assertThat(config.connect()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.authorities()).isEqualTo(new StoreConfig.Authorities.OfTheSystem());
    assertThat(config.needsTenant()).isFalse();
    assertThat(config.references()).containsExactly(Reference.secret("shop", "vault-token"));
  }

  @Test
  void whatIsSaidIsTaken() {
    SecretStoreSpec spec =
        new SecretStoreSpec(
            vault(token(TOKEN)).provider(),
            "1m",
            null,
            new CaProvider("ConfigMap", "ca", "ca.crt", null),
            null,
            new StoreTimeouts("2s", "3s"),
            new StoreCache("0s", 7),
            new StoreLimits(7, 8, 9),
            new StoreRetry(3, "2s", "4s"),
            null,
            null);
    StoreConfig.Valid config = valid(read(spec));
    assertThat(config.settings())
        .isEqualTo(
            new ConnectionSettings(
                "vault",
                Duration.ofSeconds(3),
                Duration.ZERO,
                7,
                new CallLimits(7, 8, 9),
                new Retry(3, Duration.ofSeconds(2), Duration.ofSeconds(4))));
    assertThat(config.connect()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.references())
        .containsExactlyInAnyOrder(
            Reference.secret("shop", "vault-token"), Reference.configMap("shop", "ca"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "often, -, -, -, refreshInterval",
        "9s, -, -, -, refreshInterval",
        "-, soon, -, -, timeouts.connect",
        "-, -, soon, -, timeouts.request",
        "-, 0s, -, -, timeouts.connect",
        "-, 6m, -, -, timeouts.connect",
        "-, -, 0s, -, timeouts.request",
        "-, -, 6m, -, timeouts.request",
        "-, -, -, long, cache.ttl"
      })
  void aDurationThatIsNoneIsNamed(
      @Nullable String probe,
      @Nullable String connect,
      @Nullable String request,
      @Nullable String ttl,
      String field) {
    assertWrong(
        read(
            new SecretStoreSpec(
                vault(token(TOKEN)).provider(),
                probe,
                null,
                null,
                null,
                new StoreTimeouts(connect, request),
                new StoreCache(ttl, null),
                null,
                null,
                null,
                null)),
        field);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"Nothing, -, access", "-, '(', naming.pattern", "-, 'a{1001}', naming.pattern"})
  void aRuleThatMakesNoSenseIsNamed(
      @Nullable String access, @Nullable String pattern, String field) {
    assertWrong(
        read(
            new SecretStoreSpec(
                vault(token(TOKEN)).provider(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                access,
                pattern == null ? null : new StoreNaming(pattern))),
        field);
  }

  @Test
  void aStoreHasExactlyOneProvider() {
    assertWrong(read(of(providers(null, null, null))), "provider");
    assertWrong(
        read(of(providers(null, new FileProvider("a.yaml"), new FakeProvider(List.of())))),
        "provider");
  }

  @Nested
  class Namespaces {
    @Test
    void aNamespacedStoreNamesNoOtherNamespace() {
      assertWrong(
          read(vault(token(TOKEN_ELSEWHERE))), "provider.vault.auth.tokenSecretRef.namespace");
    }

    @Test
    void aClusterWideStoreHasToNameOne() {
      assertWrong(readCluster(vault(token(TOKEN))), "provider.vault.auth.tokenSecretRef.namespace");
      assertThat(valid(readCluster(vault(token(TOKEN_ELSEWHERE)))).references())
          .containsExactly(Reference.secret("ops", "vault-token"));
    }

    @Test
    void anAuthorityIsKeptInTheStoresOwnNamespace() {
      SecretStoreSpec spec =
          new SecretStoreSpec(
              vault(token(TOKEN)).provider(),
              null,
              null,
              new CaProvider("Secret", "ca", "ca.crt", "ops"),
              null,
              null,
              null,
              null,
              null,
              null,
              null);
      assertWrong(read(spec), "caProvider.namespace");
    }

    @Test
    void aServiceAccountOfEachNamespaceNeedsATenant() {
      VaultAuth auth =
          login(
              null,
              null,
              new VaultKubernetes(
                  null, "app", new ServiceAccountReference("app", null, null), null),
              null);
      assertThat(valid(readCluster(vault(auth))).needsTenant()).isTrue();
      assertThat(valid(read(vault(auth))).needsTenant()).isFalse();
      assertThat(valid(read(vault(auth))).account())
          .contains(new StoreConfig.Account(Optional.of("shop"), "app"));
    }

    @Test
    void aNamespacedStoreBorrowsNoServiceAccount() {
      VaultAuth auth =
          login(
              null,
              null,
              new VaultKubernetes(
                  null, "app", new ServiceAccountReference("app", "ops", null), null),
              null);
      assertWrong(read(vault(auth)), "provider.vault.auth.kubernetes.serviceAccountRef.namespace");
    }
  }

  @Nested
  class Vault {
    @ParameterizedTest
    @ValueSource(
        strings = {"http://vault.example:8200", "ftp://vault.example", "no url at all", "https:"})
    void aServerThatIsNotAllowedIsRefused(String server) {
      assertWrong(read(vault(server, null, token(TOKEN))), "provider.vault.server");
    }

    @Test
    void theVersionIsOneOfTwo() {
      assertWrong(
          read(vault("https://vault.example", "v3", token(TOKEN))), "provider.vault.version");
    }

    @Test
    void aMethodIsNeeded() {
      assertWrong(read(vault(login(null, null, null, null))), "provider.vault.auth");
    }

    @Test
    void anAppRoleNeedsItsRole() {
      assertWrong(
          read(vault(login(null, new VaultAppRole(null, null, null, TOKEN), null, null))),
          "provider.vault.auth.appRole");
      assertThat(
              valid(read(vault(login(null, new VaultAppRole(null, "id", null, TOKEN), null, null))))
                  .secrets())
          .hasSize(1);
    }

    @Test
    void kubernetesNeedsATokenToShow() {
      assertWrong(
          read(vault(login(null, null, new VaultKubernetes(null, "app", null, null), null))),
          "provider.vault.auth.kubernetes");
    }
  }

  @Nested
  class Development {
    private static final SecretStoreSpec FILE =
        of(providers(null, new FileProvider("a.yaml"), null));

    private static SecretStoreSpec fake(@Nullable String version) {
      return of(
          providers(
              null, null, new FakeProvider(List.of(new FakeProvider.Entry("k", "v", version)))));
    }

    private static SecretStoreSpec environment(String prefix) {
      return of(
          new StoreProvider(
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              new EnvironmentProvider(prefix)));
    }

    @Test
    void fileEnvAndFakeAreRefusedUntilTheOperatorAllowsThem() {
      assertWrong(
          reader(false).read(named(new SecretStore(), "shop", environment("APP_"))),
          "provider.env");
      assertThat(valid(read(environment("APP_"))).settings().provider()).isEqualTo("env");
      assertWrong(reader(false).read(named(new SecretStore(), "shop", FILE)), "provider.file");
      assertWrong(
          reader(false).read(named(new SecretStore(), "shop", fake(null))), "provider.fake");
      assertThat(valid(read(FILE)).settings().provider()).isEqualTo("file");
      assertThat(valid(read(fake("3"))).settings().provider()).isEqualTo("fake");
    }

    @Test
    void aPrefixOfVariablesIsAWordWithItsUnderscore() {
      assertWrong(read(environment("APP")), "provider.env.prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"three", "0", "-1", "99999999999999999999"})
    void aFakeVersionIsANumber(String version) {
      assertWrong(read(fake(version)), "provider.fake.data[0].version");
    }
  }
}
