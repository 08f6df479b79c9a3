package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.GcpAuth;
import dev.keyturn.crds.v1alpha1.GcpProvider;
import dev.keyturn.crds.v1alpha1.GcpServiceAccountKey;
import dev.keyturn.crds.v1alpha1.GcpWorkloadIdentity;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.gcp.GcpConfig;
import dev.keyturn.operator.provider.gcp.GcpConfig.VersionPolicy;
import dev.keyturn.operator.provider.gcp.GcpProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code provider.gcp}. */
public final class GcpReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.gcp";

  private final GcpProviderFactory factory;
  private final EndpointPolicy endpoints;

  public GcpReader(GcpProviderFactory factory, EndpointPolicy endpoints) {
    this.factory = factory;
    this.endpoints = endpoints;
  }

  @Override
  public String provider() {
    return "gcp";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.gcp() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    GcpProvider gcp = provider.gcp();
    if (gcp == null) {
      return Optional.empty();
    }
    Optional<URI> endpoint =
        Optional.ofNullable(gcp.endpoint())
            .flatMap(text -> BackendAddress.read(FIELD + ".endpoint", text, endpoints, problems));
    Map<String, StoreConfig.SecretKeyReference> secrets = new HashMap<>();
    Optional<dev.keyturn.operator.provider.gcp.GcpAuth> auth = auth(gcp, owner, secrets, problems);
    Optional<VersionPolicy> policy = policy(gcp.secretVersionSelectionPolicy(), problems);
    if (auth.isEmpty() || policy.isEmpty() || !problems.isEmpty()) {
      return Optional.empty();
    }
    GcpConfig config =
        new GcpConfig(
            gcp.projectID(),
            Optional.ofNullable(gcp.location()),
            endpoint,
            Optional.ofNullable(gcp.kmsKeyName()),
            auth.get(),
            policy.get());
    return ProviderConfigs.Chosen.of(
            provider(),
            factory,
            config,
            secrets,
            TokenAccount.of(account(gcp.auth().workloadIdentity()), owner),
            problems)
        .map(chosen ->
            chosen.leadingTo(
                FIELD
                    + (endpoint.isPresent() || gcp.location() == null ? ".endpoint" : ".location"),
                factory.address(config)))
        .map(chosen -> chosen.boundBy(binding(config.auth())));
  }

  private static Optional<CloudBinding> binding(
      dev.keyturn.operator.provider.gcp.GcpAuth identity) {
    return identity
            instanceof
            dev.keyturn.operator.provider.gcp.GcpAuth.WorkloadIdentity(
                String pool,
                String audience,
                Optional<String> email)
        ? Optional.of(new CloudBinding.OfGoogle(pool, audience, email))
        : Optional.empty();
  }

  private static Optional<VersionPolicy> policy(
      @Nullable String text, StoreConfigReader.Problems problems) {
    return switch (text) {
      case null -> Optional.of(VersionPolicy.LATEST_OR_FAIL);
      case "LatestOrFail" -> Optional.of(VersionPolicy.LATEST_OR_FAIL);
      case "LatestOrFetch" -> Optional.of(VersionPolicy.LATEST_OR_FETCH);
      default -> {
        problems.add(
            FIELD + ".secretVersionSelectionPolicy", "must be LatestOrFail or LatestOrFetch");
        yield Optional.empty();
      }
    };
  }

  private static Optional<dev.keyturn.operator.provider.gcp.GcpAuth> auth(
      GcpProvider gcp,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    GcpAuth auth = gcp.auth();
    GcpServiceAccountKey key = auth.secretRef();
    GcpWorkloadIdentity identity = auth.workloadIdentity();
    if (Stream.of(key, identity, auth.metadata()).filter(Objects::nonNull).count() != 1) {
      problems.add(FIELD + ".auth", "must name exactly one method");
      return Optional.empty();
    }
    if (key != null) {
      secrets.put(
          dev.keyturn.operator.provider.gcp.GcpAuth.KEY,
          owner.secret(
              FIELD + ".auth.secretRef.secretAccessKeySecretRef",
              key.secretAccessKeySecretRef(),
              problems));
      return Optional.of(new dev.keyturn.operator.provider.gcp.GcpAuth.Key());
    }
    if (identity != null) {
      return workloadIdentity(gcp.projectID(), identity, owner, problems);
    }
    if (!owner.isClusterWide()) {
      // The metadata server tells the operator's identity, which no tenant may use.
      problems.add(FIELD + ".auth.metadata", "is for a ClusterSecretStore only");
    }
    return Optional.of(new dev.keyturn.operator.provider.gcp.GcpAuth.Metadata());
  }

  private static Optional<dev.keyturn.operator.provider.gcp.GcpAuth> workloadIdentity(
      String project,
      GcpWorkloadIdentity identity,
      StoreConfigReader.Owner owner,
      StoreConfigReader.Problems problems) {
    String field = FIELD + ".auth.workloadIdentity";
    ServiceAccountReference account = identity.serviceAccountRef();
    TokenAccount.check(field + ".serviceAccountRef", account, owner, problems);
    Optional<GcpPool> pool = GcpPool.of(project, identity);
    if (pool.isEmpty()) {
      problems.add(field, "needs either audience or clusterName and clusterLocation");
    }
    return pool.map(it ->
        new dev.keyturn.operator.provider.gcp.GcpAuth.WorkloadIdentity(
            it.name(),
            TokenAccount.audience(account, it.audience()),
            Optional.ofNullable(identity.gcpServiceAccountEmail())));
  }

  private static @Nullable ServiceAccountReference account(@Nullable GcpWorkloadIdentity identity) {
    return identity == null ? null : identity.serviceAccountRef();
  }
}
