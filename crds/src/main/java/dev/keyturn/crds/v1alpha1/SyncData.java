package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One key of the target Secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncData(
    @JsonPropertyDescription("Key of the target Secret. Example: password.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.DATA_KEY)
        String secretKey,
    @JsonPropertyDescription("Where the value comes from.") @Required RemoteReference remoteRef,
    @JsonPropertyDescription(
            "True: a missing value is reported in status.keys.missing and is not an error."
                + " Default: false.")
        @Nullable Boolean optional,
    @JsonPropertyDescription(
            "Another store for this entry. Default: secretStoreRef, and its fallback.")
        @Nullable SourceReference sourceRef) {}
