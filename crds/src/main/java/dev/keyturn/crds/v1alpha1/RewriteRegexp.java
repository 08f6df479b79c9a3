package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Replaces what an expression matches in a key. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RewriteRegexp(
    @JsonPropertyDescription("RE2 expression. Example: ^shop/(.*)$.")
        @Required
        @Size(min = 1, max = 512)
        String source,
    @JsonPropertyDescription(
            "What takes the place of each match; ${1} and ${name} are groups. Example: ${1}.")
        @Required
        @Size(max = 512)
        String target) {}
