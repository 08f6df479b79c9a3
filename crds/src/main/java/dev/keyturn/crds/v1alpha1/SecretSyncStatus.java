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
    @JsonPropertyDescription(
            "Ready, Synced, Reconciling, Stalled, ScopeAllowed, WorkloadsUpdated and Pushed.")
        @Nullable
        @Size(max = 16)
        List<Condition> conditions,
    @JsonPropertyDescription("A restart that is still owed; absent when none is.")
        @Nullable PendingRestart pendingRestart,
    @JsonPropertyDescription("The lease of dataFrom.dynamic.") @Nullable SyncLease lease,
    @JsonPropertyDescription("The certificate of dataFrom.pki.")
        @Nullable SyncCertificate certificate,
    @JsonPropertyDescription("The token of dataFrom.token.") @Nullable SyncToken token,
    @JsonPropertyDescription("Generated values that the backend keeps.") @Nullable @Size(max = 50)
        List<SyncGenerated> generated,
    @JsonPropertyDescription("Secrets at backends that were pushed.") @Nullable @Size(max = 100)
        List<SyncPushed> pushed) {

  /** Says nothing yet. */
  public static final SecretSyncStatus EMPTY = new Draft().build();

  /** A draft that starts from this status. */
  public Draft draft() {
    Draft draft = new Draft();
    draft.observedGeneration = observedGeneration;
    draft.lastHandledRequest = lastHandledRequest;
    draft.keys = keys;
    draft.target = target;
    draft.sources = sources;
    draft.binding = binding;
    draft.lastChangeTime = lastChangeTime;
    draft.consecutiveFailures = consecutiveFailures;
    draft.lastError = lastError;
    draft.conditions = conditions;
    draft.pendingRestart = pendingRestart;
    draft.lease = lease;
    draft.certificate = certificate;
    draft.token = token;
    draft.generated = generated;
    draft.pushed = pushed;
    return draft;
  }

  /** A status in the making: what is not set stays as it was. */
  public static final class Draft {
    private @Nullable Long observedGeneration;
    private @Nullable String lastHandledRequest;
    private @Nullable SyncKeys keys;
    private @Nullable SyncTargetStatus target;
    private @Nullable List<SyncSource> sources;
    private @Nullable SyncBinding binding;
    private @Nullable String lastChangeTime;
    private @Nullable Integer consecutiveFailures;
    private @Nullable SyncError lastError;
    private @Nullable List<Condition> conditions;
    private @Nullable PendingRestart pendingRestart;
    private @Nullable SyncLease lease;
    private @Nullable SyncCertificate certificate;
    private @Nullable SyncToken token;
    private @Nullable List<SyncGenerated> generated;
    private @Nullable List<SyncPushed> pushed;

    private Draft() {}

    public Draft observedGeneration(long value) {
      observedGeneration = value;
      return this;
    }

    public Draft lastHandledRequest(@Nullable String value) {
      lastHandledRequest = value;
      return this;
    }

    public Draft keys(@Nullable SyncKeys value) {
      keys = value;
      return this;
    }

    public Draft target(@Nullable SyncTargetStatus value) {
      target = value;
      return this;
    }

    public Draft sources(@Nullable List<SyncSource> value) {
      sources = value;
      return this;
    }

    public Draft binding(@Nullable SyncBinding value) {
      binding = value;
      return this;
    }

    public Draft lastChangeTime(@Nullable String value) {
      lastChangeTime = value;
      return this;
    }

    public Draft consecutiveFailures(@Nullable Integer value) {
      consecutiveFailures = value;
      return this;
    }

    public Draft lastError(@Nullable SyncError value) {
      lastError = value;
      return this;
    }

    public Draft conditions(@Nullable List<Condition> value) {
      conditions = value;
      return this;
    }

    public Draft pendingRestart(@Nullable PendingRestart value) {
      pendingRestart = value;
      return this;
    }

    public Draft lease(@Nullable SyncLease value) {
      lease = value;
      return this;
    }

    public Draft certificate(@Nullable SyncCertificate value) {
      certificate = value;
      return this;
    }

    public Draft token(@Nullable SyncToken value) {
      token = value;
      return this;
    }

    public Draft generated(@Nullable List<SyncGenerated> value) {
      generated = value;
      return this;
    }

    public Draft pushed(@Nullable List<SyncPushed> value) {
      pushed = value;
      return this;
    }

    public SecretSyncStatus build() {
      return new SecretSyncStatus(
          observedGeneration,
          lastHandledRequest,
          keys,
          target,
          sources,
          binding,
          lastChangeTime,
          consecutiveFailures,
          lastError,
          conditions,
          pendingRestart,
          lease,
          certificate,
          token,
          generated,
          pushed);
    }
  }
}
