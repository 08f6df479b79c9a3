package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The namespaces that a scope speaks for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScopeNamespaces(
    @JsonPropertyDescription(
            "Names; each is bound to the UID of the namespace when it is first seen, so that a"
                + " re-created namespace inherits nothing. Example: [shop, shop-staging].")
        @Required
        @Size(min = 1, max = 200)
        List<@Size(min = 1, max = 63) @Pattern(Patterns.LABEL) String> names) {}
