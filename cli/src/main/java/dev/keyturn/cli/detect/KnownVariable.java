package dev.keyturn.cli.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable by which a backend's own tools are configured.
 *
 * @param setting null for a credential, or a path to one: only its name is told
 */
record KnownVariable(String name, Backend backend, @Nullable Setting setting) {
  /** The first of two variables of a setting wins, as it does in the backend's own tools. */
  static final List<KnownVariable> ALL =
      List.of(
          new KnownVariable("VAULT_ADDR", Backend.vault, Setting.server),
          new KnownVariable("VAULT_NAMESPACE", Backend.vault, Setting.vaultNamespace),
          new KnownVariable("VAULT_TOKEN", Backend.vault, null),
          new KnownVariable("BAO_ADDR", Backend.vault, Setting.server),
          new KnownVariable("BAO_NAMESPACE", Backend.vault, Setting.vaultNamespace),
          new KnownVariable("BAO_TOKEN", Backend.vault, null),
          new KnownVariable("AWS_REGION", Backend.aws, Setting.region),
          new KnownVariable("AWS_DEFAULT_REGION", Backend.aws, Setting.region),
          new KnownVariable("AWS_ROLE_ARN", Backend.aws, Setting.role),
          new KnownVariable("AWS_PROFILE", Backend.aws, null),
          new KnownVariable("AWS_WEB_IDENTITY_TOKEN_FILE", Backend.aws, null),
          new KnownVariable("AWS_ACCESS_KEY_ID", Backend.aws, null),
          new KnownVariable("GOOGLE_CLOUD_PROJECT", Backend.gcp, Setting.projectId),
          new KnownVariable("GCLOUD_PROJECT", Backend.gcp, Setting.projectId),
          new KnownVariable("CLOUDSDK_CORE_PROJECT", Backend.gcp, Setting.projectId),
          new KnownVariable("GOOGLE_APPLICATION_CREDENTIALS", Backend.gcp, null),
          new KnownVariable("AZURE_KEYVAULT_URL", Backend.azure, Setting.vaultUrl),
          new KnownVariable("AZURE_KEY_VAULT_URL", Backend.azure, Setting.vaultUrl),
          new KnownVariable("AZURE_KEYVAULT_NAME", Backend.azure, Setting.vaultName),
          new KnownVariable("AZURE_KEY_VAULT_NAME", Backend.azure, Setting.vaultName),
          new KnownVariable("KEY_VAULT_NAME", Backend.azure, Setting.vaultName),
          new KnownVariable("AZURE_TENANT_ID", Backend.azure, Setting.tenantId),
          new KnownVariable("AZURE_CLIENT_ID", Backend.azure, Setting.clientId),
          new KnownVariable("AZURE_FEDERATED_TOKEN_FILE", Backend.azure, null),
          new KnownVariable("AZURE_CLIENT_SECRET", Backend.azure, null),
          new KnownVariable("INFISICAL_API_URL", Backend.infisical, Setting.server),
          new KnownVariable("INFISICAL_PROJECT_ID", Backend.infisical, Setting.infisicalProject),
          new KnownVariable("INFISICAL_ENVIRONMENT", Backend.infisical, Setting.environment),
          new KnownVariable("INFISICAL_TOKEN", Backend.infisical, null),
          new KnownVariable("INFISICAL_UNIVERSAL_AUTH_CLIENT_ID", Backend.infisical, null),
          new KnownVariable("KUBERNETES_SERVICE_HOST", Backend.kubernetes, null));
}
