package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One value of a Secret that the templates of a webhook may use. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookSecret(
    @JsonPropertyDescription(
            "First part of its name in templates: with the name api and the key token it is"
                + " {{ .api.token }}. Example: api.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-zA-Z][a-zA-Z0-9_]*$")
        String name,
    @JsonPropertyDescription("Key of the Secret that holds it.") @Required
        KeyReference secretRef) {}
