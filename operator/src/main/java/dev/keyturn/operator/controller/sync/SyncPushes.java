package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.source.guard.Errand;
import dev.keyturn.operator.source.guard.StoreGuards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pushes values of Secrets to backends: at each attempt of the sync, and between attempts as soon
 * as a source changed.
 */
final class SyncPushes {
  private final PushParts parts;
  private final PushCleanup removal;
  private final LiveSpecs specs;
  private final SyncCounts counts;
  private final StoreGuards guards;
  private final PushTurns turns = new PushTurns();

  SyncPushes(
      PushParts parts,
      PushCleanup removal,
      LiveSpecs specs,
      SyncCounts counts,
      StoreGuards guards) {
    this.guards = guards;
    this.parts = parts;
    this.removal = removal;
    this.specs = specs;
    this.counts = counts;
  }

  /**
   * What was pushed.
   *
   * @param pushed all that stands at backends by this sync's pushes
   * @param problem the first thing that did not work
   * @param delay the first value that has to wait
   * @param turn whether something waits for its turn at its store
   */
  record Report(
      List<SyncPushed> pushed,
      Optional<Problem> problem,
      Optional<PushDelay> delay,
      PushTurns.Turn turn) {}

  /** Pushes after a pass, where the pass was one that pushes may follow. */
  Optional<Report> after(SecretSync sync, Observed observed, SyncResult result) {
    Optional<Report> report = ofPass(sync, observed, result);
    if (report.map(Report::turn).orElse(PushTurns.Turn.NONE) == PushTurns.Turn.NONE) {
      guards.release(observed.id().toString(), Errand.PUSH);
    }
    return report;
  }

  private Optional<Report> ofPass(SecretSync sync, Observed observed, SyncResult result) {
    return switch (result) {
      case SyncResult.Worked worked -> run(sync, observed, true);
      case SyncResult.Confirmed confirmed -> run(sync, observed, true);
      case SyncResult.Failed failed -> run(sync, observed, true);
      case SyncResult.Rested rested -> run(sync, observed, false);
      case SyncResult.Parked parked -> Optional.empty();
      case SyncResult.Queued queued -> Optional.empty();
      case SyncResult.Suspended suspended -> Optional.empty();
    };
  }

  private Optional<Report> run(SecretSync sync, Observed observed, boolean attempted) {
    return SyncPass.settings(observed)
        .flatMap(settings -> run(sync, observed, settings, attempted));
  }

  /**
   * Pushes what has to be pushed.
   *
   * @param attempted true where the sync made an attempt in this pass
   * @return empty where there was nothing to look at
   */
  private Optional<Report> run(
      SecretSync sync, Observed observed, SyncSettings settings, boolean attempted) {
    PushedEntries left =
        new PushedEntries(
            parts.writes(),
            observed.id().namespace(),
            observed.status().map(SecretSyncStatus::pushed).orElse(List.of()));
    if (settings.outgoing().pushes().isEmpty() && left.entries().isEmpty()) {
      return Optional.empty();
    }
    parts.sources().watch(observed.id(), settings);
    List<PushPlan.Group> groups = PushPlan.groups(settings.outgoing().pushes());
    PushedEntries before = parts.hashes().renewed(left, observed, settings, groups, attempted);
    if (!attempted
        && !turns.isAwaited(observed.id())
        && groups.stream().noneMatch(group -> isNew(observed.id(), group, before))) {
      return before.equals(left)
          ? Optional.empty()
          : Optional.of(
              new Report(
                  before.entries(), Optional.empty(), Optional.empty(), PushTurns.Turn.NONE));
    }
    parts.looked().retain(observed.id(), groups);
    parts.unfinished().retain(observed.id(), groups);
    try (PushTurns.Pass pass = turns.begin(observed.id())) {
      return Optional.of(pushed(sync, observed, groups, before, attempted, pass));
    }
  }

  private Report pushed(
      SecretSync sync,
      Observed observed,
      List<PushPlan.Group> groups,
      PushedEntries before,
      boolean attempted,
      PushTurns.Pass pass) {
    List<SyncPushed> now = new ArrayList<>();
    Optional<Problem> problem = Optional.empty();
    Optional<PushDelay> delay = Optional.empty();
    ConfirmedPushes confirmed = new ConfirmedPushes(groups.size());
    PushAttempt attempt =
        new PushAttempt(parts, sync, observed, before, attempted, confirmed, pass);
    for (PushPlan.Group group : groups) {
      PushOutcome one = attempt.push(group);
      one.result().ifPresent(result -> counts.pushed(sync, group.store(), result));
      one.entry().ifPresent(now::add);
      problem = problem.or(one::problem);
      delay = Stream.of(delay, one.delay()).flatMap(Optional::stream).reduce(PushDelay::sooner);
    }
    List<SyncPushed> unwanted = before.unwanted(groups, now);
    boolean mayRemove = !unwanted.isEmpty() && specs.of(sync) == LiveSpecs.Standing.CURRENT;
    for (SyncPushed former : unwanted) {
      if (!mayRemove || !removal.remove(sync, former, confirmed, pass.removal(former))) {
        now.add(former);
      }
    }
    return new Report(List.copyOf(now), problem, delay, pass.turn());
  }

  void forget(SyncId id) {
    parts.looked().forget(id);
    parts.unfinished().forget(id);
    parts.sources().forget(id);
    turns.forget(id);
  }

  /** A change that no pass has looked at. */
  private boolean isNew(SyncId id, PushPlan.Group group, PushedEntries before) {
    return parts.changed(id, group, before)
        && parts
            .sources()
            .versions(id.namespace(), group)
            .filter(versions -> parts.unfinished().contains(id, group, versions))
            .isEmpty();
  }
}
