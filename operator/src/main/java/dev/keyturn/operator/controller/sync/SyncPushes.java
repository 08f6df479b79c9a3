package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.PushDeletionPolicy;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionStamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pushes values of Secrets to backends: at each attempt of the sync, and between attempts as soon
 * as a source changed.
 */
final class SyncPushes {
  private final RemoteWrites writes;
  private final PushSources sources;
  private final OwnerMarks marks;
  private final PushCleanup removal;
  private final RemoteCleanup cleanup;
  private final LiveSpecs specs;
  private final SyncEvents events;
  private final SyncCounts counts;
  private final PushHashes hashes;

  private final PushPaces paces;

  /** Values that stand at their backend already. */
  private final LookedSources looked = new LookedSources();

  /** Values that could not be brought there: the next attempt of whatever push tries it again. */
  private final LookedSources unfinished = new LookedSources();

  SyncPushes(
      RemoteWrites writes,
      PushSources sources,
      OwnerMarks marks,
      PushCleanup removal,
      RemoteCleanup cleanup,
      LiveSpecs specs,
      SyncEvents events,
      SyncCounts counts,
      PushHashes hashes,
      PushPaces paces) {
    this.writes = writes;
    this.sources = sources;
    this.marks = marks;
    this.removal = removal;
    this.cleanup = cleanup;
    this.specs = specs;
    this.events = events;
    this.counts = counts;
    this.hashes = hashes;
    this.paces = paces;
  }

  /**
   * What was pushed.
   *
   * @param pushed all that stands at backends by this sync's pushes
   * @param problem the first thing that did not work
   * @param delay the first value that has to wait
   */
  record Report(List<SyncPushed> pushed, Optional<Problem> problem, Optional<PushDelay> delay) {}

  /** Pushes after a pass, where the pass was one that pushes may follow. */
  Optional<Report> after(SecretSync sync, Observed observed, SyncResult result) {
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
            writes,
            observed.id().namespace(),
            observed.status().map(SecretSyncStatus::pushed).orElse(List.of()));
    if (settings.outgoing().pushes().isEmpty() && left.entries().isEmpty()) {
      return Optional.empty();
    }
    sources.watch(observed.id(), settings);
    List<PushPlan.Group> groups = PushPlan.groups(settings.outgoing().pushes());
    PushedEntries before = hashes.renewed(left, observed, settings, groups, attempted);
    if (!attempted && groups.stream().noneMatch(group -> isNew(observed.id(), group, before))) {
      return before.equals(left)
          ? Optional.empty()
          : Optional.of(new Report(before.entries(), Optional.empty(), Optional.empty()));
    }
    looked.retain(observed.id(), groups);
    unfinished.retain(observed.id(), groups);
    List<SyncPushed> now = new ArrayList<>();
    Optional<Problem> problem = Optional.empty();
    Optional<PushDelay> delay = Optional.empty();
    ConfirmedPushes confirmed = new ConfirmedPushes(groups.size());
    for (PushPlan.Group group : groups) {
      PushOutcome one = push(sync, observed, group, before, attempted, confirmed);
      one.result().ifPresent(result -> counts.pushed(sync, group.store(), result));
      one.entry().ifPresent(now::add);
      problem = problem.or(one::problem);
      delay = Stream.of(delay, one.delay()).flatMap(Optional::stream).reduce(PushDelay::sooner);
    }
    List<SyncPushed> unwanted = before.unwanted(groups, now);
    boolean mayRemove = !unwanted.isEmpty() && specs.of(sync) == LiveSpecs.Standing.CURRENT;
    for (SyncPushed former : unwanted) {
      if (!mayRemove || !removal.remove(sync, former, confirmed)) {
        now.add(former);
      }
    }
    return Optional.of(new Report(List.copyOf(now), problem, delay));
  }

  void forget(SyncId id) {
    looked.forget(id);
    unfinished.forget(id);
    sources.forget(id);
  }

  private PushOutcome push(
      SecretSync sync,
      Observed observed,
      PushPlan.Group group,
      PushedEntries before,
      boolean attempted,
      ConfirmedPushes confirmed) {
    Optional<SyncPushed> known = before.of(group);
    Optional<String> mark = marks.of(observed.id());
    if (mark.isEmpty()) {
      return PushOutcome.failed(
          known, ErrorClass.Unavailable, "the UID of the operator's namespace");
    }
    return switch (writes.open(observed.id().namespace(), group.store(), group.key())) {
      case RemoteWrites.Access.Refused(Problem why) -> PushOutcome.failed(known, why);
      case RemoteWrites.Access.Granted access -> {
        Optional<String> contradiction = confirmed.claim(access, group);
        if (contradiction.isPresent()) {
          yield PushOutcome.failed(known, twice(contradiction.get()));
        }
        PushedSecret secret =
            new PushedSecret(
                access, group, mark.get(), paces.of(observed.id().namespace(), access));
        boolean mayHaveChanged =
            changed(observed.id(), group, before)
                || (attempted && sources.isSettling(observed.id().namespace(), group));
        if (known.isPresent() && !mayHaveChanged) {
          if (!attempted) {
            yield PushOutcome.untouched(known);
          }
          Optional<VersionStamp> left = asLeft(secret, known.get());
          if (left.isPresent()) {
            confirmed.confirm(left);
            yield PushOutcome.unchanged(known);
          }
        }
        yield push(sync, observed, access, secret, group, known, attempted, confirmed);
      }
    };
  }

  private PushOutcome push(
      SecretSync sync,
      Observed observed,
      RemoteWrites.Access.Granted access,
      PushedSecret secret,
      PushPlan.Group group,
      Optional<SyncPushed> known,
      boolean attempted,
      ConfirmedPushes confirmed) {
    try (PushSources.Values values = sources.read(observed.id().namespace(), group)) {
      return switch (values) {
        case PushSources.Values.Refused(Problem why) -> PushOutcome.failed(known, why);
        case PushSources.Values.Read read -> {
          String hash = hashes.of(observed.id(), access.key(), read);
          boolean sameValue =
              known.filter(it -> hashes.isOf(it, observed.id(), access.key(), read)).isPresent();
          if (sameValue && !attempted) {
            looked.add(observed.id(), group, read.versions());
            yield PushOutcome.unchanged(known);
          }
          if (group.deletes() && !cleanup.hold(sync)) {
            yield PushOutcome.failed(
                known, ErrorClass.Unavailable, "the API server, for the finalizer");
          }
          yield switch (secret.bring(read.values())) {
            case PushedSecret.Result.Failed(Problem why) -> {
              unfinished.add(observed.id(), group, read.versions());
              yield PushOutcome.failed(known, why);
            }
            case PushedSecret.Result.Delayed(PushDelay delay) -> {
              unfinished.add(observed.id(), group, read.versions());
              yield PushOutcome.delayed(known, delay);
            }
            case PushedSecret.Result.Done done -> {
              confirmed.confirm(done.version());
              if (done.written()) {
                events.pushed(sync, access.place(), sameValue);
              }
              yield PushOutcome.done(
                  entry(access, group, done, hash, read.versions()), done.written());
            }
          };
        }
      };
    }
  }

  /** The version that was left there, where it still stands. */
  private static Optional<VersionStamp> asLeft(PushedSecret secret, SyncPushed known) {
    return switch (secret.seen()) {
      case Outcome.Ok<Optional<VersionStamp>>(Optional<VersionStamp> version) ->
          version.filter(stamp -> stamp.id().equals(known.version()));
      case Outcome.Failed<Optional<VersionStamp>>(Failure failure) -> Optional.empty();
    };
  }

  private static Problem twice(String field) {
    return Problem.of(
        ErrorClass.ConfigInvalid,
        Detail.FIELD,
        "spec." + field + ".remoteRef (leads to the secret of another entry, under another name)");
  }

  /** A change that no pass has looked at. */
  private boolean isNew(SyncId id, PushPlan.Group group, PushedEntries before) {
    return changed(id, group, before)
        && sources
            .versions(id.namespace(), group)
            .filter(versions -> unfinished.contains(id, group, versions))
            .isEmpty();
  }

  private boolean changed(SyncId id, PushPlan.Group group, PushedEntries before) {
    Optional<String> versions = sources.versions(id.namespace(), group);
    return versions.isPresent()
        && before.of(group).filter(it -> versions.get().equals(it.sources())).isEmpty()
        && !looked.contains(id, group, versions.get());
  }

  private static SyncPushed entry(
      RemoteWrites.Access.Granted access,
      PushPlan.Group group,
      PushedSecret.Result.Done done,
      String hash,
      String versions) {
    return new SyncPushed(
        access.store(),
        access.key(),
        done.version().map(VersionStamp::id).orElse(null),
        hash,
        versions,
        group.deletes() && done.ours() ? PushDeletionPolicy.Delete.name() : null);
  }
}
