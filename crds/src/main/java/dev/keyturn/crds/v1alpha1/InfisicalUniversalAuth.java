package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Login by Universal Auth. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InfisicalUniversalAuth(
    @JsonPropertyDescription("The client id, kept in a Secret.") @Required KeyReference clientId,
    @JsonPropertyDescription("The client secret, kept in a Secret.") @Required
        KeyReference clientSecret) {}
