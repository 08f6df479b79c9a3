package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of SecretSync. Nothing in it moves while nothing changes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretSyncStatus(
    @JsonPropertyDescription("Generation that this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("The last text of keyturn.dev/sync-requested that was answered.")
        @Nullable
        @Size(max = 256)
        String lastHandledRequest,
    @JsonPropertyDescription("Keys of the last attempt.") @Nullable SyncKeys keys,
    @JsonPropertyDescription("The target Secret as it was last written.")
        @Nullable SyncTargetStatus target,
    @JsonPropertyDescription("The remote secrets that the target was made from.")
        @Nullable
        @Size(max = 550)
        List<SyncSource> sources,
    @JsonPropertyDescription("The Secret as a provisioned service (servicebinding.io).")
        @Nullable SyncBinding binding,
    @JsonPropertyDescription("When the content of the target last changed, RFC 3339.")
        @Nullable
        @Size(max = 40)
        String lastChangeTime,
    @JsonPropertyDescription(
            "Failed attempts since the last good one; written at the first and at powers of two.")
        @Nullable Integer consecutiveFailures,
    @JsonPropertyDescription("Why the last attempt failed; absent when it worked.")
        @Nullable SyncError lastError,
    @JsonPropertyDescription("Ready, Synced, Reconciling, Stalled and ScopeAllowed.")
        @Nullable
        @Size(max = 16)
        List<Condition> conditions) {}
