package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses workloads by their labels. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.matchLabels) || has(self.matchExpressions)",
    message = "selector needs matchLabels or matchExpressions")
public record WorkloadSelector(
    @JsonPropertyDescription(
            "Labels that a workload must have, all of them. Example: {app: shop}. Default: none.")
        @Nullable
        @Size(min = 1, max = 20)
        Map<String, @Size(max = 63) String> matchLabels,
    @JsonPropertyDescription(
            "Demands on the labels, all of which a workload must meet, beside matchLabels. Example:"
                + " [{key: tier, operator: In, values: [web, api]}]. Default: none.")
        @Nullable
        @Size(min = 1, max = 20)
        List<SelectorExpression> matchExpressions) {}
