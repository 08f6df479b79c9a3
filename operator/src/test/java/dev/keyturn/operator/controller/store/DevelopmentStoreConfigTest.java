package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.EnvironmentProvider;
import dev.keyturn.crds.v1alpha1.FakeProvider;
import dev.keyturn.crds.v1alpha1.FileProvider;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that only an operator for development serves. */
class DevelopmentStoreConfigTest extends StoreConfigCases {
  private static final SecretStoreSpec FILE = of(providers(null, new FileProvider("a.yaml"), null));

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
        reader(false).read(named(new SecretStore(), "shop", environment("APP_"))), "provider.env");
    assertThat(valid(read(environment("APP_"))).settings().provider()).isEqualTo("env");
    assertWrong(reader(false).read(named(new SecretStore(), "shop", FILE)), "provider.file");
    assertWrong(reader(false).read(named(new SecretStore(), "shop", fake(null))), "provider.fake");
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
