package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.stamp.StampPlan;
import dev.keyturn.operator.engine.stamp.StampSettings;
import dev.keyturn.operator.engine.stamp.StampSpec;
import dev.keyturn.operator.engine.stamp.Step;
import dev.keyturn.operator.kube.status.StatusResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One pass over a ClusterSecretSync: look, plan, act, and one status when everything that can be
 * done is done.
 */
public final class ClusterSyncPass {
  private static final Duration AFTER_FAILED_CALL = Duration.ofSeconds(5);

  private static final Duration BEFORE_NAMESPACES = Duration.ofSeconds(1);

  /** After a write, once more: by then the cache shows it, or it did not stay. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  private final ClusterSyncParts parts;

  public ClusterSyncPass(ClusterSyncParts parts) {
    this.parts = parts;
  }

  void run(ClusterSecretSync sync) {
    String name = sync.getMetadata().getName();
    if (!parts.namespaces().hasSynced()) {
      parts.timer().at(name, BEFORE_NAMESPACES);
      return;
    }
    ClusterSecretSyncStatus before =
        parts.statuses().read(sync).orElse(ClusterSyncStatusFactory.NOTHING);
    ClusterSyncStatusFactory factory =
        new ClusterSyncStatusFactory(
            before, sync.getMetadata().getGeneration(), parts.clock().instant());
    Optional<Duration> next =
        switch (parts.specs().of(sync)) {
          case StampSpec.Wrong(Problem problem) -> write(sync, before, factory.invalid(problem));
          case StampSpec.Read(StampSettings wanted) -> stamp(sync, wanted, before, factory);
        };
    next.ifPresentOrElse(wait -> parts.timer().at(name, wait), () -> parts.timer().cancel(name));
  }

  /** Forgets what is remembered of it; the garbage collector deletes what it made. */
  void forget(ClusterSecretSync sync) {
    parts.timer().cancel(sync.getMetadata().getName());
    parts.specs().forget(sync.getMetadata().getUid());
    parts.board().forget(sync.getMetadata().getUid());
    parts.statuses().forget(sync.getMetadata().getUid());
  }

  /** When to look again by itself; empty where only events matter. */
  private Optional<Duration> stamp(
      ClusterSecretSync sync,
      StampSettings wanted,
      ClusterSecretSyncStatus before,
      ClusterSyncStatusFactory factory) {
    String uid = sync.getMetadata().getUid();
    boolean settled =
        Objects.equals(before.observedGeneration(), sync.getMetadata().getGeneration())
            && !Conditions.has(before.conditions(), Condition.RECONCILING, "True");
    StampPlan plan =
        StampPlan.of(
            uid,
            wanted,
            parts.namespaces().views(),
            namespace -> parts.syncs().find(namespace, wanted.name()),
            parts.syncs().ownedBy(uid));
    parts
        .board()
        .retain(uid, plan.steps().stream().map(Step::namespace).collect(Collectors.toSet()));
    Work work = new Stamping(parts, sync, settled, wanted).act(plan.steps());
    if (work.unfinished()) {
      Duration soon = work.later() ? AFTER_FAILED_CALL : Duration.ZERO;
      return settled
          ? Optional.of(soon)
          : first(Optional.of(soon), write(sync, before, factory.underWay()));
    }
    Optional<Duration> look = work.wrote() ? Optional.of(LOOK_AGAIN) : Optional.empty();
    return first(
        write(sync, before, factory.settled(plan.matched(), work, wanted.name())),
        first(look, parts.board().nextTry(uid, parts.nanoTime().getAsLong())));
  }

  private Optional<Duration> write(
      ClusterSecretSync sync, ClusterSecretSyncStatus before, ClusterSecretSyncStatus now) {
    return switch (parts.statuses().write(sync, now)) {
      case StatusResult.Written written -> {
        new StampEvents(parts.recorder(), sync).transition(before, now);
        yield Optional.empty();
      }
      case StatusResult.Unchanged unchanged -> Optional.empty();
      case StatusResult.Gone gone -> Optional.empty();
      case StatusResult.NotLeader notLeader -> Optional.empty();
      case StatusResult.Refused refused -> Optional.of(refused.retryIn());
      case StatusResult.Unavailable unavailable -> Optional.of(unavailable.retryIn());
    };
  }

  private static Optional<Duration> first(Optional<Duration> one, Optional<Duration> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Duration::compareTo);
  }
}
