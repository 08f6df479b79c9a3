package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AWS Secrets Manager or Parameter Store of one region. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AwsProvider(
    @JsonPropertyDescription(
            "Service that keeps the secrets: SecretsManager or ParameterStore. Default:"
                + " SecretsManager.")
        @Nullable
        @SchemaFrom(type = AwsService.class)
        String service,
    @JsonPropertyDescription("Region of the secrets. Example: eu-west-1.")
        @Required
        @Size(min = 4, max = 32)
        @Pattern("^[a-z]{2}[a-z0-9-]+$")
        String region,
    @JsonPropertyDescription(
            "Address to use instead of the region's own: a VPC or FIPS endpoint, or an emulator,"
                + " which then has to serve STS too. Default: the region's.")
        @Nullable
        @Size(min = 8, max = 512)
        @Pattern("^https?://[^\\s/?#@]+/?$")
        String endpoint,
    @JsonPropertyDescription(
            "ARN of a role to assume with the identity of auth. Default: none. Example:"
                + " arn:aws:iam::123456789012:role/shop-secrets.")
        @Nullable
        @Size(min = 20, max = 600)
        @Pattern(Patterns.AWS_ROLE)
        String role,
    @JsonPropertyDescription(
            "ARNs of roles to assume before role, one with the keys of the other. Default: none.")
        @Nullable
        @Size(min = 1, max = 8)
        List<@Size(min = 20, max = 600) @Pattern(Patterns.AWS_ROLE) String> additionalRoles,
    @JsonPropertyDescription("External id that the trust policy of role asks for. Default: none.")
        @Nullable
        @Size(min = 2, max = 1224)
        @Pattern("^[\\w+=,.@:/-]+$")
        String externalID,
    @JsonPropertyDescription("Tags of the session of role. Default: none.")
        @Nullable
        @Size(min = 1, max = 50)
        List<AwsSessionTag> sessionTags,
    @JsonPropertyDescription(
            "Whose identity the calls have; at most one method. Default: the operator's own at AWS"
                + " (Pod Identity, IRSA, instance profile), which a SecretStore may use only where"
                + " the operator was started with --allow-operator-identity.")
        @Nullable AwsAuth auth,
    @JsonPropertyDescription("How secrets of Secrets Manager are deleted.")
        @Nullable AwsDeletion secretsManager,
    @JsonPropertyDescription(
            "Id, ARN or alias of the KMS key that new secrets are encrypted with. Default: the"
                + " account's own key of the service. Example: alias/shop.")
        @Nullable
        @Size(min = 1, max = 2048)
        @Pattern("^[a-zA-Z0-9:/_-]+$")
        String kmsKeyId) {}
