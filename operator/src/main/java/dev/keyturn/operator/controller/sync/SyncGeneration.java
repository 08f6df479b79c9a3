package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.generate.Candidate;
import dev.keyturn.operator.engine.generate.Candidates;
import dev.keyturn.operator.engine.plan.GeneratePlan;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.select.ObjectEdit;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes values that the backend lacks, and answers with what the backend then holds: a candidate
 * counts for nothing until it is read back. Many who try at once end with one value, which is why a
 * backend that does not refuse a lost race is asked for none.
 */
final class SyncGeneration {
  private static final int ROUNDS = 4;

  private final RemoteWrites writes;
  private final Candidates candidates;
  private final SyncEvents events;

  SyncGeneration(RemoteWrites writes, Candidates candidates, SyncEvents events) {
    this.writes = writes;
    this.candidates = candidates;
    this.events = events;
  }

  /**
   * Replaces the answers that lack a value by what came of making it.
   *
   * @return what the sync waits for where the store has no leave for that now; the answers that are
   *     there by then stay, the next pass finds what was made
   */
  Optional<SyncReader.Outcome> fill(
      SecretSync sync, Observed observed, Map<ReadRequest, ReadResult> answers, ReadGates gates) {
    Optional<SyncSettings> settings =
        SyncPass.settings(observed).filter(it -> !it.outgoing().generated().isEmpty());
    if (settings.isEmpty()) {
      return Optional.empty();
    }
    for (GeneratePlan.Missing missing : GeneratePlan.missing(observed, settings.get(), answers)) {
      Made made =
          missing.lost()
              ? new Made(new ReadResult.Failed(ErrorClass.SourceDeleted, Detail.NONE))
              : make(sync, observed, missing, gates);
      if (made.instead().isPresent()) {
        return made.instead();
      }
      if (answers.put(missing.request(), made.result().orElseThrow())
          instanceof ReadResult.Value(SecretTree tree, _, _, _)) {
        tree.close();
      }
    }
    return Optional.empty();
  }

  /** One of both. */
  private record Made(Optional<ReadResult> result, Optional<SyncReader.Outcome> instead) {

    Made(ReadResult result) {
      this(Optional.of(result), Optional.empty());
    }
  }

  private Made make(
      SecretSync sync, Observed observed, GeneratePlan.Missing missing, ReadGates gates) {
    List<SyncSettings.Generated> entries = missing.entries();
    String namespace = observed.id().namespace();
    String key = entries.getFirst().remote().key();
    return switch (writes.open(namespace, sync.getSpec().secretStoreRef(), key)) {
      case RemoteWrites.Access.Refused(Problem why) ->
          new Made(new ReadResult.Failed(why.kind(), why.detail()));
      case RemoteWrites.Access.Granted access -> {
        if (!access.connection().writes().refusesLostRaces()) {
          yield new Made(new ReadResult.Failed(ErrorClass.ConfigInvalid, Detail.PUSH));
        }
        StoreIdentity store = missing.request().store();
        gates.hurry(Lane.FIRST);
        Optional<SyncReader.Outcome.Waiting> inLine =
            gates.enter(store, access.connection(), RemoteWrites.CALLS);
        yield inLine.isPresent()
            ? new Made(Optional.empty(), Optional.of(inLine.get()))
            : new Made(make(sync, access.by(gates.lease(store)), entries));
      }
    };
  }

  private ReadResult make(
      SecretSync sync, RemoteWrites.Writing access, List<SyncSettings.Generated> entries) {
    boolean made = false;
    for (int round = 0; round < ROUNDS; round++) {
      Outcome<Standing> look = access.call("look", (writer, k, call) -> writer.look(k, call));
      Optional<Outcome<VersionStamp>> written;
      switch (look) {
        case Outcome.Failed<Standing>(Failure failure) -> {
          return failed(failure);
        }
        case Outcome.Ok<Standing>(Standing.Gone gone) -> {
          return new ReadResult.Failed(ErrorClass.SourceDeleted, Detail.SOFT_DELETED);
        }
        case Outcome.Ok<Standing>(Standing.Absent absent) ->
            written = write(access, entries, Optional.empty(), Optional.empty());
        case Outcome.Ok<Standing>(Standing.Present(RemoteValue value)) -> {
          SecretTree tree = tree(value);
          Optional<VersionStamp> version = value.version();
          List<SyncSettings.Generated> lacking =
              entries.stream().filter(entry -> GeneratePlan.lacks(tree, entry)).toList();
          if (lacking.isEmpty()) {
            if (made) {
              tell(sync, access, entries);
            }
            return new ReadResult.Value(
                tree, version.map(VersionStamp::id), value.tags(), value.expires());
          }
          try (tree) {
            written = write(access, lacking, Optional.of(tree), version);
          }
        }
      }
      if (written.isEmpty()) {
        return new ReadResult.Failed(ErrorClass.InvalidData, Detail.PUSH);
      }
      if (written.get() instanceof Outcome.Failed<VersionStamp>(Failure failure)
          && failure.kind() != FailureClass.Conflict) {
        return failed(failure);
      }
      made |= written.get() instanceof Outcome.Ok<VersionStamp>;
    }
    return new ReadResult.Failed(ErrorClass.Conflict, Detail.CONTENDED);
  }

  /** Empty where the values do not fit into what stands there. */
  private Optional<Outcome<VersionStamp>> write(
      RemoteWrites.Writing access,
      List<SyncSettings.Generated> entries,
      Optional<SecretTree> there,
      Optional<VersionStamp> version) {
    return payload(entries, there)
        .map(payload -> {
          try (SecretBytes owned = SecretBytes.owning(payload)) {
            return access.call(
                "write",
                (writer, key, call) ->
                    version.isPresent()
                        ? writer.compareAndSet(key, owned, version.get(), call)
                        : writer.createIfAbsent(key, owned, call));
          }
        });
  }

  private Optional<byte[]> payload(
      List<SyncSettings.Generated> entries, Optional<SecretTree> there) {
    SortedMap<String, byte[]> members = new TreeMap<>();
    for (SyncSettings.Generated entry : entries) {
      try (Candidate candidate = candidates.make(entry.generator())) {
        if (entry.remote().property().isEmpty()) {
          return Optional.of(candidate.value().clone());
        }
        members.put(entry.remote().property().get(), candidate.value().clone());
        entry
            .publicProperty()
            .ifPresent(name -> members.put(name, candidate.publicPart().orElseThrow()));
      }
    }
    Optional<byte[]> payload =
        there
            .map(tree -> ObjectEdit.set(tree, members))
            .orElseGet(() -> ObjectEdit.object(members));
    members.values().forEach(value -> Arrays.fill(value, (byte) 0));
    return payload;
  }

  private void tell(
      SecretSync sync, RemoteWrites.Writing access, List<SyncSettings.Generated> entries) {
    events.generated(
        sync,
        access.place(),
        String.join(", ", entries.stream().map(SyncSettings.Generated::secretKey).toList()));
  }

  private static SecretTree tree(RemoteValue value) {
    try (value) {
      return value.payload().with(SecretTree::parse);
    }
  }

  /** What a lost reply left behind is read by the next pass. */
  private static ReadResult failed(Failure failure) {
    return new ReadResult.Failed(
        ErrorClass.valueOf(failure.kind().name()), Detail.valueOf(failure.detail().name()));
  }
}
