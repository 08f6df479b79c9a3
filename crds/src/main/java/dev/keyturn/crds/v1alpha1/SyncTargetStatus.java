package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The target Secret as it was last written. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncTargetStatus(
    @JsonPropertyDescription("Name of the Secret.") @Nullable @Size(max = 253) String name,
    @JsonPropertyDescription("UID of the Secret.") @Nullable @Size(max = 64) String uid,
    @JsonPropertyDescription(
            "Keyed hashes of what went in and what came out; says nothing of the"
                + " values to anyone without the operator's key.")
        @Nullable
        @Size(max = 128)
        String hash,
    @JsonPropertyDescription("Keyed hash of the part of the spec that the Secret was made from.")
        @Nullable
        @Size(max = 64)
        String specHash) {}
