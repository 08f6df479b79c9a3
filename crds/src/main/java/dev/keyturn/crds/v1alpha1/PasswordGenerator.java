package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Options of a generated password. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PasswordGenerator(
    @JsonPropertyDescription("Number of characters. Default: 32.") @Nullable @Min(12) @Max(256)
        Integer length,
    @JsonPropertyDescription(
            "Symbols beside letters and digits; at least one of them is in every password. Example:"
                + " -_. Default: none.")
        @Nullable
        @Size(min = 1, max = 32)
        @Pattern("^[!-/:-@\\[-`{-~]+$")
        String symbols) {}
