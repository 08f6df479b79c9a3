package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.FakeProvider;
import dev.keyturn.crds.v1alpha1.FileProvider;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.crds.v1alpha1.VaultAppRole;
import dev.keyturn.crds.v1alpha1.VaultAuth;
import dev.keyturn.crds.v1alpha1.VaultKubernetes;
import dev.keyturn.crds.v1alpha1.VaultProvider;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.environment.EnvironmentProviderFactory;
import dev.keyturn.operator.provider.fake.FakeProviderFactory;
import dev.keyturn.operator.provider.file.FileProviderFactory;
import dev.keyturn.operator.provider.testkit.NoClouds;
import dev.keyturn.operator.provider.vault.VaultProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Specs of stores, and what is read from them. */
abstract class StoreConfigCases {
  static final KeyReference TOKEN = new KeyReference("vault-token", "token", null);
  static final KeyReference TOKEN_ELSEWHERE = new KeyReference("vault-token", "token", "ops");

  static StoreConfigReader reader(boolean development) {
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

  static <S extends CustomResource<SecretStoreSpec, SecretStoreStatus>> S named(
      S store, @Nullable String namespace, SecretStoreSpec spec) {
    store.setMetadata(
        new ObjectMetaBuilder().withName("vault").withNamespace(namespace).withUid("u").build());
    store.setSpec(spec);
    return store;
  }

  static StoreConfig read(SecretStoreSpec spec) {
    return reader(true).read(named(new SecretStore(), "shop", spec));
  }

  static StoreConfig readCluster(SecretStoreSpec spec) {
    return reader(true).read(named(new ClusterSecretStore(), null, spec));
  }

  static SecretStoreSpec vault(VaultAuth auth) {
    return vault("https://vault.example:8200", null, auth);
  }

  static SecretStoreSpec vault(String server, @Nullable String version, VaultAuth auth) {
    return of(
        providers(
            new VaultProvider(server, null, version, null, auth, null, null, null, null, null),
            null,
            null));
  }

  static StoreProvider providers(
      @Nullable VaultProvider vault, @Nullable FileProvider file, @Nullable FakeProvider fake) {
    return new StoreProvider(vault, file, fake, null, null, null, null, null, null, null, null);
  }

  static SecretStoreSpec of(StoreProvider provider) {
    return new SecretStoreSpec(
        provider, null, null, null, null, null, null, null, null, null, null);
  }

  static VaultAuth login(
      @Nullable KeyReference token,
      @Nullable VaultAppRole appRole,
      @Nullable VaultKubernetes kubernetes,
      @Nullable String namespace) {
    return new VaultAuth(token, appRole, kubernetes, null, null, null, null, null, null, namespace);
  }

  static VaultAuth token(KeyReference reference) {
    return login(reference, null, null, null);
  }

  static StoreConfig.Valid valid(StoreConfig config) {
    assertThat(config).isInstanceOf(StoreConfig.Valid.class);
    return (StoreConfig.Valid) config;
  }

  static void assertWrong(StoreConfig config, String... fields) {
    assertThat(config)
        .isInstanceOfSatisfying(
            StoreConfig.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(ConfigProblem::field)
                    .containsExactly(fields));
  }
}
