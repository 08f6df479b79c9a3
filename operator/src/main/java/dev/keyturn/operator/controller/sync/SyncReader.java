package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.controller.store.StoreConnections;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.engine.plan.Knowledge;
import dev.keyturn.operator.engine.plan.ListRequest;
import dev.keyturn.operator.engine.plan.ListResult;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.Trigger;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /** The store could not even be asked. */
    record Refused(Problem why) implements Outcome {}
  }

  /**
   * Reads.
   *
   * @param interval of the sync: an answer from memory is never older
   */
  Outcome read(Observed observed, Step.Need need, SyncMemory memory, Duration interval) {
    Map<StoreIdentity, Connection> open = new HashMap<>();
    for (StoreIdentity store : need.stores()) {
      switch (opening(store, observed)) {
        case Opening.Refused(Problem why) -> {
          return new Outcome.Refused(why);
        }
        case Opening.TenantNeeded needed -> {
          return new Outcome.Refused(
              Problem.of(ErrorClass.NotFound, Detail.STORE, store.kind() + " " + store.name()));
        }
        case Opening.Open(Connection connection) -> open.put(store, connection);
      }
    }
    return new Outcome.Read(all(open, observed, need, memory, interval));
  }

  private Opening opening(StoreIdentity store, Observed observed) {
    return stores
        .find(StoreKey.of(observed.id().namespace(), store))
        .map(found -> connections.open(found, observed.namespace()))
        .orElseGet(Opening.TenantNeeded::new);
  }

  /** Wipes every value that was read. */
  static void wipe(Knowledge knowledge) {
    for (ReadResult result : knowledge.reads().values()) {
      if (result instanceof ReadResult.Value value) {
        value.tree().close();
      }
    }
  }

  private Knowledge all(
      Map<StoreIdentity, Connection> open,
      Observed observed,
      Step.Need need,
      SyncMemory memory,
      Duration interval) {
    Map<ListRequest, ListResult> lists =
        new FolderLists(open, memory, nanoTime)
            .read(
                observed.id().toString(),
                need.lists(),
                seen -> notBefore(need.trigger(), memory, seen, interval),
                interval);
    Map<ReadRequest, ReadResult> results =
        each(open, observed, need.reads(), need.trigger(), memory, interval, need.confirm());
    if (need.confirm() && !results.values().stream().allMatch(SyncReader::isUnchanged)) {
      List<ReadRequest> confirmed =
          results.entrySet().stream()
              .filter(entry -> isUnchanged(entry.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      // One answer is news, a changed value or a failure that an optional key forgives: then the
      // target is made anew, or the failure told, and both need the unchanged values as well.
      results.putAll(
          each(open, observed, confirmed, Trigger.NEW_GENERATION, memory, interval, false));
    }
    return new Knowledge(results, lists);
  }

  private Map<ReadRequest, ReadResult> each(
      Map<StoreIdentity, Connection> open,
      Observed observed,
      List<ReadRequest> requests,
      Trigger trigger,
      SyncMemory memory,
      Duration interval,
      boolean confirm) {
    Deadline deadline = Deadline.after(PATIENCE, nanoTime);
    Map<ReadRequest, FutureTask<Reading>> tasks = new LinkedHashMap<>();
    for (ReadRequest request : requests) {
      String source = name(request);
      ReadWish wish =
          new ReadWish(
              observed.id().toString(),
              new RemoteRef(request.key(), request.version()),
              confirm ? memory.applied(source) : Optional.empty(),
              notBefore(trigger, memory, memory.lastRead(source), interval),
              interval,
              deadline);
      Connection connection = Objects.requireNonNull(open.get(request.store()));
      tasks.put(request, new FutureTask<>(() -> connection.read(request.granted(), wish)));
    }
    runAll(new ArrayList<>(tasks.values()));
    Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
    tasks.forEach((request, task) -> results.put(request, result(request, task, memory)));
    return results;
  }

  /** The last one runs here: most syncs need one read only, and then no thread is started. */
  private static void runAll(List<FutureTask<Reading>> tasks) {
    for (int i = 0; i < tasks.size() - 1; i++) {
      Thread.ofVirtual().start(tasks.get(i));
    }
    if (!tasks.isEmpty()) {
      tasks.getLast().run();
    }
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
      return new ReadResult.Value(tree, value.version().map(VersionStamp::id), value.tags());
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
      case NEW_GENERATION, DRIFT, TEMPLATE -> anyShared;
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
    return request.store().kind()
        + "/"
        + request.store().name()
        + ":"
        + request.key()
        + '@'
        + request.version().orElse("");
  }
}
