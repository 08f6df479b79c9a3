package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.controller.store.StoreConnections;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.engine.plan.Knowledge;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.Trigger;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.ReadWish;
import dev.keyturn.operator.source.Reading;
import dev.keyturn.operator.source.Seen;
import dev.keyturn.operator.source.guard.Lease;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/** Performs the reads that a plan needs, all at once, each under one deadline. */
final class SyncReader {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StoreDirectory stores;
  private final StoreConnections connections;
  private final LongSupplier nanoTime;

  SyncReader(StoreDirectory stores, StoreConnections connections, LongSupplier nanoTime) {
    this.stores = stores;
    this.connections = connections;
    this.nanoTime = nanoTime;
  }

  /** What came of reading. */
  sealed interface Outcome {
    record Read(Knowledge knowledge) implements Outcome {}

    /** The sync is in line at its store; brief where that is not worth telling. */
    record Waiting(Problem why, boolean brief) implements Outcome {}

    /** The store could not even be asked. */
    record Refused(Problem why) implements Outcome {}
  }

  /**
   * Reads.
   *
   * @param interval of the sync: an answer from memory is never older
   */
  Outcome read(
      SecretSync sync, Observed observed, Step.Need need, SyncMemory memory, Duration interval) {
    Optional<Opening> opening =
        stores
            .find(observed.id().namespace(), sync.getSpec().secretStoreRef())
            .map(store -> connections.open(store, observed.namespace()));
    return switch (opening.orElseGet(Opening.TenantNeeded::new)) {
      case Opening.Refused(Problem why) -> new Outcome.Refused(why);
      case Opening.TenantNeeded needed ->
          new Outcome.Refused(
              Problem.of(
                  ErrorClass.NotFound, Detail.STORE, sync.getSpec().secretStoreRef().name()));
      case Opening.Open(Connection connection) ->
          guarded(connection, observed, need, memory, interval);
    };
  }

  private Outcome guarded(
      Connection connection,
      Observed observed,
      Step.Need need,
      SyncMemory memory,
      Duration interval) {
    int calls = connection.callsFor(wishes(observed, need, memory, interval).values());
    ReadGate gate = new ReadGate(connection.guard(), observed, memory);
    switch (gate.enter(calls)) {
      case ReadGate.Entry.Waiting(Outcome.Waiting waiting) -> {
        return waiting;
      }
      case ReadGate.Entry.Open(Lease lease) -> {
        try (lease) {
          Optional<Problem> contradiction = contradiction(connection);
          if (contradiction.isPresent()) {
            return new Outcome.Refused(contradiction.get());
          }
          Knowledge read = all(connection, lease, observed, need, memory, interval);
          Optional<Outcome> inLine = gate.inLineAfter(read.reads().values(), calls);
          inLine.ifPresent(waiting -> wipe(read));
          return inLine.orElseGet(() -> new Outcome.Read(read));
        }
      }
    }
  }

  /** A failure to ask is left to the reads, which will meet it as well. */
  private static Optional<Problem> contradiction(Connection connection) {
    return switch (connection.verifyAsTenant()) {
      case dev.keyturn.operator.provider.Outcome.Ok<List<ConfigProblem>>(var problems) ->
          problems.stream().findFirst().map(StoreConnections::problem);
      case dev.keyturn.operator.provider.Outcome.Failed<List<ConfigProblem>> failed ->
          Optional.empty();
    };
  }

  private Map<ReadRequest, ReadWish> wishes(
      Observed observed, Step.Need need, SyncMemory memory, Duration interval) {
    return wishes(observed, need.reads(), need.trigger(), memory, interval, need.confirm());
  }

  /** Wipes every value that was read. */
  static void wipe(Knowledge knowledge) {
    for (ReadResult result : knowledge.reads().values()) {
      if (result instanceof ReadResult.Value(SecretTree tree, Optional<String> version)) {
        tree.close();
      }
    }
  }

  private Knowledge all(
      Connection connection,
      Lease lease,
      Observed observed,
      Step.Need need,
      SyncMemory memory,
      Duration interval) {
    Map<ReadRequest, ReadResult> results =
        each(connection, lease, wishes(observed, need, memory, interval), memory);
    if (need.confirm() && !results.values().stream().allMatch(SyncReader::isUnchanged)) {
      List<ReadRequest> confirmed =
          results.entrySet().stream()
              .filter(entry -> isUnchanged(entry.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      // One answer is news, a changed value or a failure that an optional key forgives: then the
      // target is made anew, or the failure told, and both need the unchanged values as well.
      results.putAll(
          each(
              connection,
              lease,
              wishes(observed, confirmed, Trigger.NEW_GENERATION, memory, interval, false),
              memory));
    }
    return new Knowledge(results);
  }

  private Map<ReadRequest, ReadWish> wishes(
      Observed observed,
      List<ReadRequest> requests,
      Trigger trigger,
      SyncMemory memory,
      Duration interval,
      boolean confirm) {
    Deadline deadline = Deadline.after(PATIENCE, nanoTime);
    Map<ReadRequest, ReadWish> wishes = new LinkedHashMap<>();
    for (ReadRequest request : requests) {
      String source = name(request);
      ReadWish wish =
          new ReadWish(
              observed.id().toString(),
              new RemoteRef(request.key(), request.version()),
              confirm ? memory.applied(source) : Optional.empty(),
              notBefore(trigger, memory, memory.lastRead(source), interval),
              interval,
              deadline,
              memory.generationSeenAt());
      wishes.put(request, wish);
    }
    return wishes;
  }

  private static Map<ReadRequest, ReadResult> each(
      Connection connection, Lease lease, Map<ReadRequest, ReadWish> wishes, SyncMemory memory) {
    Map<ReadRequest, FutureTask<Reading>> tasks = new LinkedHashMap<>();
    wishes.forEach((request, wish) ->
        tasks.put(
            request, new FutureTask<>(() -> connection.read(request.granted(), wish, lease))));
    runAll(tasks.values(), lease.permits() == 0 ? tasks.size() : lease.permits());
    Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
    tasks.forEach((request, task) -> results.put(request, result(request, task, memory)));
    return results;
  }

  /** One thread is this one: most syncs need one read only, and then no other is started. */
  private static void runAll(Collection<FutureTask<Reading>> tasks, int atOnce) {
    Queue<FutureTask<Reading>> left = new ConcurrentLinkedQueue<>(tasks);
    Runnable work =
        () -> {
          for (Runnable next = left.poll(); next != null; next = left.poll()) {
            next.run();
          }
        };
    for (int i = 1; i < Math.min(atOnce, tasks.size()); i++) {
      Thread.ofVirtual().start(work);
    }
    work.run();
  }

  private static ReadResult result(
      ReadRequest request, FutureTask<Reading> task, SyncMemory memory) {
    return switch (reading(task)) {
      case Reading.Unchanged(Seen seen) -> {
        memory.saw(name(request), seen);
        yield new ReadResult.Unchanged();
      }
      case Reading.Failed(Failure failure) ->
          new ReadResult.Failed(
              ErrorClass.valueOf(failure.kind().name()), Detail.valueOf(failure.detail().name()));
      case Reading.Value(RemoteValue value, Seen seen) -> {
        memory.saw(name(request), seen);
        yield parsed(value);
      }
    };
  }

  private static ReadResult parsed(RemoteValue value) {
    try (value) {
      SecretTree tree = value.payload().with(SecretTree::parse);
      return new ReadResult.Value(tree, value.version().map(VersionStamp::id));
    }
  }

  private static Reading reading(FutureTask<Reading> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reading.Failed(Failure.of(FailureClass.Timeout));
    } catch (ExecutionException e) {
      return new Reading.Failed(Failure.of(FailureClass.Internal));
    }
  }

  /** A refresh wants a read newer than its own last one; a request, one newer than the request. */
  private long notBefore(
      Trigger trigger, SyncMemory memory, Optional<Seen> seen, Duration interval) {
    long anyShared = memory.notBeforeChange(nanoTime.getAsLong() - interval.toNanos());
    return switch (trigger) {
      case REQUESTED -> memory.requestSeenAt();
      case NEW_GENERATION, DRIFT -> anyShared;
      case DUE -> {
        if (seen.isPresent() && !memory.hasFailed()) {
          yield memory.notBeforeChange(seen.get().startedAt() + 1);
        }
        yield memory.notBeforeChange(
            memory.lastAttempt().isPresent() ? memory.attemptEndedAt() : anyShared);
      }
    };
  }

  private static boolean isUnchanged(ReadResult result) {
    return result instanceof ReadResult.Unchanged;
  }

  private static String name(ReadRequest request) {
    return request.key() + '@' + request.version().orElse("");
  }
}
