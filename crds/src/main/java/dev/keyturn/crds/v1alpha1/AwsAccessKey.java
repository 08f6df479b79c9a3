package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** An access key of AWS. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AwsAccessKey(
    @JsonPropertyDescription("The access key id, kept in a Secret.") @Required
        KeyReference accessKeyIDSecretRef,
    @JsonPropertyDescription("The secret access key, kept in a Secret.") @Required
        KeyReference secretAccessKeySecretRef,
    @JsonPropertyDescription("The session token, where the keys are temporary. Default: none.")
        @Nullable KeyReference sessionTokenSecretRef) {}
