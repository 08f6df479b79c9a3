package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.VaultAppRole;
import dev.keyturn.crds.v1alpha1.VaultCertificate;
import dev.keyturn.crds.v1alpha1.VaultJwt;
import dev.keyturn.crds.v1alpha1.VaultKubernetes;
import dev.keyturn.crds.v1alpha1.VaultPassword;
import dev.keyturn.operator.provider.vault.VaultAuth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code provider.vault.auth}: one login, and where its credentials are kept. */
final class VaultAuthReader {
  private static final String FIELD = "provider.vault.auth";
  private static final String DEFAULT_AUDIENCE = "vault";

  private final StoreConfigReader.Owner owner;
  private final StoreConfigReader.Problems problems;
  private final Map<String, StoreConfig.SecretKeyReference> secrets = new HashMap<>();
  private final VaultCloudReader clouds;

  VaultAuthReader(StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    this.owner = owner;
    this.problems = problems;
    this.clouds = new VaultCloudReader(owner, problems, secrets);
  }

  /** What the login reads, by the name that the provider knows it by. */
  Map<String, StoreConfig.SecretKeyReference> secrets() {
    return secrets;
  }

  /** Empty, and a problem, unless exactly one login is named. */
  Optional<VaultAuth> read(dev.keyturn.crds.v1alpha1.VaultAuth auth) {
    List<VaultAuth> named =
        Stream.of(
                token(auth.tokenSecretRef()),
                appRole(auth.appRole()),
                kubernetes(auth.kubernetes()),
                jwt(auth.jwt()),
                certificate(auth.cert()),
                userPass(auth.userPass()),
                ldap(auth.ldap()),
                clouds.iam(auth.iam()),
                clouds.gcp(auth.gcp()))
            .flatMap(Optional::stream)
            .toList();
    if (named.size() != 1) {
      problems.add(FIELD, "must name exactly one method");
      return Optional.empty();
    }
    return Optional.of(named.getFirst());
  }

  /** The ServiceAccount whose tokens the login presents. */
  static @Nullable ServiceAccountReference account(dev.keyturn.crds.v1alpha1.VaultAuth auth) {
    if (auth.kubernetes() != null) {
      return auth.kubernetes().serviceAccountRef();
    }
    return auth.jwt() == null ? VaultCloudReader.account(auth) : account(auth.jwt());
  }

  private static @Nullable ServiceAccountReference account(VaultJwt jwt) {
    return jwt.kubernetesServiceAccountToken() == null
        ? null
        : jwt.kubernetesServiceAccountToken().serviceAccountRef();
  }

  private Optional<VaultAuth> token(@Nullable KeyReference token) {
    if (token == null) {
      return Optional.empty();
    }
    keep(VaultAuth.TOKEN, "tokenSecretRef", token);
    return Optional.of(new VaultAuth.Token());
  }

  private Optional<VaultAuth> appRole(@Nullable VaultAppRole appRole) {
    if (appRole == null) {
      return Optional.empty();
    }
    if (appRole.roleRef() != null) {
      keep(VaultAuth.ROLE_ID, "appRole.roleRef", appRole.roleRef());
    } else if (appRole.roleId() == null) {
      problems.add(FIELD + ".appRole", "needs roleId or roleRef");
    }
    keep(VaultAuth.SECRET_ID, "appRole.secretRef", appRole.secretRef());
    return Optional.of(
        new VaultAuth.AppRole(
            Objects.requireNonNullElse(appRole.path(), "approle"),
            Optional.ofNullable(appRole.roleId())));
  }

  private Optional<VaultAuth> kubernetes(@Nullable VaultKubernetes kubernetes) {
    if (kubernetes == null) {
      return Optional.empty();
    }
    ServiceAccountReference account = kubernetes.serviceAccountRef();
    token("kubernetes", "serviceAccountRef", account, kubernetes.secretRef());
    return Optional.of(
        new VaultAuth.Kubernetes(
            Objects.requireNonNullElse(kubernetes.mountPath(), "kubernetes"),
            kubernetes.role(),
            TokenAccount.audience(account, DEFAULT_AUDIENCE)));
  }

  private Optional<VaultAuth> jwt(@Nullable VaultJwt jwt) {
    if (jwt == null) {
      return Optional.empty();
    }
    ServiceAccountReference account = account(jwt);
    token("jwt", "kubernetesServiceAccountToken.serviceAccountRef", account, jwt.secretRef());
    return Optional.of(
        new VaultAuth.Jwt(
            Objects.requireNonNullElse(jwt.path(), "jwt"),
            jwt.role(),
            TokenAccount.audience(account, DEFAULT_AUDIENCE)));
  }

  private void token(
      String method,
      String accountField,
      @Nullable ServiceAccountReference account,
      @Nullable KeyReference kept) {
    if (kept != null) {
      keep(VaultAuth.JWT, method + ".secretRef", kept);
    } else if (account == null) {
      problems.add(FIELD + "." + method, "needs " + accountField + " or secretRef");
    } else {
      TokenAccount.check(FIELD + "." + method + "." + accountField, account, owner, problems);
    }
  }

  /** The certificate and its key are the connection's, not the provider's. */
  private static Optional<VaultAuth> certificate(@Nullable VaultCertificate cert) {
    return Optional.ofNullable(cert)
        .map(named ->
            new VaultAuth.Certificate(
                Objects.requireNonNullElse(named.path(), "cert"),
                Optional.ofNullable(named.vaultRole())));
  }

  private Optional<VaultAuth> userPass(@Nullable VaultPassword user) {
    if (user == null) {
      return Optional.empty();
    }
    keep(VaultAuth.PASSWORD, "userPass.secretRef", user.secretRef());
    return Optional.of(
        new VaultAuth.UserPass(
            Objects.requireNonNullElse(user.path(), "userpass"), user.username()));
  }

  private Optional<VaultAuth> ldap(@Nullable VaultPassword user) {
    if (user == null) {
      return Optional.empty();
    }
    keep(VaultAuth.PASSWORD, "ldap.secretRef", user.secretRef());
    return Optional.of(
        new VaultAuth.Ldap(Objects.requireNonNullElse(user.path(), "ldap"), user.username()));
  }

  private void keep(String name, String field, KeyReference reference) {
    secrets.put(name, owner.secret(FIELD + "." + field, reference, problems));
  }
}
