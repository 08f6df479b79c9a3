package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which workloads are restarted after a value of the target changed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.workloads) || (has(self.auto) && self.auto)",
    message = "restart needs workloads, or auto: true")
@ValidationRule(
    value =
        "!has(self.minInterval) || self.minInterval.contains('d')"
            + " || duration(self.minInterval) >= duration('10s')",
    message = "minInterval must be at least 10s",
    fieldPath = ".minInterval")
public record SyncRestart(
    @JsonPropertyDescription(
            "A workload is restarted at most once per this time, at least 10s; the last change is"
                + " never lost. Of several syncs that name a workload the longest counts."
                + " Default: 30s.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String minInterval,
    @JsonPropertyDescription(
            "True: every workload of the namespace whose pods use the Secret in env, envFrom or a"
                + " volume. Default: false.")
        @Nullable Boolean auto,
    @JsonPropertyDescription(
            "Workloads of the namespace, by name or by label. Jobs and CronJobs are never"
                + " restarted: their next run reads the new value.")
        @Nullable
        @Size(min = 1, max = 50)
        List<RestartWorkload> workloads) {}
