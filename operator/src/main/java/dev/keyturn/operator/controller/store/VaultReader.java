package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.crds.v1alpha1.VaultAppRole;
import dev.keyturn.crds.v1alpha1.VaultKubernetes;
import dev.keyturn.crds.v1alpha1.VaultProvider;
import dev.keyturn.operator.provider.vault.VaultAuth;
import dev.keyturn.operator.provider.vault.VaultConfig;
import dev.keyturn.operator.provider.vault.VaultProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code provider.vault}. */
public final class VaultReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.vault";
  private static final String DEFAULT_AUDIENCE = "vault";

  private final VaultProviderFactory factory;
  private final EndpointPolicy endpoints;

  public VaultReader(VaultProviderFactory factory, EndpointPolicy endpoints) {
    this.factory = factory;
    this.endpoints = endpoints;
  }

  @Override
  public String provider() {
    return "vault";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.vault() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    VaultProvider vault = provider.vault();
    if (vault == null) {
      return Optional.empty();
    }
    Optional<URI> server =
        BackendAddress.read(FIELD + ".server", vault.server(), endpoints, problems);
    Map<String, StoreConfig.SecretKeyReference> secrets = new HashMap<>();
    Optional<VaultAuth> auth = auth(vault, owner, secrets, problems);
    Optional<VaultConfig.KeyValueVersion> version = version(vault.version(), problems);
    if (server.isEmpty() || auth.isEmpty() || version.isEmpty()) {
      return Optional.empty();
    }
    VaultConfig config =
        new VaultConfig(
            server.get(),
            vault.path() == null ? "secret" : vault.path(),
            version.get(),
            Optional.ofNullable(vault.namespace()),
            Optional.ofNullable(vault.auth().namespace()),
            auth.get());
    return ProviderConfigs.Chosen.of(
        provider(), factory, config, secrets, TokenAccount.of(account(vault), owner), problems);
  }

  private static Optional<VaultConfig.KeyValueVersion> version(
      @Nullable String text, StoreConfigReader.Problems problems) {
    return switch (text) {
      case null -> Optional.of(VaultConfig.KeyValueVersion.V2);
      case "v2" -> Optional.of(VaultConfig.KeyValueVersion.V2);
      case "v1" -> Optional.of(VaultConfig.KeyValueVersion.V1);
      default -> {
        problems.add(FIELD + ".version", "must be v1 or v2");
        yield Optional.empty();
      }
    };
  }

  private static Optional<VaultAuth> auth(
      VaultProvider vault,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    if (vault.auth().tokenSecretRef() != null) {
      secrets.put(
          VaultAuth.TOKEN,
          owner.secret(FIELD + ".auth.tokenSecretRef", vault.auth().tokenSecretRef(), problems));
      return Optional.of(new VaultAuth.Token());
    }
    if (vault.auth().appRole() != null) {
      return Optional.of(appRole(vault.auth().appRole(), owner, secrets, problems));
    }
    if (vault.auth().kubernetes() != null) {
      return Optional.of(kubernetes(vault.auth().kubernetes(), owner, secrets, problems));
    }
    problems.add(FIELD + ".auth", "must name exactly one method");
    return Optional.empty();
  }

  private static VaultAuth appRole(
      VaultAppRole appRole,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    String field = FIELD + ".auth.appRole";
    if (appRole.roleRef() != null) {
      secrets.put(VaultAuth.ROLE_ID, owner.secret(field + ".roleRef", appRole.roleRef(), problems));
    } else if (appRole.roleId() == null) {
      problems.add(field, "needs roleId or roleRef");
    }
    secrets.put(
        VaultAuth.SECRET_ID, owner.secret(field + ".secretRef", appRole.secretRef(), problems));
    return new VaultAuth.AppRole(
        appRole.path() == null ? "approle" : appRole.path(), Optional.ofNullable(appRole.roleId()));
  }

  private static VaultAuth kubernetes(
      VaultKubernetes kubernetes,
      StoreConfigReader.Owner owner,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      StoreConfigReader.Problems problems) {
    String field = FIELD + ".auth.kubernetes";
    ServiceAccountReference account = kubernetes.serviceAccountRef();
    if (kubernetes.secretRef() != null) {
      secrets.put(
          VaultAuth.JWT, owner.secret(field + ".secretRef", kubernetes.secretRef(), problems));
    } else if (account == null) {
      problems.add(field, "needs serviceAccountRef or secretRef");
    } else {
      TokenAccount.check(field + ".serviceAccountRef", account, owner, problems);
    }
    return new VaultAuth.Kubernetes(
        kubernetes.mountPath() == null ? "kubernetes" : kubernetes.mountPath(),
        kubernetes.role(),
        TokenAccount.audience(account, DEFAULT_AUDIENCE));
  }

  private static @Nullable ServiceAccountReference account(VaultProvider vault) {
    VaultKubernetes kubernetes = vault.auth().kubernetes();
    return kubernetes == null ? null : kubernetes.serviceAccountRef();
  }
}
