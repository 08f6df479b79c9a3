package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Why the last attempt failed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncError(
    @JsonProperty("class")
        @JsonPropertyDescription("Error class. Example: KeyMissing (docs/reference/errors.md).")
        @Required
        @Size(max = 63)
        String errorClass,
    @JsonPropertyDescription("Which case of the class. Example: soft-deleted.")
        @Nullable
        @Size(max = 63)
        String detail,
    @JsonPropertyDescription("Cause, object and next step; never a secret value.")
        @Nullable
        @Size(max = 1024)
        String message,
    @JsonPropertyDescription("When this class began to fail, RFC 3339.") @Required @Size(max = 40)
        String since) {}
