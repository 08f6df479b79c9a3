package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.PushDeletionPolicy;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.source.guard.Admission;
import dev.keyturn.operator.source.guard.Lease;
import java.util.Optional;

/** Brings what one sync pushes to its backends, one secret after the other. One thread. */
final class PushAttempt {
  private final PushParts parts;
  private final SecretSync sync;
  private final SyncId id;
  private final PushedEntries before;
  private final boolean attempted;
  private final ConfirmedPushes confirmed;
  private final PushTurns.Pass turns;

  /**
   * @param before what stood at backends by this sync's pushes
   * @param attempted true where the sync made an attempt in this pass
   */
  PushAttempt(
      PushParts parts,
      SecretSync sync,
      Observed observed,
      PushedEntries before,
      boolean attempted,
      ConfirmedPushes confirmed,
      PushTurns.Pass turns) {
    this.parts = parts;
    this.sync = sync;
    this.id = observed.id();
    this.before = before;
    this.attempted = attempted;
    this.confirmed = confirmed;
    this.turns = turns;
  }

  PushOutcome push(PushPlan.Group group) {
    Optional<SyncPushed> known = before.of(group);
    Optional<String> mark = parts.marks().of(id);
    if (mark.isEmpty()) {
      return PushOutcome.failed(
          known, ErrorClass.Unavailable, "the UID of the operator's namespace");
    }
    return switch (parts.writes().open(id.namespace(), group.store(), group.key())) {
      case RemoteWrites.Access.Refused(Problem why) -> PushOutcome.failed(known, why);
      case RemoteWrites.Access.Granted access -> {
        Optional<String> contradiction = confirmed.claim(access, group);
        if (contradiction.isPresent()) {
          yield PushOutcome.failed(known, twice(contradiction.get()));
        }
        yield new One(access, group, mark.get(), known, attempted || turns.isAwaited(group)).push();
      }
    };
  }

  private static Problem twice(String field) {
    return Problem.of(
        ErrorClass.ConfigInvalid,
        Detail.FIELD,
        "spec." + field + ".remoteRef (leads to the secret of another entry, under another name)");
  }

  /** One secret. */
  private final class One {
    private final RemoteWrites.Access.Granted access;
    private final PushPlan.Group group;
    private final String mark;
    private final Optional<SyncPushed> known;
    private final boolean due;

    /**
     * @param due true where it is looked at although nothing may have changed
     */
    One(
        RemoteWrites.Access.Granted access,
        PushPlan.Group group,
        String mark,
        Optional<SyncPushed> known,
        boolean due) {
      this.access = access;
      this.group = group;
      this.mark = mark;
      this.known = known;
      this.due = due;
    }

    PushOutcome push() {
      boolean mayHaveChanged =
          parts.changed(id, group, before)
              || (due && parts.sources().isSettling(id.namespace(), group));
      if (known.isEmpty() || mayHaveChanged) {
        return brought(Optional.empty());
      }
      if (!due) {
        return PushOutcome.untouched(known);
      }
      return switch (turns.look(access.connection().guard(), group, 1 + RemoteWrites.CALLS)) {
        case Admission.Queued queued -> PushOutcome.untouched(known);
        case Admission.Shut(FailureClass why) -> shut(why);
        case Admission.Granted(Lease lease) -> {
          try (lease) {
            yield looked(lease, known.get());
          }
        }
      };
    }

    private PushOutcome looked(Lease lease, SyncPushed left) {
      Optional<VersionStamp> version = asLeft(secret(lease), left);
      if (version.isEmpty()) {
        return brought(Optional.of(lease));
      }
      confirmed.confirm(version);
      return PushOutcome.unchanged(known);
    }

    /**
     * @param lent the leave to call; asked for where it is empty and something is to be written
     */
    private PushOutcome brought(Optional<Lease> lent) {
      try (PushSources.Values values = parts.sources().read(id.namespace(), group)) {
        return switch (values) {
          case PushSources.Values.Refused(Problem why) -> PushOutcome.failed(known, why);
          case PushSources.Values.Read read -> brought(lent, read);
        };
      }
    }

    private PushOutcome brought(Optional<Lease> lent, PushSources.Values.Read read) {
      boolean sameValue =
          known.filter(it -> parts.hashes().isOf(it, id, access.key(), read)).isPresent();
      if (sameValue && !due) {
        parts.looked().add(id, group, read.versions());
        return PushOutcome.unchanged(known);
      }
      if (group.deletes() && !parts.cleanup().hold(sync)) {
        return PushOutcome.failed(
            known, ErrorClass.Unavailable, "the API server, for the finalizer");
      }
      if (lent.isPresent()) {
        return written(lent.get(), read, sameValue);
      }
      return switch (turns.bring(access.connection().guard(), group, RemoteWrites.CALLS)) {
        case Admission.Queued queued ->
            PushOutcome.delayed(known, PushDelay.ofTurn(access.place()));
        case Admission.Shut(FailureClass why) -> {
          parts.unfinished().add(id, group, read.versions());
          yield shut(why);
        }
        case Admission.Granted(Lease lease) -> {
          try (lease) {
            yield written(lease, read, sameValue);
          }
        }
      };
    }

    private PushOutcome written(Lease lease, PushSources.Values.Read read, boolean sameValue) {
      String hash = parts.hashes().of(id, access.key(), read);
      return switch (secret(lease).bring(read.values())) {
        case PushedSecret.Result.Failed(Problem why) -> {
          parts.unfinished().add(id, group, read.versions());
          yield PushOutcome.failed(known, why);
        }
        case PushedSecret.Result.Delayed(PushDelay delay) -> {
          parts.unfinished().add(id, group, read.versions());
          yield PushOutcome.delayed(known, delay);
        }
        case PushedSecret.Result.Done done -> {
          confirmed.confirm(done.version());
          if (done.written()) {
            parts.events().pushed(sync, access.place(), sameValue);
          }
          yield PushOutcome.done(entry(done, hash, read.versions()), done.written());
        }
      };
    }

    private PushOutcome shut(FailureClass why) {
      return PushOutcome.failed(
          known, Problem.of(ErrorClass.valueOf(why.name()), Detail.PUSH, access.place()));
    }

    private PushedSecret secret(Lease lease) {
      return new PushedSecret(
          access.by(lease), group, mark, parts.paces().of(id.namespace(), access));
    }

    private SyncPushed entry(PushedSecret.Result.Done done, String hash, String versions) {
      return new SyncPushed(
          access.store(),
          access.key(),
          done.version().map(VersionStamp::id).orElse(null),
          hash,
          versions,
          group.deletes() && done.ours() ? PushDeletionPolicy.Delete.name() : null);
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
}
