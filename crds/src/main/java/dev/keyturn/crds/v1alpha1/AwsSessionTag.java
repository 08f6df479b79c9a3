package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A tag of a role's session, for the policies of the account. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AwsSessionTag(
    @JsonPropertyDescription("Key of the tag. Example: team.") @Required @Size(min = 1, max = 128)
        String key,
    @JsonPropertyDescription("Value of the tag; may be empty. Example: shop.")
        @Required
        @Size(max = 256)
        String value) {}
