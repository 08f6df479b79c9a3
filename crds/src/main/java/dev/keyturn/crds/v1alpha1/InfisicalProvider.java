package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One environment of an Infisical project. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InfisicalProvider(
    @JsonPropertyDescription(
            "Address of the server. Default: https://app.infisical.com. Example:"
                + " https://eu.infisical.com.")
        @Nullable
        @Size(min = 8, max = 512)
        @Pattern("^https?://[^\\s/?#@]+(/[^\\s?#]*)?$")
        String hostAPI,
    @JsonPropertyDescription("How to log in; exactly one method.") @Required InfisicalAuth auth,
    @JsonPropertyDescription("Which secrets the store is about.") @Required
        InfisicalScope secretsScope) {}
