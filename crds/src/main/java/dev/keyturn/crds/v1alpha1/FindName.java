package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Tells secrets by their names. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FindName(
    @JsonPropertyDescription(
            "RE2 expression that is looked for anywhere in the key, which includes the path."
                + " Example: ^shop/db-.")
        @Required
        @Size(min = 1, max = 512)
        String regexp) {}
