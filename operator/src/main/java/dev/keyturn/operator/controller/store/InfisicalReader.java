package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.InfisicalKubernetesAuth;
import dev.keyturn.crds.v1alpha1.InfisicalProvider;
import dev.keyturn.crds.v1alpha1.InfisicalScope;
import dev.keyturn.crds.v1alpha1.InfisicalTokenAuth;
import dev.keyturn.crds.v1alpha1.InfisicalUniversalAuth;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.infisical.InfisicalAuth;
import dev.keyturn.operator.provider.infisical.InfisicalConfig;
import dev.keyturn.operator.provider.infisical.InfisicalProject;
import dev.keyturn.operator.provider.infisical.InfisicalProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code provider.infisical}. */
public final class InfisicalReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.infisical";
  private static final String DEFAULT_HOST = "https://app.infisical.com";
  private static final String DEFAULT_AUDIENCE = "infisical";
  private static final Pattern CLOUD =
      Pattern.compile("https://([a-z0-9-]+\\.)*infisical\\.com(:443)?(/.*)?");

  private final InfisicalProviderFactory factory;
  private final EndpointPolicy endpoints;

  public InfisicalReader(InfisicalProviderFactory factory, EndpointPolicy endpoints) {
    this.factory = factory;
    this.endpoints = endpoints;
  }

  /** Whether the server is the vendor's, which counts the calls of each address. */
  static boolean isCloud(StoreProvider provider) {
    InfisicalProvider infisical = provider.infisical();
    String host = infisical == null ? null : infisical.hostAPI();
    return host == null || CLOUD.matcher(host).matches();
  }

  @Override
  public String provider() {
    return "infisical";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.infisical() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    InfisicalProvider infisical = provider.infisical();
    if (infisical == null) {
      return Optional.empty();
    }
    Optional<URI> host =
        BackendAddress.read(
            FIELD + ".hostAPI",
            Objects.requireNonNullElse(infisical.hostAPI(), DEFAULT_HOST),
            endpoints,
            problems);
    Map<String, StoreConfig.SecretKeyReference> secrets = new HashMap<>();
    Optional<InfisicalAuth> auth = new Auth(infisical.auth(), owner, secrets, problems).read();
    InfisicalScope scope = infisical.secretsScope();
    Optional<InfisicalProject> project = project(scope, problems);
    if (host.isEmpty() || auth.isEmpty() || project.isEmpty() || !problems.isEmpty()) {
      return Optional.empty();
    }
    InfisicalConfig config =
        new InfisicalConfig(
            host.get(),
            project.get(),
            scope.environmentSlug(),
            Objects.requireNonNullElse(scope.secretsPath(), "/"),
            Boolean.TRUE.equals(scope.recursive()),
            !Boolean.FALSE.equals(scope.expandSecretReferences()),
            auth.get());
    return ProviderConfigs.Chosen.of(
            provider(),
            factory,
            config,
            secrets,
            TokenAccount.of(account(infisical), owner),
            problems)
        .map(chosen -> chosen.leadingTo(FIELD + ".hostAPI", host.get()));
  }

  private static Optional<InfisicalProject> project(
      InfisicalScope scope, StoreConfigReader.Problems problems) {
    String slug = scope.projectSlug();
    String id = scope.projectId();
    if ((slug == null) == (id == null)) {
      problems.add(FIELD + ".secretsScope", "must name exactly one of projectSlug and projectId");
      return Optional.empty();
    }
    return Optional.ofNullable(slug)
        .<InfisicalProject>map(InfisicalProject.Slug::new)
        .or(() -> Optional.ofNullable(id).map(InfisicalProject.Id::new));
  }

  private static @Nullable ServiceAccountReference account(InfisicalProvider infisical) {
    InfisicalKubernetesAuth kubernetes = infisical.auth().kubernetesAuthCredentials();
    return kubernetes == null ? null : kubernetes.serviceAccountRef();
  }

  /** Reads {@code auth}. */
  private record Auth(
      dev.keyturn.crds.v1alpha1.InfisicalAuth auth,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {

    Optional<InfisicalAuth> read() {
      InfisicalUniversalAuth universal = auth.universalAuthCredentials();
      InfisicalKubernetesAuth kubernetes = auth.kubernetesAuthCredentials();
      InfisicalTokenAuth token = auth.tokenAuthCredentials();
      if (Stream.of(universal, kubernetes, token).filter(Objects::nonNull).count() != 1) {
        problems.add(FIELD + ".auth", "must name exactly one method");
        return Optional.empty();
      }
      return Optional.ofNullable(universal)
          .map(this::universal)
          .or(() -> Optional.ofNullable(kubernetes).map(this::kubernetes))
          .or(() -> Optional.ofNullable(token).map(this::token));
    }

    private InfisicalAuth universal(InfisicalUniversalAuth named) {
      String field = ".universalAuthCredentials.";
      secret(InfisicalAuth.CLIENT_ID, field + "clientId", named.clientId());
      secret(InfisicalAuth.CLIENT_SECRET, field + "clientSecret", named.clientSecret());
      return new InfisicalAuth.Universal();
    }

    private InfisicalAuth kubernetes(InfisicalKubernetesAuth named) {
      String field = ".kubernetesAuthCredentials.";
      secret(InfisicalAuth.IDENTITY_ID, field + "identityId", named.identityId());
      TokenAccount.check(
          FIELD + ".auth" + field + "serviceAccountRef",
          named.serviceAccountRef(),
          owner,
          problems);
      return new InfisicalAuth.Kubernetes(
          TokenAccount.audience(named.serviceAccountRef(), DEFAULT_AUDIENCE));
    }

    private InfisicalAuth token(InfisicalTokenAuth named) {
      secret(InfisicalAuth.ACCESS_TOKEN, ".tokenAuthCredentials.accessToken", named.accessToken());
      return new InfisicalAuth.Token();
    }

    private void secret(String name, String field, KeyReference named) {
      secrets.put(name, owner.secret(FIELD + ".auth" + field, named, problems));
    }
  }
}
