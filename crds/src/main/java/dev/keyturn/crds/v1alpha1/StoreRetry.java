package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The tries inside one read, of a backend that is not there or does not answer in time. The sync
 * that reads tries again for ever, whatever this says.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.baseDelay) || !self.baseDelay.contains('d')"
            + " && duration(self.baseDelay) >= duration('1s')"
            + " && duration(self.baseDelay) <= duration('1m')",
    message = "baseDelay must be between 1s and 1m",
    fieldPath = ".baseDelay")
@ValidationRule(
    value =
        "!has(self.maxDelay) || !self.maxDelay.contains('d')"
            + " && duration(self.maxDelay) >= duration('1s')"
            + " && duration(self.maxDelay) <= duration('1m')",
    message = "maxDelay must be between 1s and 1m",
    fieldPath = ".maxDelay")
public record StoreRetry(
    @JsonPropertyDescription("Tries in all, 1 to 5; 1 is no second try. Default: 1.")
        @Nullable
        @Min(1)
        @Max(5)
        Integer maxAttempts,
    @JsonPropertyDescription(
            "Greatest wait before the second try, 1s to 1m; it doubles with each further one."
                + " Default: 1s.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String baseDelay,
    @JsonPropertyDescription("Greatest wait before any try, 1s to 1m. Default: 5s.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String maxDelay) {}
