package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Makes a key by a template. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RewriteTransform(
    @JsonPropertyDescription(
            "Template of the new key; .value is the old one. Example: {{ .value | upper }}.")
        @Required
        @Size(min = 1, max = 1024)
        String template) {}
