package dev.keyturn.operator.devcluster;

import dev.keyturn.crds.v1alpha1.FakeProvider;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.controller.store.ProviderConfigs;
import dev.keyturn.operator.controller.store.StoreConfig;
import dev.keyturn.operator.controller.store.StoreConfigReader;
import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code provider.fake} as the address of a {@link FakeBackend}: entry {@code backend} names
 * it, entry {@code credential} a Secret {@code namespace/name} whose key {@code token} is the
 * credential, entry {@code account} a ServiceAccount that each tenant logs in with.
 */
final class BackendReader implements ProviderConfigs.Reader {
  private final Map<String, FakeBackend> backends;

  BackendReader(Map<String, FakeBackend> backends) {
    this.backends = backends;
  }

  @Override
  public String provider() {
    return "fake";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.fake() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    Map<String, String> fields =
        java.util.Objects.requireNonNull(provider.fake()).data().stream()
            .collect(Collectors.toMap(FakeProvider.Entry::key, FakeProvider.Entry::value));
    FakeBackend backend =
        java.util.Objects.requireNonNull(backends.get(fields.get("backend")), "no such backend");
    return Optional.of(
        new ProviderConfigs.Chosen(
            provider(),
            secrets(fields.get("credential")),
            Optional.ofNullable(fields.get("account"))
                .map(account -> new StoreConfig.Account(Optional.empty(), account)),
            (credentials, http) -> backend.client(credential(credentials))));
  }

  private static Map<String, StoreConfig.SecretKeyReference> secrets(@Nullable String named) {
    if (named == null) {
      return Map.of();
    }
    String[] parts = named.split("/");
    return Map.of(
        "token",
        new StoreConfig.SecretKeyReference(
            "provider.fake.credential", Reference.secret(parts[0], parts[1]), "token"));
  }

  private static String credential(Credentials credentials) {
    SecretBytes token = credentials.secrets().get("token");
    return token == null ? "good" : token.with(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
