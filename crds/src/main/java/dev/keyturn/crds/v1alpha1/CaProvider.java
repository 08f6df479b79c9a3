package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where the certificate authority of a backend is kept in the cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaProvider(
    @JsonPropertyDescription("Kind of the object that holds the certificates: Secret or ConfigMap.")
        @Required
        @SchemaFrom(type = CaProviderKind.class)
        String type,
    @JsonPropertyDescription("Name of the Secret or ConfigMap. Example: vault-ca.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.SUBDOMAIN)
        String name,
    @JsonPropertyDescription("Key that holds the PEM text. Example: ca.crt.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.DATA_KEY)
        String key,
    @JsonPropertyDescription(
            "Namespace of the object; only on a ClusterSecretStore, and required there."
                + " Example: keyturn.")
        @Nullable
        @Size(min = 1, max = 63)
        @Pattern(Patterns.LABEL)
        String namespace) {}
