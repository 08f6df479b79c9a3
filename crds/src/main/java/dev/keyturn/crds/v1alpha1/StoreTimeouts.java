package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Deadlines of the calls to a backend. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.connect) || !self.connect.contains('d')"
            + " && duration(self.connect) >= duration('1s')"
            + " && duration(self.connect) <= duration('5m')",
    message = "connect must be between 1s and 5m",
    fieldPath = ".connect")
@ValidationRule(
    value =
        "!has(self.request) || !self.request.contains('d')"
            + " && duration(self.request) >= duration('1s')"
            + " && duration(self.request) <= duration('5m')",
    message = "request must be between 1s and 5m",
    fieldPath = ".request")
public record StoreTimeouts(
    @JsonPropertyDescription("Time to connect, 1s to 5m. Default: 5s.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String connect,
    @JsonPropertyDescription(
            "Time of one whole call, to the body's last byte, 1s to 5m. Default: 15s.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String request) {}
