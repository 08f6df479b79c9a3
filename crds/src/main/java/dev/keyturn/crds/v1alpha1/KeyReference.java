package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One key of one Kubernetes Secret. The generated schema of SecretStore has no {@code namespace}: a
 * namespaced store can never name another namespace.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyReference(
    @JsonPropertyDescription("Name of the Secret. Example: vault-token.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.SUBDOMAIN)
        String name,
    @JsonPropertyDescription("Key inside the Secret. Example: token.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.DATA_KEY)
        String key,
    @JsonPropertyDescription(
            "Namespace of the Secret; only on a ClusterSecretStore, and required there."
                + " Example: keyturn.")
        @Nullable
        @Size(min = 1, max = 63)
        @Pattern(Patterns.LABEL)
        String namespace) {}
