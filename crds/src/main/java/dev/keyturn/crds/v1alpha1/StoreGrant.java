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

/** What the namespaces of a scope may read and write in one store. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreGrant(
    @JsonPropertyDescription("SecretStore or ClusterSecretStore. Default: ClusterSecretStore.")
        @Nullable
        @SchemaFrom(type = StoreKind.class)
        String kind,
    @JsonPropertyDescription("Name of the store. Example: vault-prod.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.SUBDOMAIN)
        String name,
    @JsonPropertyDescription(
            "Paths that may be read, after keyPrefix. * is one segment, ** the rest; ${namespace}"
                + " and ${tenant} are filled in. Example: tenants/${tenant}/**.")
        @Nullable
        @Size(min = 1, max = 50)
        List<@Size(min = 1, max = 1024) @Pattern(Patterns.GRANT) String> read,
    @JsonPropertyDescription(
            "Paths that may be written; the same grammar. write does not imply read."
                + " Example: tenants/${tenant}/generated/**.")
        @Nullable
        @Size(min = 1, max = 50)
        List<@Size(min = 1, max = 1024) @Pattern(Patterns.GRANT) String> write) {}
