package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Environment variables of the operator's own process; for development. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvironmentProvider(
    @JsonPropertyDescription(
            "What the names of the variables begin with; it ends with an underscore. Variables"
                + " without it are neither read nor listed, and it is no part of a key: with APP_ the"
                + " key DB_PASSWORD is the variable APP_DB_PASSWORD. Example: APP_.")
        @Required
        @Size(min = 2, max = 64)
        @Pattern("^[A-Za-z][A-Za-z0-9_]*_$")
        String prefix) {}
