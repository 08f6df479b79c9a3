package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.GitHubProvider;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.github.GitHubConfig;
import dev.keyturn.operator.provider.github.GitHubProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads {@code provider.github}. */
public final class GitHubReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.github";
  private static final String DEFAULT_URL = "https://api.github.com";

  private final GitHubProviderFactory factory;
  private final EndpointPolicy endpoints;

  public GitHubReader(GitHubProviderFactory factory, EndpointPolicy endpoints) {
    this.factory = factory;
    this.endpoints = endpoints;
  }

  @Override
  public String provider() {
    return "github";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.github() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    GitHubProvider github = provider.github();
    if (github == null) {
      return Optional.empty();
    }
    String url = Objects.requireNonNullElse(github.url(), DEFAULT_URL);
    String root = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    Optional<URI> api = BackendAddress.read(FIELD + ".url", root, endpoints, problems);
    StoreConfig.SecretKeyReference key =
        owner.secret(FIELD + ".privateKeySecretRef", github.privateKeySecretRef(), problems);
    if (api.isEmpty() || !problems.isEmpty()) {
      return Optional.empty();
    }
    return ProviderConfigs.Chosen.of(
            provider(),
            factory,
            new GitHubConfig(api.get(), github.appID()),
            Map.of(GitHubConfig.PRIVATE_KEY, key),
            Optional.empty(),
            problems)
        .map(chosen -> chosen.leadingTo(FIELD + ".url", api.get()));
  }
}
