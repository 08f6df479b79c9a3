package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.restart.RestartClaim;
import dev.keyturn.operator.engine.restart.RestartPlan;
import dev.keyturn.operator.engine.restart.Workload;
import dev.keyturn.operator.kube.workload.RestartResult;
import dev.keyturn.operator.kube.workload.WorkloadIndex;
import dev.keyturn.operator.kube.workload.WorkloadRestarter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;

/** Restarts the workloads that are due, and says how far the restart of one sync has come. */
final class WorkloadRestarts {
  private static final Duration WHILE_LISTING = Duration.ofSeconds(1);
  private static final Duration AFTER_NO_ANSWER = Duration.ofSeconds(5);

  private final WorkloadIndex index;
  private final WorkloadRestarter restarter;
  private final RestartBoard board;
  private final RestartEvents events;
  private final SyncObservations observations;
  private final InstantSource clock;

  WorkloadRestarts(
      WorkloadIndex index,
      WorkloadRestarter restarter,
      RestartBoard board,
      RestartEvents events,
      SyncObservations observations,
      InstantSource clock) {
    this.index = index;
    this.restarter = restarter;
    this.board = board;
    this.events = events;
    this.observations = observations;
    this.clock = clock;
  }

  /** Goes on with what is owed to the sync's workloads, by its claim on the board. */
  RestartProgress advance(SyncId id, SecretSync sync, RestartClaim claim) {
    ReentrantLock lock = board.lock(id);
    lock.lock();
    try {
      return switch (index.look(id.namespace())) {
        case WorkloadIndex.Sight.Loading() -> new RestartProgress.Waiting(WHILE_LISTING);
        case WorkloadIndex.Sight.Forbidden() -> new RestartProgress.Forbidden();
        case WorkloadIndex.Sight.Complete(List<Workload> workloads) ->
            restart(
                sync,
                claim.secret(),
                workloads.stream().filter(it -> claim.concerns(it)).toList(),
                board.claims(id));
      };
    } finally {
      lock.unlock();
    }
  }

  private RestartProgress restart(
      SecretSync sync, String secret, List<Workload> workloads, Collection<RestartClaim> claims) {
    Instant now = clock.instant();
    List<Workload> done = new ArrayList<>();
    List<RestartProgress> open = new ArrayList<>();
    for (Workload workload : workloads) {
      switch (RestartPlan.decide(workload, claims, now)) {
        case RestartPlan.Decision.Settled() -> done.add(workload);
        case RestartPlan.Decision.Wait(Instant until) ->
            open.add(new RestartProgress.Waiting(Duration.between(now, until)));
        case RestartPlan.Decision.Restart(SortedMap<String, String> annotations) ->
            restart(sync, secret, workload, annotations, done, open);
      }
    }
    return worst(open, done);
  }

  private void restart(
      SecretSync sync,
      String secret,
      Workload workload,
      SortedMap<String, String> annotations,
      List<Workload> done,
      List<RestartProgress> open) {
    switch (restarter.restart(workload, annotations, clock.instant())) {
      case RestartResult.Restarted(Workload now) -> {
        observations.workloadRestart("Success");
        events.restarted(sync, secret, now);
        done.add(now);
      }
      case RestartResult.Gone gone -> {}
      case RestartResult.Forbidden forbidden -> {
        observations.workloadRestart("Failure");
        open.add(new RestartProgress.Forbidden());
      }
      case RestartResult.Refused(var detail) -> {
        observations.workloadRestart("Failure");
        open.add(new RestartProgress.Refused(workload.id(), detail));
      }
      case RestartResult.Unavailable(var retryAfter) ->
          open.add(new RestartProgress.Waiting(retryAfter.orElse(AFTER_NO_ANSWER)));
      case RestartResult.NotLeader notLeader ->
          open.add(new RestartProgress.Waiting(AFTER_NO_ANSWER));
    }
  }

  /** What keeps people busy comes before what passes by itself, the shortest wait before others. */
  private static RestartProgress worst(List<RestartProgress> open, List<Workload> done) {
    RestartProgress worst = new RestartProgress.Done(List.copyOf(done));
    for (RestartProgress progress : open) {
      worst = rank(progress) > rank(worst) ? progress : worst;
    }
    return worst;
  }

  private static long rank(RestartProgress progress) {
    return switch (progress) {
      case RestartProgress.Done done -> Long.MIN_VALUE;
      case RestartProgress.Waiting(Duration left) -> -left.toMillis();
      case RestartProgress.Refused refused -> 1;
      case RestartProgress.Forbidden forbidden -> 2;
    };
  }
}
