package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.AwsAccessKey;
import dev.keyturn.crds.v1alpha1.AwsWebIdentity;
import dev.keyturn.crds.v1alpha1.GcpServiceAccountKey;
import dev.keyturn.crds.v1alpha1.GcpWorkloadIdentity;
import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.ServiceAccountReference;
import dev.keyturn.crds.v1alpha1.VaultGcp;
import dev.keyturn.crds.v1alpha1.VaultIam;
import dev.keyturn.operator.provider.CloudCaller;
import dev.keyturn.operator.provider.vault.VaultAuth;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the logins of {@code provider.vault.auth} for which Vault asks a cloud. */
final class VaultCloudReader {
  private static final String IAM = "provider.vault.auth.iam";
  private static final String GCP = "provider.vault.auth.gcp";
  private static final String AWS_AUDIENCE = "sts.amazonaws.com";

  private final StoreConfigReader.Owner owner;
  private final StoreConfigReader.Problems problems;
  private final Map<String, StoreConfig.SecretKeyReference> secrets;

  /**
   * Of one store.
   *
   * @param secrets gets what the login reads, by the name that the provider knows it by
   */
  VaultCloudReader(
      StoreConfigReader.Owner owner,
      StoreConfigReader.Problems problems,
      Map<String, StoreConfig.SecretKeyReference> secrets) {
    this.owner = owner;
    this.problems = problems;
    this.secrets = secrets;
  }

  /** The ServiceAccount whose tokens are exchanged at a cloud. */
  static @Nullable ServiceAccountReference account(dev.keyturn.crds.v1alpha1.VaultAuth auth) {
    if (auth.iam() != null && auth.iam().jwt() != null) {
      return auth.iam().jwt().serviceAccountRef();
    }
    return auth.gcp() == null || auth.gcp().workloadIdentity() == null
        ? null
        : auth.gcp().workloadIdentity().serviceAccountRef();
  }

  Optional<VaultAuth> iam(@Nullable VaultIam iam) {
    if (iam == null) {
      return Optional.empty();
    }
    return Optional.of(
        new VaultAuth.Iam(
            Objects.requireNonNullElse(iam.path(), "aws"),
            iam.vaultRole(),
            Optional.ofNullable(iam.region()),
            Optional.ofNullable(iam.vaultAwsIamServerID()),
            caller(iam)));
  }

  private Optional<CloudCaller.Aws> caller(VaultIam iam) {
    Optional<String> region = Optional.ofNullable(iam.region());
    AwsAccessKey key = iam.secretRef();
    AwsWebIdentity identity = iam.jwt();
    if (key != null) {
      if (identity != null) {
        problems.add(IAM, "must not name both secretRef and jwt");
      }
      keys(key);
      return Optional.empty();
    }
    if (identity != null) {
      ServiceAccountReference account = identity.serviceAccountRef();
      TokenAccount.check(IAM + ".jwt.serviceAccountRef", account, owner, problems);
      String audience = TokenAccount.audience(account, AWS_AUDIENCE);
      return Optional.of(
          new CloudCaller.Aws(
              region, Optional.of(new CloudCaller.Role(identity.role(), audience))));
    }
    ofTheOperator(IAM, "needs secretRef or jwt, except in a ClusterSecretStore");
    return Optional.of(new CloudCaller.Aws(region, Optional.empty()));
  }

  /**
   * What the operator signs is good at every server that takes it for the operator: no server of a
   * tenant's choice may get it, whatever the operator is started with.
   */
  private void ofTheOperator(String field, String cause) {
    if (!owner.isClusterWide()) {
      problems.add(field, cause);
    }
  }

  private void keys(AwsAccessKey key) {
    String field = IAM + ".secretRef.";
    keep(VaultAuth.ACCESS_KEY_ID, field + "accessKeyIDSecretRef", key.accessKeyIDSecretRef());
    keep(
        VaultAuth.SECRET_ACCESS_KEY,
        field + "secretAccessKeySecretRef",
        key.secretAccessKeySecretRef());
    if (key.sessionTokenSecretRef() != null) {
      keep(VaultAuth.SESSION_TOKEN, field + "sessionTokenSecretRef", key.sessionTokenSecretRef());
    }
  }

  Optional<VaultAuth> gcp(@Nullable VaultGcp gcp) {
    if (gcp == null) {
      return Optional.empty();
    }
    return Optional.of(
        new VaultAuth.Gcp(Objects.requireNonNullElse(gcp.path(), "gcp"), gcp.role(), caller(gcp)));
  }

  private Optional<CloudCaller.Google> caller(VaultGcp gcp) {
    GcpServiceAccountKey key = gcp.secretRef();
    GcpWorkloadIdentity identity = gcp.workloadIdentity();
    if (Stream.of(key, identity, gcp.metadata()).filter(Objects::nonNull).count() != 1) {
      problems.add(GCP, "must name exactly one of secretRef, workloadIdentity and metadata");
      return Optional.empty();
    }
    if (key != null) {
      keep(
          VaultAuth.SERVICE_ACCOUNT_KEY,
          GCP + ".secretRef.secretAccessKeySecretRef",
          key.secretAccessKeySecretRef());
      return Optional.empty();
    }
    String audience = VaultAuth.Gcp.audience(gcp.role());
    if (identity == null) {
      ofTheOperator(GCP + ".metadata", "is for a ClusterSecretStore only");
      return Optional.of(new CloudCaller.Google(audience, Optional.empty()));
    }
    return pool(identity).map(pool -> new CloudCaller.Google(audience, Optional.of(pool)));
  }

  private Optional<CloudCaller.Pool> pool(GcpWorkloadIdentity identity) {
    String field = GCP + ".workloadIdentity";
    ServiceAccountReference account = identity.serviceAccountRef();
    TokenAccount.check(field + ".serviceAccountRef", account, owner, problems);
    Optional<GcpPool> pool = GcpPool.of(null, identity);
    if (pool.isEmpty()) {
      problems.add(
          field, "needs either audience or clusterName, clusterLocation and clusterProjectID");
    }
    String email = identity.gcpServiceAccountEmail();
    if (email == null) {
      problems.add(field + ".gcpServiceAccountEmail", "is needed: Vault knows service accounts");
      return Optional.empty();
    }
    return pool.map(it ->
        new CloudCaller.Pool(it.name(), TokenAccount.audience(account, it.audience()), email));
  }

  private void keep(String name, String field, KeyReference reference) {
    secrets.put(name, owner.secret(field, reference, problems));
  }
}
