package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** Chooses workloads by their labels. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkloadSelector(
    @JsonPropertyDescription("Labels that a workload must have, all of them. Example: {app: shop}.")
        @Required
        @Size(min = 1, max = 20)
        Map<String, @Size(max = 63) String> matchLabels) {}
