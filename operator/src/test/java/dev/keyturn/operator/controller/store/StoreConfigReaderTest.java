package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.CaProvider;
import dev.keyturn.crds.v1alpha1.FakeProvider;
import dev.keyturn.crds.v1alpha1.FileProvider;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreCache;
import dev.keyturn.crds.v1alpha1.StoreLimits;
import dev.keyturn.crds.v1alpha1.StoreNaming;
import dev.keyturn.crds.v1alpha1.StoreRetry;
import dev.keyturn.crds.v1alpha1.StoreTimeouts;
import dev.keyturn.crds.v1alpha1.VaultAppRole;
import dev.keyturn.crds.v1alpha1.VaultAuth;
import dev.keyturn.crds.v1alpha1.VaultKubernetes;
import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.source.ConnectionSettings;
import dev.keyturn.operator.source.Retry;
import dev.keyturn.operator.source.guard.CallLimits;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreConfigReaderTest extends StoreConfigCases {
  @Test
  @Proves("F004")
  void whatIsNotSaidHasTheDocumentedDefault() {
    StoreConfig.Valid config = valid(read(vault(token(TOKEN))));
    assertThat(config.settings())
        .isEqualTo(
            new ConnectionSettings(
                "vault",
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                1000,
                new CallLimits(500, 500, 64),
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
}
