package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The key of a service account of Google Cloud. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GcpServiceAccountKey(
    @JsonPropertyDescription("The key as the JSON file that Google hands out, kept in a Secret.")
        @Required
        KeyReference secretAccessKeySecretRef) {}
