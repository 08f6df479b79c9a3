package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.finalizer.FinalizerResult;
import dev.keyturn.operator.kube.finalizer.FinalizerWriter;
import dev.keyturn.operator.kube.live.LiveSpecs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a SecretSync until what it owes at backends is settled, by a finalizer that is there only
 * while something is owed, and lets go at a deadline.
 */
final class RemoteCleanup {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Duration DEADLINE_WITH_NAMESPACE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final List<CleanupDuty> duties;
  private final FinalizerWriter finalizers;
  private final LiveSpecs specs;
  private final NamespaceIndex namespaces;
  private final SyncEvents events;
  private final InstantSource clock;

  /** UIDs of syncs that got the finalizer and whose cached object may not show it yet. */
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  RemoteCleanup(
      List<CleanupDuty> duties,
      FinalizerWriter finalizers,
      LiveSpecs specs,
      NamespaceIndex namespaces,
      SyncEvents events,
      InstantSource clock) {
    this.duties = List.copyOf(duties);
    this.finalizers = finalizers;
    this.specs = specs;
    this.namespaces = namespaces;
    this.events = events;
    this.clock = clock;
  }

  /**
   * To be called before an effect that has to be undone with the sync.
   *
   * @return false where the effect must not happen, because nothing would hold the sync
   */
  boolean hold(SecretSync sync) {
    if (isHeld(sync)) {
      return true;
    }
    boolean done = finalizers.add(sync, Api.FINALIZER_REMOTE_CLEANUP) == FinalizerResult.DONE;
    if (done) {
      held.add(sync.getMetadata().getUid());
    }
    return done;
  }

  /** Takes the finalizer off a living sync that owes nothing any more; a failure is tried again. */
  void releaseWhereNothingIsOwed(SecretSync sync, SecretSyncStatus status) {
    if (isHeld(sync)
        && duties.stream().noneMatch(duty -> duty.owes(sync, status))
        && specs.of(sync) == LiveSpecs.Standing.CURRENT) {
      release(sync);
    }
  }

  /**
   * Settles what a sync that is being deleted owes, and lets it go.
   *
   * @return after how long to try again; empty where the sync is let go, or was not held
   */
  Optional<Duration> settle(SecretSync sync, SecretSyncStatus status) {
    if (!isHeld(sync)) {
      return Optional.empty();
    }
    return switch (specs.of(sync)) {
      case CURRENT -> settleCurrent(sync, status);
      case OUTDATED, UNKNOWN -> Optional.of(AGAIN);
      case GONE -> {
        // What another sync of this name has made since is none of this one's business.
        forget(sync);
        yield Optional.empty();
      }
    };
  }

  private Optional<Duration> settleCurrent(SecretSync sync, SecretSyncStatus status) {
    boolean settled = true;
    for (CleanupDuty duty : duties) {
      settled &= !duty.owes(sync, status) || duty.settle(sync, status);
    }
    if (!settled) {
      Duration left = Duration.between(clock.instant(), deadline(sync));
      if (left.isPositive()) {
        return Optional.of(left.compareTo(AGAIN) < 0 ? left : AGAIN);
      }
      events.cleanupSkipped(sync);
    }
    return release(sync) ? Optional.empty() : Optional.of(AGAIN);
  }

  void forget(SecretSync sync) {
    held.remove(sync.getMetadata().getUid());
  }

  private boolean release(SecretSync sync) {
    return switch (finalizers.remove(sync, Api.FINALIZER_REMOTE_CLEANUP)) {
      case DONE, GONE -> {
        held.remove(sync.getMetadata().getUid());
        yield true;
      }
      case REFUSED, UNAVAILABLE, NOT_LEADER -> false;
    };
  }

  private boolean isHeld(SecretSync sync) {
    return held.contains(sync.getMetadata().getUid())
        || sync.hasFinalizer(Api.FINALIZER_REMOTE_CLEANUP);
  }

  private Instant deadline(SecretSync sync) {
    @Nullable String deleted = sync.getMetadata().getDeletionTimestamp();
    Instant since = deleted == null ? clock.instant() : Instant.parse(deleted);
    return since.plus(
        namespaces.isTerminating(sync.getMetadata().getNamespace())
            ? DEADLINE_WITH_NAMESPACE
            : DEADLINE);
  }
}
