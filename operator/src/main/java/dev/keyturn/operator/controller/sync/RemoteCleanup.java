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

  /** The namespace shall be gone within a minute, and Kubernetes looks at it now and then only. */
  private static final Duration DEADLINE_WITH_NAMESPACE = Duration.ofSeconds(45);

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
    Duration patience = until(sync, deadline(sync)).minus(AGAIN.multipliedBy(2));
    Instant end = clock.instant().plus(patience);
    Settlement settlement;
    try (CleanupLeave leave =
        new CleanupLeave(SyncObserver.id(sync), end, !patience.isPositive())) {
      settlement =
          duties.stream()
              .filter(duty -> duty.owes(sync, status))
              .map(duty -> duty.settle(sync, status, leave))
              .reduce(Settlement.DONE, Settlement::and);
    }
    Duration left = left(sync, settlement);
    if (left.isPositive()) {
      return Optional.of(left.compareTo(AGAIN) < 0 ? left : AGAIN);
    }
    if (settlement != Settlement.DONE) {
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

  /** How long it may still be tried. */
  private Duration left(SecretSync sync, Settlement settlement) {
    boolean terminating = namespaces.isTerminating(sync.getMetadata().getNamespace());
    return switch (settlement) {
      case DONE -> Duration.ZERO;
      // A store that went with the namespace does not come back.
      case STORE_GONE -> terminating ? Duration.ZERO : until(sync, DEADLINE);
      case LEFT -> until(sync, deadline(sync));
    };
  }

  private Duration deadline(SecretSync sync) {
    return namespaces.isTerminating(sync.getMetadata().getNamespace())
        ? DEADLINE_WITH_NAMESPACE
        : DEADLINE;
  }

  private Duration until(SecretSync sync, Duration deadline) {
    @Nullable String deleted = sync.getMetadata().getDeletionTimestamp();
    Instant now = clock.instant();
    Instant since = deleted == null ? now : Instant.parse(deleted);
    return Duration.between(now, since.plus(deadline));
  }
}
