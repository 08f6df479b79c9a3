package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A workload by its name, or all of a kind that carry some labels. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.name) != has(self.selector)",
    message = "exactly one of name and selector must be set")
public record RestartWorkload(
    @JsonPropertyDescription("Deployment, StatefulSet, DaemonSet or Rollout (Argo Rollouts).")
        @Required
        @SchemaFrom(type = WorkloadKind.class)
        String kind,
    @JsonPropertyDescription("Name of the workload. Default: none; then selector chooses.")
        @Nullable
        @Size(min = 1, max = 253)
        @Pattern(Patterns.SUBDOMAIN)
        String name,
    @JsonPropertyDescription("Labels of the workloads.") @Nullable WorkloadSelector selector) {}
