package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Login by an identity of AWS: Vault asks AWS who signed a request. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.secretRef) || !has(self.jwt)",
    message = "at most one of secretRef and jwt must be set")
public record VaultIam(
    @JsonPropertyDescription("Mount of the auth method. Default: aws.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern(Patterns.MOUNT)
        String path,
    @JsonPropertyDescription("Role of the auth method. Example: shop.")
        @Required
        @Size(min = 1, max = 256)
        String vaultRole,
    @JsonPropertyDescription(
            "Region whose security token service Vault asks. Default: us-east-1, with the address"
                + " of all regions. Example: eu-central-1.")
        @Nullable
        @Size(min = 3, max = 32)
        @Pattern("^[a-z]{2}(-[a-z]+)+-[0-9]+$")
        String region,
    @JsonPropertyDescription(
            "Value of X-Vault-AWS-IAM-Server-ID, where the mount asks for one. Default: none."
                + " Example: vault.example.com.")
        @Nullable
        @Size(min = 1, max = 256)
        @Pattern("^[!-~]+$")
        String vaultAwsIamServerID,
    @JsonPropertyDescription(
            "The access key that signs, kept in Secrets. Default: none; without it and without jwt,"
                + " in a ClusterSecretStore only, the identity that AWS gave to the operator signs.")
        @Nullable AwsAccessKey secretRef,
    @JsonPropertyDescription(
            "A role of IAM for a ServiceAccount (IRSA) that signs: its token is exchanged at STS."
                + " Default: none.")
        @Nullable AwsWebIdentity jwt) {}
