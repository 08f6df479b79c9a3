package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One Azure Key Vault. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.authType) && self.authType == 'ManagedIdentity') ? !has(self.serviceAccountRef)"
            + " && (!has(self.authSecretRef) || (!has(self.authSecretRef.clientSecret) &&"
            + " !has(self.authSecretRef.clientCertificate)))"
            + " : has(self.tenantId) && has(self.authSecretRef) && has(self.authSecretRef.clientId)",
    message =
        "tenantId and authSecretRef.clientId must be set; for ManagedIdentity no"
            + " serviceAccountRef, clientSecret and clientCertificate")
@ValidationRule(
    value =
        "(has(self.authType) && self.authType != 'ServicePrincipal') || !has(self.authSecretRef) ||"
            + " (!has(self.serviceAccountRef) && (has(self.authSecretRef.clientSecret) !="
            + " has(self.authSecretRef.clientCertificate)))",
    message =
        "a ServicePrincipal needs exactly one of clientSecret and clientCertificate, and no"
            + " serviceAccountRef")
@ValidationRule(
    value =
        "!has(self.authType) || self.authType != 'WorkloadIdentity' || !has(self.authSecretRef) ||"
            + " (has(self.serviceAccountRef) && !has(self.authSecretRef.clientSecret) &&"
            + " !has(self.authSecretRef.clientCertificate))",
    message = "a WorkloadIdentity needs serviceAccountRef and has no other proof")
public record AzureProvider(
    @JsonPropertyDescription("Address of the vault. Example: https://shop.vault.azure.net.")
        @Required
        @Size(min = 8, max = 512)
        @Pattern("^https?://[^\\s/?#@]+/?$")
        String vaultUrl,
    @JsonPropertyDescription(
            "Tenant (directory) of the identity, as id or domain; not for ManagedIdentity. Default:"
                + " none. Example: 11111111-2222-3333-4444-555555555555.")
        @Nullable
        @Size(min = 1, max = 253)
        @Pattern("^[A-Za-z0-9][A-Za-z0-9.-]*$")
        String tenantId,
    @JsonPropertyDescription(
            "How to log in; ManagedIdentity, the identity of the operator's node, only on a"
                + " ClusterSecretStore. Default: ServicePrincipal.")
        @Nullable
        @SchemaFrom(type = AzureAuthType.class)
        String authType,
    @JsonPropertyDescription("Client id and proof, kept in Secrets.")
        @Nullable AzureAuthSecret authSecretRef,
    @JsonPropertyDescription(
            "ServiceAccount whose short-lived token is presented; only for WorkloadIdentity. Its"
                + " audiences default to [api://AzureADTokenExchange].")
        @Nullable ServiceAccountReference serviceAccountRef,
    @JsonPropertyDescription("Cloud of the vault and of the login. Default: PublicCloud.")
        @Nullable
        @SchemaFrom(type = AzureEnvironment.class)
        String environmentType) {}
