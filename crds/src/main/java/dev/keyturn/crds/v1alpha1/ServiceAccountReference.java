package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ServiceAccount whose token is presented to the backend. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceAccountReference(
    @JsonPropertyDescription("Name of the ServiceAccount. Example: shop-secrets.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.SUBDOMAIN)
        String name,
    @JsonPropertyDescription(
            "Namespace of the ServiceAccount; only on a ClusterSecretStore. Default: the"
                + " namespace of the SecretSync, so that each namespace has its own identity.")
        @Nullable
        @Size(min = 1, max = 63)
        @Pattern(Patterns.LABEL)
        String namespace,
    @JsonPropertyDescription(
            "Audiences of the requested token. Default: [vault], for AWS [sts.amazonaws.com], for"
                + " Google that of the pool, for Azure [api://AzureADTokenExchange], for Infisical"
                + " [infisical], for Kubernetes the API server's own.")
        @Nullable
        @Size(min = 1, max = 8)
        List<@Size(min = 1, max = 256) String> audiences) {}
