package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.AzureAuthSecret;
import dev.keyturn.crds.v1alpha1.AzureProvider;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.azure.AzureAuth;
import dev.keyturn.operator.provider.azure.AzureCloud;
import dev.keyturn.operator.provider.azure.AzureConfig;
import dev.keyturn.operator.provider.azure.AzureProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code provider.azure}. */
public final class AzureReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.azure";
  private static final String DEFAULT_AUDIENCE = "api://AzureADTokenExchange";
  private static final AzureAuthSecret NO_SECRETS = new AzureAuthSecret(null, null, null);

  private final AzureProviderFactory factory;
  private final EndpointPolicy endpoints;

  public AzureReader(AzureProviderFactory factory, EndpointPolicy endpoints) {
    this.factory = factory;
    this.endpoints = endpoints;
  }

  @Override
  public String provider() {
    return "azure";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.azure() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    AzureProvider azure = provider.azure();
    if (azure == null) {
      return Optional.empty();
    }
    Optional<URI> vault =
        BackendAddress.read(FIELD + ".vaultUrl", azure.vaultUrl(), endpoints, problems);
    Optional<AzureCloud> cloud = cloud(azure.environmentType(), problems);
    Map<String, StoreConfig.SecretKeyReference> secrets = secrets(azure, owner, problems);
    Optional<AzureAuth> auth = auth(azure, owner, problems);
    if (vault.isEmpty() || cloud.isEmpty() || auth.isEmpty() || !problems.isEmpty()) {
      return Optional.empty();
    }
    return ProviderConfigs.Chosen.of(
            provider(),
            factory,
            new AzureConfig(vault.get(), cloud.get(), auth.get()),
            secrets,
            TokenAccount.of(azure.serviceAccountRef(), owner),
            problems)
        .map(chosen ->
            chosen.leadingTo(FIELD + ".vaultUrl", vault.get()).boundBy(binding(auth.get())));
  }

  private static Optional<CloudBinding> binding(AzureAuth auth) {
    return auth instanceof AzureAuth.WorkloadIdentity(String tenant, String audience)
        ? Optional.of(new CloudBinding.OfAzure(audience))
        : Optional.empty();
  }

  private static Optional<AzureCloud> cloud(
      @Nullable String text, StoreConfigReader.Problems problems) {
    return switch (text) {
      case null -> Optional.of(AzureCloud.PUBLIC);
      case "PublicCloud" -> Optional.of(AzureCloud.PUBLIC);
      case "USGovernmentCloud" -> Optional.of(AzureCloud.US_GOVERNMENT);
      case "ChinaCloud" -> Optional.of(AzureCloud.CHINA);
      default -> {
        problems.add(
            FIELD + ".environmentType", "must be PublicCloud, USGovernmentCloud or ChinaCloud");
        yield Optional.empty();
      }
    };
  }

  private static Map<String, StoreConfig.SecretKeyReference> secrets(
      AzureProvider azure, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    AzureAuthSecret named = named(azure);
    Map<String, StoreConfig.SecretKeyReference> secrets = new HashMap<>();
    put(AzureAuth.CLIENT_ID, named.clientId(), owner, secrets, problems);
    put(AzureAuth.CLIENT_SECRET, named.clientSecret(), owner, secrets, problems);
    put(AzureAuth.CLIENT_CERTIFICATE, named.clientCertificate(), owner, secrets, problems);
    return secrets;
  }

  private static void put(
      String name,
      @Nullable KeyReference reference,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    if (reference != null) {
      secrets.put(name, owner.secret(FIELD + ".authSecretRef." + name, reference, problems));
    }
  }

  private static Optional<AzureAuth> auth(
      AzureProvider azure, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    return switch (azure.authType()) {
      case null -> application(azure, problems);
      case "ServicePrincipal" -> application(azure, problems);
      case "WorkloadIdentity" -> workload(azure, owner, problems);
      case "ManagedIdentity" -> machine(azure, owner, problems);
      default -> {
        problems.add(
            FIELD + ".authType", "must be ServicePrincipal, WorkloadIdentity or ManagedIdentity");
        yield Optional.empty();
      }
    };
  }

  private static Optional<AzureAuth> application(
      AzureProvider azure, StoreConfigReader.Problems problems) {
    AzureAuthSecret named = named(azure);
    if ((named.clientSecret() == null) == (named.clientCertificate() == null)) {
      problems.add(
          FIELD + ".authSecretRef", "must have exactly one of clientSecret and clientCertificate");
    }
    if (azure.serviceAccountRef() != null) {
      problems.add(FIELD + ".serviceAccountRef", "is for a WorkloadIdentity only");
    }
    return tenant(azure, problems)
        .map(tenant ->
            named.clientSecret() == null
                ? new AzureAuth.ClientCertificate(tenant)
                : new AzureAuth.ClientSecret(tenant));
  }

  private static Optional<AzureAuth> workload(
      AzureProvider azure, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    ServiceAccountReference account = azure.serviceAccountRef();
    noProof(azure, problems);
    if (account == null) {
      problems.add(FIELD + ".serviceAccountRef", "is needed for a WorkloadIdentity");
      return Optional.empty();
    }
    TokenAccount.check(FIELD + ".serviceAccountRef", account, owner, problems);
    return tenant(azure, problems)
        .map(tenant ->
            new AzureAuth.WorkloadIdentity(
                tenant, TokenAccount.audience(account, DEFAULT_AUDIENCE)));
  }

  /** The machine's identity is the operator's: no namespace may borrow it. */
  private static Optional<AzureAuth> machine(
      AzureProvider azure, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    noProof(azure, problems);
    if (azure.serviceAccountRef() != null) {
      problems.add(FIELD + ".serviceAccountRef", "is for a WorkloadIdentity only");
    }
    if (!owner.isClusterWide()) {
      problems.add(FIELD + ".authType", "ManagedIdentity is for a ClusterSecretStore only");
      return Optional.empty();
    }
    return Optional.of(new AzureAuth.ManagedIdentity());
  }

  private static void noProof(AzureProvider azure, StoreConfigReader.Problems problems) {
    AzureAuthSecret named = named(azure);
    if (named.clientSecret() != null || named.clientCertificate() != null) {
      problems.add(FIELD + ".authSecretRef", "must have no clientSecret and no clientCertificate");
    }
  }

  private static Optional<String> tenant(AzureProvider azure, StoreConfigReader.Problems problems) {
    if (named(azure).clientId() == null) {
      problems.add(FIELD + ".authSecretRef.clientId", "is needed");
    }
    if (azure.tenantId() == null) {
      problems.add(FIELD + ".tenantId", "is needed");
    }
    return Optional.ofNullable(azure.tenantId());
  }

  private static AzureAuthSecret named(AzureProvider azure) {
    return azure.authSecretRef() == null ? NO_SECRETS : azure.authSecretRef();
  }
}
