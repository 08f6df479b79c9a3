package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.PushDeletionPolicy;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Macs macs;

  /** Versions of sources that were looked at and held nothing new, by sync. */
  private final Map<SyncId, Set<String>> looked = new ConcurrentHashMap<>();

  SyncPushes(
      RemoteWrites writes,
      PushSources sources,
      OwnerMarks marks,
      PushCleanup removal,
      RemoteCleanup cleanup,
      LiveSpecs specs,
      SyncEvents events,
      SyncCounts counts,
      Macs macs) {
    this.writes = writes;
    this.sources = sources;
    this.marks = marks;
    this.removal = removal;
    this.cleanup = cleanup;
    this.specs = specs;
    this.events = events;
    this.counts = counts;
    this.macs = macs;
  }

  /**
   * What was pushed.
   *
   * @param pushed all that stands at backends by this sync's pushes
   * @param problem the first thing that did not work
   */
  record Report(List<SyncPushed> pushed, Optional<Problem> problem) {}

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
    List<SyncPushed> before = observed.status().map(SecretSyncStatus::pushed).orElse(List.of());
    if (settings.outgoing().pushes().isEmpty() && before.isEmpty()) {
      return Optional.empty();
    }
    sources.watch(observed.id(), settings);
    List<PushPlan.Group> groups = PushPlan.groups(settings.outgoing().pushes());
    if (!attempted && groups.stream().noneMatch(group -> changed(observed.id(), group, before))) {
      return Optional.empty();
    }
    List<SyncPushed> now = new ArrayList<>();
    Optional<Problem> problem = Optional.empty();
    for (PushPlan.Group group : groups) {
      One one = push(sync, observed, group, before, attempted);
      one.result().ifPresent(result -> counts.pushed(sync, group.store(), result));
      one.entry().ifPresent(now::add);
      problem = problem.or(one::problem);
    }
    List<SyncPushed> unwanted =
        before.stream()
            .filter(former -> now.stream().noneMatch(entry -> isSame(entry, former)))
            .filter(former -> groups.stream().noneMatch(group -> isOf(group, former, observed)))
            .toList();
    boolean mayRemove = !unwanted.isEmpty() && specs.of(sync) == LiveSpecs.Standing.CURRENT;
    for (SyncPushed former : unwanted) {
      if (!mayRemove || !removal.remove(sync, former)) {
        now.add(former);
      }
    }
    return Optional.of(new Report(List.copyOf(now), problem));
  }

  void forget(SyncId id) {
    looked.remove(id);
    sources.forget(id);
  }

  /** What became of one secret; the change is absent where the backend was not asked. */
  private record One(
      Optional<SyncPushed> entry, Optional<Problem> problem, Optional<Change> change) {

    Optional<String> result() {
      return problem.map(why -> why.kind().name()).or(() -> change.map(Change::name));
    }
  }

  private enum Change {
    Changed,
    Unchanged
  }

  private One push(
      SecretSync sync,
      Observed observed,
      PushPlan.Group group,
      List<SyncPushed> before,
      boolean attempted) {
    Optional<SyncPushed> known = known(observed.id(), group, before);
    Optional<String> mark = marks.of(observed.id());
    if (mark.isEmpty()) {
      return failed(known, ErrorClass.Unavailable, "the UID of the operator's namespace");
    }
    return switch (writes.open(observed.id().namespace(), group.store(), group.key())) {
      case RemoteWrites.Access.Refused(Problem why) -> failed(known, why);
      case RemoteWrites.Access.Granted access -> {
        PushedSecret secret = new PushedSecret(access, group, mark.get());
        boolean sameSources = !changed(observed.id(), group, before);
        if (known.isPresent() && sameSources && isAsLeft(secret, known.get(), attempted)) {
          yield attempted ? unchanged(known) : untouched(known);
        }
        yield push(sync, observed, access, secret, group, known, attempted);
      }
    };
  }

  private One push(
      SecretSync sync,
      Observed observed,
      RemoteWrites.Access.Granted access,
      PushedSecret secret,
      PushPlan.Group group,
      Optional<SyncPushed> known,
      boolean attempted) {
    try (PushSources.Values values = sources.read(observed.id().namespace(), group)) {
      return switch (values) {
        case PushSources.Values.Refused(Problem why) -> failed(known, why);
        case PushSources.Values.Read read -> {
          String hash = hash(observed.id(), access.key(), read);
          boolean sameValue = known.filter(it -> hash.equals(it.hash())).isPresent();
          if (sameValue && !attempted) {
            look(observed.id(), group, read.versions());
            yield unchanged(known);
          }
          if (group.deletes() && !cleanup.hold(sync)) {
            yield failed(known, ErrorClass.Unavailable, "the API server, for the finalizer");
          }
          yield switch (secret.bring(read.values())) {
            case PushedSecret.Result.Failed(Problem why) -> {
              look(observed.id(), group, read.versions());
              yield failed(known, why);
            }
            case PushedSecret.Result.Done done -> {
              looked.remove(observed.id());
              if (done.written()) {
                events.pushed(sync, access.place(), sameValue);
              }
              yield new One(
                  Optional.of(entry(access, group, done, hash, read.versions())),
                  Optional.empty(),
                  Optional.of(done.written() ? Change.Changed : Change.Unchanged));
            }
          };
        }
      };
    }
  }

  /** Between attempts a secret whose sources did not move is not even looked at. */
  private static boolean isAsLeft(PushedSecret secret, SyncPushed known, boolean attempted) {
    if (!attempted) {
      return true;
    }
    return switch (secret.seen()) {
      case Outcome.Ok<Optional<String>>(Optional<String> version) ->
          version.isPresent() && version.get().equals(known.version());
      case Outcome.Failed<Optional<String>>(Failure failure) -> false;
    };
  }

  private boolean changed(SyncId id, PushPlan.Group group, List<SyncPushed> before) {
    Optional<String> versions = sources.versions(id.namespace(), group);
    return versions.isPresent()
        && known(id, group, before).filter(it -> versions.get().equals(it.sources())).isEmpty()
        && !looked.getOrDefault(id, Set.of()).contains(look(group, versions.get()));
  }

  private void look(SyncId id, PushPlan.Group group, String versions) {
    looked.computeIfAbsent(id, absent -> ConcurrentHashMap.newKeySet()).add(look(group, versions));
  }

  private static String look(PushPlan.Group group, String versions) {
    return group.store().name() + " " + group.key() + " " + versions;
  }

  private Optional<SyncPushed> known(SyncId id, PushPlan.Group group, List<SyncPushed> before) {
    return before.stream().filter(entry -> isOf(group, entry, id.namespace())).findFirst();
  }

  private boolean isOf(PushPlan.Group group, SyncPushed entry, Observed observed) {
    return isOf(group, entry, observed.id().namespace());
  }

  private boolean isOf(PushPlan.Group group, SyncPushed entry, String namespace) {
    return writes
        .name(namespace, group.store(), group.key())
        .filter(name -> name.equals(entry.store() + " " + entry.key()))
        .isPresent();
  }

  private static boolean isSame(SyncPushed one, SyncPushed other) {
    return one.store().equals(other.store()) && one.key().equals(other.key());
  }

  private String hash(SyncId id, String key, PushSources.Values.Read read) {
    return macs.keyId()
        + ":"
        + macs.input(id.namespace(), id.name(), "push " + key, read.values()).text();
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
        done.version().orElse(null),
        hash,
        versions,
        group.deletes() && done.ours() ? PushDeletionPolicy.Delete.name() : null);
  }

  private static One failed(Optional<SyncPushed> known, ErrorClass kind, String subject) {
    return failed(known, Problem.of(kind, Detail.PUSH, subject));
  }

  private static One failed(Optional<SyncPushed> known, Problem why) {
    return new One(known, Optional.of(why), Optional.empty());
  }

  private static One unchanged(Optional<SyncPushed> known) {
    return new One(known, Optional.empty(), Optional.of(Change.Unchanged));
  }

  private static One untouched(Optional<SyncPushed> known) {
    return new One(known, Optional.empty(), Optional.empty());
  }
}
