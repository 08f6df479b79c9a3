package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.mac.TargetHash;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What makes a sync act now, if anything does. */
final class Triggers {
  private final Macs macs;

  Triggers(Macs macs) {
    this.macs = macs;
  }

  String specHash(SyncId id, SyncSettings settings) {
    return macs.spec(id.namespace(), id.name(), SpecText.of(settings)).text();
  }

  /** True where the target is complete: written from this spec and still as it was left. */
  boolean isComplete(SyncId id, SyncSettings settings, SecretSyncStatus status) {
    return isComplete(specHash(id, settings), status.target());
  }

  /** The same for a hash that is known already. */
  static boolean isComplete(String specHash, @Nullable SyncTargetStatus target) {
    return target != null && target.hash() != null && specHash.equals(target.specHash());
  }

  /** Empty where there is nothing to do. */
  Optional<Trigger> of(Observed observed, SyncSettings settings) {
    if (!isAttempted(observed) && !isCreatedForGood(observed, settings)) {
      return Optional.of(Trigger.NEW_GENERATION);
    }
    if (isRequested(observed)) {
      return Optional.of(Trigger.REQUESTED);
    }
    if (!observed.waiting() && isDrifted(observed, settings)) {
      return Optional.of(Trigger.DRIFT);
    }
    if (isSealed(observed, settings)) {
      return Optional.empty();
    }
    if (observed.templates() == TemplateNews.CHANGED) {
      return Optional.of(Trigger.TEMPLATE);
    }
    boolean reissue = observed.reissue() && !observed.waiting();
    return observed.due() || reissue || isAwaited(observed)
        ? Optional.of(Trigger.DUE)
        : Optional.empty();
  }

  /** True where the target is as the spec wants it and can never be changed again. */
  private boolean isSealed(Observed observed, SyncSettings settings) {
    return settings.target().immutable()
        && observed.target().filter(TargetState::immutable).isPresent()
        && observed
            .status()
            .filter(status -> isComplete(observed.id(), settings, status))
            .isPresent();
  }

  /** True where an edit of the spec is no reason to read: the target is there as it was made. */
  private boolean isCreatedForGood(Observed observed, SyncSettings settings) {
    return settings.schedule().policy() == RefreshPolicy.CreatedOnce
        && observed.target().isPresent()
        && observed
            .status()
            .map(SecretSyncStatus::target)
            .filter(target -> settings.targetName().equals(target.name()))
            .map(SyncTargetStatus::hash)
            .isPresent()
        && !isDrifted(observed, settings);
  }

  /** True where this generation has been attempted, with whatever result. */
  static boolean isAttempted(Observed observed) {
    return observed
        .status()
        .map(SecretSyncStatus::observedGeneration)
        .filter(generation -> generation == observed.generation())
        .isPresent();
  }

  /** True where a store was waited for and nothing was attempted, be it by another process. */
  private static boolean isAwaited(Observed observed) {
    return observed
        .status()
        .filter(status ->
            status.lastError() == null
                ? isUnknown(status)
                : status.lastError().errorClass().equals(ErrorClass.StoreNotReady.name()))
        .isPresent();
  }

  private static boolean isUnknown(SecretSyncStatus status) {
    return status.conditions() != null
        && status.conditions().stream()
            .anyMatch(it -> it.type().equals(Condition.SYNCED) && it.status().equals("Unknown"));
  }

  /** True where somebody asks for a sync that has not been answered yet. */
  static boolean isRequested(Observed observed) {
    return observed.request().isPresent()
        && !observed.request().equals(observed.status().map(SecretSyncStatus::lastHandledRequest));
  }

  /**
   * True where the target is not as we left it. That it is gone is seen without a hash; what a hash
   * under a lost key says of its content is unknown, and a read is to come.
   */
  boolean isDrifted(Observed observed, SyncSettings settings) {
    Optional<TargetHash> written =
        observed
            .status()
            .map(SecretSyncStatus::target)
            .filter(target -> settings.targetName().equals(target.name()))
            .map(SyncTargetStatus::hash)
            .flatMap(TargetHash::parse);
    if (written.isEmpty()) {
      return false;
    }
    if (observed.target().isEmpty()) {
      return settings.creationPolicy() != CreationPolicy.Merge;
    }
    return written.get().keyId().equals(macs.keyId())
        && !observed.target().get().ourOutput().equals(Optional.of(written.get().output()));
  }
}
