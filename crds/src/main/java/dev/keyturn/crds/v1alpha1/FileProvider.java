package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A file or folder on the operator's own disk; for development. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileProvider(
    @JsonPropertyDescription(
            "A YAML, JSON or .env file, or a folder of them, below the root that the operator was"
                + " started with. Example: secrets.yaml.")
        @Required
        @Size(min = 1, max = 1024)
        String path) {}
