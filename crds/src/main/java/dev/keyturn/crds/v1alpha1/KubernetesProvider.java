package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The Secrets of one namespace, of this cluster or of another one. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KubernetesProvider(
    @JsonPropertyDescription("API server of another cluster. Default: this cluster's.")
        @Nullable KubernetesServer server,
    @JsonPropertyDescription(
            "Whose identity the calls have; exactly one method. Never the operator's own.")
        @Required
        KubernetesAuth auth,
    @JsonPropertyDescription(
            "Namespace of the Secrets; required on a ClusterSecretStore. Another namespace of this"
                + " cluster than the store's own needs a TenantSecretScope. Default: the store's"
                + " own. Example: platform.")
        @Nullable
        @Size(min = 1, max = 63)
        @Pattern(Patterns.LABEL)
        String remoteNamespace) {}
