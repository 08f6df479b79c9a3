package dev.keyturn.cli.init;

import dev.keyturn.cli.detect.Backend;
import dev.keyturn.cli.detect.Detection;
import dev.keyturn.cli.detect.Setting;
import dev.keyturn.cli.detect.Sign;
import java.util.Optional;

/**
 * The provider of a store, with the login that keeps no credential in the cluster. A comment stands
 * above each field that a person has to look at.
 */
final class ProviderSkeleton {
  private final Detection found;
  private final String account;

  /**
   * @param account the ServiceAccount that logs in
   */
  ProviderSkeleton(Detection found, String account) {
    this.found = found;
    this.account = account;
  }

  /** Lines of YAML as they stand below {@code provider:}, without indent. */
  String text() {
    Backend backend = found.backend();
    return switch (backend) {
      case vault -> vault();
      case aws -> aws();
      case gcp -> gcp();
      case azure -> azure();
      case infisical -> infisical();
      case kubernetes -> kubernetes();
      case file -> file();
      case env -> env();
    };
  }

  private String vault() {
    String namespace =
        found
            .sign(Setting.vaultNamespace)
            .map(sign -> field("namespace", Setting.vaultNamespace, "", ""))
            .orElse("");
    return "vault:\n"
        + indent(
            field("server", Setting.server, "https://vault.vault.svc:8200", "the address")
                + namespace
                + """
                # check: the mount of the key-value engine; of version 1 add version: v1
                path: secret
                auth:
                  kubernetes:
                    # check: the mount of Vault's Kubernetes login
                    mountPath: kubernetes
                    # check: the role there that this ServiceAccount may take
                    role: %s
                    serviceAccountRef:
                      # check: a ServiceAccount of this namespace
                      name: %s
                """
                    .formatted(account, account));
  }

  private String aws() {
    return "aws:\n"
        + indent(
            field("region", Setting.region, "eu-west-1", "the region of the secrets")
                + """
                # check: SecretsManager or ParameterStore
                service: SecretsManager
                auth:
                  jwt:
                """
                + indent(
                    indent(
                        field(
                            "role",
                            Setting.role,
                            "arn:aws:iam::123456789012:role/" + account,
                            "the role of IAM whose trust policy names this ServiceAccount")))
                + accountReference("    "));
  }

  private String gcp() {
    return "gcp:\n"
        + indent(
            field("projectID", Setting.projectId, "my-project", "the project of the secrets")
                + """
                auth:
                  workloadIdentity:
                    # check: name and location of this GKE cluster; on any other cluster replace
                    # both by audience: //iam.googleapis.com/projects/NUMBER/locations/global/...
                    clusterName: my-cluster
                    clusterLocation: europe-west3
                """
                + accountReference("    "));
  }

  private String azure() {
    return "azure:\n"
        + indent(
            vaultAddress()
                + field(
                    "tenantId",
                    Setting.tenantId,
                    "00000000-0000-0000-0000-000000000000",
                    "the tenant of the identity")
                + """
                authType: WorkloadIdentity
                authSecretRef:
                  # check: a Secret that holds the client id of the identity; it is no credential%s
                  clientId:
                    name: azure-login
                    key: client-id
                """
                    .formatted(
                        found
                            .sign(Setting.clientId)
                            .map(sign -> "\n  # " + sign.name() + " says " + sign.value())
                            .orElse(""))
                + accountReference(""));
  }

  private String vaultAddress() {
    Optional<Sign> name = found.sign(Setting.vaultName);
    if (found.sign(Setting.vaultUrl).isPresent() || name.isEmpty()) {
      return field(
          "vaultUrl", Setting.vaultUrl, "https://my-vault.vault.azure.net", "the vault's address");
    }
    return "# from %s\nvaultUrl: https://%s.vault.azure.net\n"
        .formatted(name.get().name(), name.get().value());
  }

  private String infisical() {
    String address =
        found
            .sign(Setting.server)
            .map(sign ->
                "# from %s\nhostAPI: %s\n"
                    .formatted(
                        sign.name(),
                        Scalar.of(String.valueOf(sign.value()).replaceAll("(/api)?/*$", ""))))
            .orElse(
                "# check: the cloud, or a server of your own\nhostAPI: https://app.infisical.com\n");
    return "infisical:\n"
        + indent(
            address
                + """
                auth:
                  kubernetesAuthCredentials:
                    # check: a Secret that holds the id of the machine identity; it is no credential
                    identityId:
                      name: infisical-login
                      key: identity-id
                """
                + accountReference("    ")
                + "secretsScope:\n"
                + indent(
                    field(
                            "projectId",
                            Setting.infisicalProject,
                            "00000000-0000-0000-0000-000000000000",
                            "the project")
                        + field("environmentSlug", Setting.environment, "prod", "the environment")
                        + "# check: the folder that keys are relative to\nsecretsPath: /\n"));
  }

  private String kubernetes() {
    return """
    kubernetes:
      # check: the namespace of the Secrets is the store's own; another one is remoteNamespace,
      # and needs a TenantSecretScope
      auth:
        serviceAccount:
          # check: a ServiceAccount of this namespace that may get those Secrets
          name: %s
    """
        .formatted(account);
  }

  private String file() {
    return "file:\n"
        + indent(
            "# for development: keyturn dev, or an operator with --allow-file-provider\n"
                + field("path", Setting.path, "secrets.yaml", "below the operator's root folder"));
  }

  private static String env() {
    return """
    env:
      # for development: keyturn dev, or an operator with --allow-file-provider
      # check: what the names of the variables begin with; it is no part of a key
      prefix: APP_
    """;
  }

  /** One field, by what was found or by a sample. */
  private String field(String name, Setting setting, String sample, String meaning) {
    return found
        .sign(setting)
        .map(sign -> "# from %s\n%s: %s\n".formatted(sign.name(), name, value(sign)))
        .orElse("# check: %s\n%s: %s\n".formatted(meaning, name, Scalar.of(sample)));
  }

  private static String value(Sign sign) {
    return Scalar.of(String.valueOf(sign.value()));
  }

  private String accountReference(String indent) {
    return """
    serviceAccountRef:
      # check: a ServiceAccount of this namespace
      name: %s
    """
        .formatted(account)
        .indent(indent.length());
  }

  private static String indent(String lines) {
    return lines.indent(2);
  }
}
