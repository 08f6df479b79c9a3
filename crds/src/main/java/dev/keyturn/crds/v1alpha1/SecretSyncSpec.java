package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spec of SecretSync. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.data) || has(self.dataFrom) || has(self.generate) || has(self.push)",
    message = "at least one of data, dataFrom, generate and push must be set")
@ValidationRule(
    value =
        "!has(self.refreshInterval) || self.refreshInterval.contains('d')"
            + " || duration(self.refreshInterval) >= duration('10s')",
    message = "refreshInterval must be at least 10s",
    fieldPath = ".refreshInterval")
@ValidationRule(
    value =
        "!has(self.target) || !has(self.target.deletionPolicy)"
            + " || self.target.deletionPolicy != 'Delete' || !has(self.target.creationPolicy)"
            + " || self.target.creationPolicy == 'Owner'",
    message = "deletionPolicy Delete needs creationPolicy Owner",
    fieldPath = ".target.deletionPolicy")
@ValidationRule(
    value =
        "!has(self.dataFrom) || self.dataFrom.filter(it, has(it.dynamic)).size() <= 1"
            + " && self.dataFrom.filter(it, has(it.pki)).size() <= 1"
            + " && self.dataFrom.filter(it, has(it.token)).size() <= 1",
    message = "dataFrom may hold one dynamic, one pki and one token at most",
    fieldPath = ".dataFrom")
public record SecretSyncSpec(
    @JsonPropertyDescription("The store that the values come from.") @Required
        StoreReference secretStoreRef,
    @JsonPropertyDescription(
            "How often the source is read, at least 10s; a deterministic jitter of 5 % spreads the"
                + " reads. Default: 1h.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String refreshInterval,
    @JsonPropertyDescription(
            "Age of the last good read beyond which Ready turns False. Default: refreshInterval +"
                + " 5m, longer where syncWindows forbid reading.")
        @Nullable
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        String maxStaleness,
    @JsonPropertyDescription(
            "True: nothing is read and nothing is written; the Secret stays as it is."
                + " Default: false.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription("The Kubernetes Secret that is written.") @Nullable SyncTarget target,
    @JsonPropertyDescription("Single keys of the Secret. They win over dataFrom.")
        @Nullable
        @Size(min = 1, max = 500)
        List<SyncData> data,
    @JsonPropertyDescription("Whole remote secrets; a later entry wins over an earlier one.")
        @Nullable
        @Size(min = 1, max = 50)
        List<SyncDataFrom> dataFrom,
    @JsonPropertyDescription(
            "Workloads that are restarted after a value of the Secret changed. Needs the chart's"
                + " value features.restart, which is off by default; without it the condition"
                + " WorkloadsUpdated says so.")
        @Nullable SyncRestart restart,
    @JsonPropertyDescription(
            "Stores that take the place of secretStoreRef, the first that serves, while it is"
                + " unreachable; never after a denial or for a key that is not there.")
        @Nullable
        @Size(min = 1, max = 5)
        List<SyncFallback> fallback,
    @JsonPropertyDescription("Rules that the Secret must keep; else it is not written.")
        @Nullable
        @Size(min = 1, max = 50)
        List<SyncRule> validate,
    @JsonPropertyDescription(
            "Periodic: at every refreshInterval and whenever something changed. OnChange: not"
                + " because time has passed. CreatedOnce: only while the target is missing or"
                + " changed, or when asked to. Default: Periodic.")
        @Nullable
        @SchemaFrom(type = RefreshPolicy.class)
        String refreshPolicy,
    @JsonPropertyDescription(
            "When the reads of refreshInterval may happen; first syncs, edits, requests and repairs"
                + " happen at any time. A read that was due while denied follows when it is allowed"
                + " again. Default: at all times.")
        @Nullable
        @Size(min = 1, max = 20)
        List<SyncWindow> syncWindows,
    @JsonPropertyDescription(
            "Values that are made where the backend has none, and kept there; they win over data"
                + " and dataFrom.")
        @Nullable
        @Size(min = 1, max = 50)
        List<SyncGenerate> generate,
    @JsonPropertyDescription("Values that are written to a backend.")
        @Nullable
        @Size(min = 1, max = 50)
        List<SyncPush> push) {

  /** Stands for a spec that is not of the form that this version reads. */
  public static final SecretSyncSpec UNREADABLE =
      new SecretSyncSpec(
          new StoreReference("unreadable", null),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
}
