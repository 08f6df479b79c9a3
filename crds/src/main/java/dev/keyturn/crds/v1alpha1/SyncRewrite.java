package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One change of all keys of an entry. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.regexp) ? 1 : 0)"
            + " + (has(self.transform) ? 1 : 0)"
            + " + (has(self.merge) ? 1 : 0) == 1",
    message = "exactly one of regexp, transform and merge must be set")
public record SyncRewrite(
    @JsonPropertyDescription("Replaces a part of each key.") @Nullable RewriteRegexp regexp,
    @JsonPropertyDescription("Makes each key anew by a template.")
        @Nullable RewriteTransform transform,
    @JsonPropertyDescription("Takes the JSON values apart.") @Nullable RewriteMerge merge) {}
