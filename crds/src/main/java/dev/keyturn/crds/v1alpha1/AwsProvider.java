package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** AWS Secrets Manager of one region. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AwsProvider(
    @JsonPropertyDescription("Service that keeps the secrets. Default: SecretsManager.")
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
    @JsonPropertyDescription("Whose identity the calls have; exactly one method.") @Required
        AwsAuth auth) {}
