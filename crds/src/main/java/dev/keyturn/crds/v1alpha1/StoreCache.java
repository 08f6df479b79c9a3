package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Values shared by all syncs of a store, in the operator's memory only. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreCache(
    @JsonPropertyDescription(
            "How long a value may be shared; 0s shares it only while a read is in flight."
                + " Default: 30s.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String ttl,
    @JsonPropertyDescription("How many values are kept at most. Default: 1000.")
        @Nullable
        @Min(0)
        @Max(100000)
        Integer maxEntries) {}
