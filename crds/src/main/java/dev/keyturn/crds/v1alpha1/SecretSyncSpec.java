package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
                + " 5m.")
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
          new StoreReference("unreadable", null), null, null, null, null, null, null, null, null);
}
