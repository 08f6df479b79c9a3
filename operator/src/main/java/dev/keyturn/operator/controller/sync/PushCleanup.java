package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.PushDeletionPolicy;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncPush;
import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Deletes what a push wrote, where the spec asks for that: exactly the key that has our mark. */
final class PushCleanup implements CleanupDuty {
  private static final String DELETE = PushDeletionPolicy.Delete.name();

  /** A look, and a deletion. */
  static final int CALLS = 2;

  private final RemoteWrites writes;
  private final OwnerMarks marks;

  PushCleanup(RemoteWrites writes, OwnerMarks marks) {
    this.writes = writes;
    this.marks = marks;
  }

  @Override
  public boolean owes(SecretSync sync, SecretSyncStatus status) {
    return pushes(sync.getSpec()).stream().anyMatch(push -> DELETE.equals(push.deletionPolicy()))
        || pushed(status).stream().anyMatch(entry -> DELETE.equals(entry.deletionPolicy()));
  }

  @Override
  public Settlement settle(SecretSync sync, SecretSyncStatus status, CleanupLeave leave) {
    int most = CALLS * (pushed(status).size() + pushes(sync.getSpec()).size());
    Settlement all = Settlement.DONE;
    for (SyncPushed entry : pushed(status)) {
      if (DELETE.equals(entry.deletionPolicy())) {
        String namespace = sync.getMetadata().getNamespace();
        RemoteWrites.Access access = writes.openFinal(namespace, entry.store(), entry.key());
        all = all.and(settle(sync, access, guard -> leave.at(guard, most)));
      }
    }
    // A crash may have come between a write and the status that tells of it.
    for (SyncPush push : pushes(sync.getSpec())) {
      if (DELETE.equals(push.deletionPolicy())) {
        StoreReference store =
            Objects.requireNonNullElse(push.storeRef(), sync.getSpec().secretStoreRef());
        RemoteWrites.Access access =
            writes.open(sync.getMetadata().getNamespace(), store, push.remoteRef().key());
        all = all.and(settle(sync, access, guard -> leave.at(guard, most)));
      }
    }
    return all;
  }

  /**
   * Ends one push of a sync that goes on; nothing that it wants is touched.
   *
   * @param leave to call the store; empty where it has none now
   * @return false where the secret may still be there and has to go
   */
  boolean remove(
      SecretSync sync,
      SyncPushed entry,
      ConfirmedPushes confirmed,
      Function<StoreGuard, Optional<Lease>> leave) {
    if (!DELETE.equals(entry.deletionPolicy())) {
      return true;
    }
    if (!confirmed.isComplete()) {
      return false;
    }
    RemoteWrites.Access access =
        writes.openFinal(sync.getMetadata().getNamespace(), entry.store(), entry.key());
    return access instanceof RemoteWrites.Access.Granted granted && confirmed.isAt(granted)
        || settle(sync, access, confirmed, leave) == Settlement.DONE;
  }

  private Settlement settle(
      SecretSync sync, RemoteWrites.Access access, Function<StoreGuard, Optional<Lease>> leave) {
    return settle(sync, access, new ConfirmedPushes(0), leave);
  }

  private Settlement settle(
      SecretSync sync,
      RemoteWrites.Access access,
      ConfirmedPushes confirmed,
      Function<StoreGuard, Optional<Lease>> leave) {
    return switch (access) {
      case RemoteWrites.Access.Refused(Problem why) -> Settlement.of(why);
      case RemoteWrites.Access.Granted granted ->
          marks
                  .of(SyncObserver.id(sync))
                  .filter(mark ->
                      leave
                          .apply(granted.connection().guard())
                          .filter(lease -> remove(granted.by(lease), mark, confirmed))
                          .isPresent())
                  .isPresent()
              ? Settlement.DONE
              : Settlement.LEFT;
    };
  }

  private static boolean remove(
      RemoteWrites.Writing access, String mark, ConfirmedPushes confirmed) {
    return switch (access.<Standing>call("look", (writer, key, call) -> writer.look(key, call))) {
      case Outcome.Failed<Standing>(Failure failure) -> false;
      case Outcome.Ok<Standing>(Standing standing) -> {
        try (standing) {
          Optional<VersionStamp> version =
              standing instanceof Standing.Present(var value)
                      && standing.owner().equals(Optional.of(mark))
                  ? value.version()
                  : Optional.empty();
          yield version.isEmpty()
              || confirmed.isOneOf(version.get())
              || delete(access, version.get());
        }
      }
    };
  }

  private static boolean delete(RemoteWrites.Writing access, VersionStamp version) {
    Outcome<Done> outcome =
        access.call("write", (writer, key, call) -> writer.delete(key, version, call));
    return outcome instanceof Outcome.Ok<Done>;
  }

  private static List<SyncPush> pushes(SecretSyncSpec spec) {
    return Objects.requireNonNullElse(spec.push(), List.of());
  }

  private static List<SyncPushed> pushed(SecretSyncStatus status) {
    return Objects.requireNonNullElse(status.pushed(), List.of());
  }
}
