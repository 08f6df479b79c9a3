package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.KubernetesProvider;
import dev.keyturn.crds.v1alpha1.KubernetesServer;
import dev.keyturn.crds.v1alpha1.KubernetesToken;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.kubernetes.KubernetesAuth;
import dev.keyturn.operator.provider.kubernetes.KubernetesConfig;
import dev.keyturn.operator.provider.kubernetes.KubernetesProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code provider.kubernetes}. */
public final class KubernetesReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.kubernetes";

  private final KubernetesProviderFactory factory;
  private final HomeCluster home;
  private final EndpointPolicy endpoints;

  public KubernetesReader(
      KubernetesProviderFactory factory, HomeCluster home, EndpointPolicy endpoints) {
    this.factory = factory;
    this.home = home;
    this.endpoints = endpoints;
  }

  @Override
  public String provider() {
    return "kubernetes";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.kubernetes() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    KubernetesProvider kubernetes = provider.kubernetes();
    if (kubernetes == null) {
      return Optional.empty();
    }
    Optional<URI> server = server(kubernetes, problems);
    Optional<StoreConfig.Route> route = route(kubernetes, owner, problems);
    Map<String, StoreConfig.SecretKeyReference> secrets = new HashMap<>();
    Optional<KubernetesAuth> auth = auth(kubernetes, owner, secrets, problems);
    Optional<String> namespace = namespace(kubernetes, owner, problems);
    if (server.isEmpty() || route.isEmpty() || auth.isEmpty() || namespace.isEmpty()) {
      return Optional.empty();
    }
    return ProviderConfigs.Chosen.of(
            provider(),
            factory,
            new KubernetesConfig(server.get(), namespace.get(), auth.get()),
            secrets,
            TokenAccount.of(kubernetes.auth().serviceAccount(), owner),
            problems)
        .map(chosen -> chosen.by(route.get()))
        .map(chosen ->
            kubernetes.server() == null
                ? chosen
                : chosen.leadingTo(FIELD + ".server.url", server.get()));
  }

  private Optional<URI> server(KubernetesProvider kubernetes, StoreConfigReader.Problems problems) {
    if (kubernetes.server() == null) {
      return Optional.of(home.server());
    }
    String field = FIELD + ".server.url";
    Optional<URI> server =
        BackendAddress.read(field, kubernetes.server().url(), endpoints, problems);
    if (server.filter(home::isMeantBy).isPresent()) {
      problems.addAll(
          List.of(
              new ConfigProblem(
                  field, FailureDetail.ENDPOINT, "names this cluster: leave server out")));
      return Optional.empty();
    }
    return server;
  }

  /** What a named server does not say of its authorities, the store says. */
  private Optional<StoreConfig.Route> route(
      KubernetesProvider kubernetes,
      StoreConfigReader.Owner owner,
      StoreConfigReader.Problems problems) {
    KubernetesServer server = kubernetes.server();
    if (server == null) {
      try {
        return Optional.of(home.route());
      } catch (IOException unreadable) {
        problems.add(FIELD, "needs this cluster's authorities, which the operator cannot read");
        return Optional.empty();
      }
    }
    if (server.caBundle() != null && server.caProvider() != null) {
      problems.add(FIELD + ".server", "must not have both caBundle and caProvider");
      return Optional.empty();
    }
    return Optional.of(
        server.caBundle() == null && server.caProvider() == null
            ? StoreConfig.Route.COMMON
            : new StoreConfig.Route(
                Optional.of(
                    StoreConfigReader.authorities(
                        FIELD + ".server.caProvider",
                        server.caBundle(),
                        server.caProvider(),
                        owner,
                        problems)),
                Optional.empty()));
  }

  private static Optional<KubernetesAuth> auth(
      KubernetesProvider kubernetes,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    ServiceAccountReference account = kubernetes.auth().serviceAccount();
    KubernetesToken token = kubernetes.auth().token();
    if ((account == null) == (token == null)) {
      problems.add(FIELD + ".auth", "must name exactly one method");
      return Optional.empty();
    }
    if (token != null) {
      secrets.put(
          KubernetesAuth.TOKEN,
          owner.secret(FIELD + ".auth.token.bearerToken", token.bearerToken(), problems));
      return Optional.of(new KubernetesAuth.Token());
    }
    return Optional.ofNullable(account)
        .map(named -> {
          TokenAccount.check(FIELD + ".auth.serviceAccount", named, owner, problems);
          return new KubernetesAuth.Account(
              Optional.of(TokenAccount.audience(named, "")).filter(text -> !text.isEmpty()));
        });
  }

  private static Optional<String> namespace(
      KubernetesProvider kubernetes,
      StoreConfigReader.Owner owner,
      StoreConfigReader.Problems problems) {
    if (kubernetes.remoteNamespace() == null && owner.isClusterWide()) {
      problems.add(FIELD + ".remoteNamespace", "is needed on a ClusterSecretStore");
      return Optional.empty();
    }
    return Optional.of(
        kubernetes.remoteNamespace() == null ? owner.namespace() : kubernetes.remoteNamespace());
  }
}
