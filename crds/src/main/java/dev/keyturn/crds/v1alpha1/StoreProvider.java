package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The backend of a store: exactly one key. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.vault) ? 1 : 0) + (has(self.file) ? 1 : 0) + (has(self.fake) ? 1 : 0)"
            + " + (has(self.aws) ? 1 : 0) + (has(self.gcp) ? 1 : 0) + (has(self.azure) ? 1 : 0)"
            + " + (has(self.infisical) ? 1 : 0) + (has(self.kubernetes) ? 1 : 0)"
            + " + (has(self.webhook) ? 1 : 0) + (has(self.github) ? 1 : 0)"
            + " + (has(self.env) ? 1 : 0) == 1",
    message =
        "exactly one of vault, file, fake, aws, gcp, azure, infisical, kubernetes, webhook,"
            + " github and env must be set")
public record StoreProvider(
    @JsonPropertyDescription("HashiCorp Vault or OpenBao.") @Nullable VaultProvider vault,
    @JsonPropertyDescription(
            "A file on the operator's disk; refused unless the operator was started with"
                + " --allow-file-provider.")
        @Nullable FileProvider file,
    @JsonPropertyDescription(
            "Values in the store itself, for tests; refused unless the operator was started with"
                + " --allow-file-provider.")
        @Nullable FakeProvider fake,
    @JsonPropertyDescription("AWS Secrets Manager or Parameter Store.") @Nullable AwsProvider aws,
    @JsonPropertyDescription("Google Secret Manager.") @Nullable GcpProvider gcp,
    @JsonPropertyDescription("Azure Key Vault.") @Nullable AzureProvider azure,
    @JsonPropertyDescription("Infisical, cloud or own server.")
        @Nullable InfisicalProvider infisical,
    @JsonPropertyDescription("Secrets of a namespace of this cluster or of another one.")
        @Nullable KubernetesProvider kubernetes,
    @JsonPropertyDescription("A service that answers an HTTPS request for each key; read only.")
        @Nullable WebhookProvider webhook,
    @JsonPropertyDescription(
            "A GitHub App, for dataFrom.token of a SecretSync; it keeps no secrets.")
        @Nullable GitHubProvider github,
    @JsonPropertyDescription(
            "Environment variables of the operator's process, for development; refused unless the"
                + " operator was started with --allow-file-provider.")
        @Nullable EnvironmentProvider env) {}
