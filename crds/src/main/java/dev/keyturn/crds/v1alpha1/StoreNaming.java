package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The keys that a store knows. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreNaming(
    @JsonPropertyDescription(
            "RE2 expression that is looked for anywhere in the key at the backend, which includes"
                + " the keyPrefix; ^ and $ stand for its ends. Example:"
                + " ^shop/(database|redis|oauth)/[a-z0-9-]+$.")
        @Required
        @Size(min = 1, max = 512)
        String pattern) {}
