package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What of a webhook's answer is the value. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookResult(
    @JsonPropertyDescription(
            "Path to the value in the JSON of the answer: members by .name or ['name'], items by"
                + " [0]. Example: $.data.value.")
        @Required
        @Size(min = 1, max = 512)
        String jsonPath) {}
