package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys of the last attempt. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncKeys(
    @JsonPropertyDescription("Number of keys that the spec asks for.") int desired,
    @JsonPropertyDescription("Number of keys that the last attempt found.") int synced,
    @JsonPropertyDescription("Both numbers. Example: 4/5.") @Nullable @Size(max = 16)
        String display,
    @JsonPropertyDescription("Names of the keys that were not found, at most 50.")
        @Nullable
        @Size(max = 50)
        List<@Size(max = 253) String> missing) {}
