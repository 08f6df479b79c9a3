package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.ListRequest;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.Listing;
import dev.keyturn.operator.source.ReadWish;
import dev.keyturn.operator.source.Reading;
import dev.keyturn.operator.source.Seen;
import dev.keyturn.operator.source.guard.Lease;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Reads of one sync, as many at once as its stores allow. */
record ParallelReads(ReadGates gates, Map<StoreIdentity, Connection> open, SyncMemory memory) {

  /** Reads each and notes what it showed. */
  Map<ReadRequest, ReadResult> each(Map<ReadRequest, ReadWish> wishes) {
    Map<ReadRequest, FutureTask<Reading>> tasks = new LinkedHashMap<>();
    wishes.forEach((request, wish) -> {
      Connection connection = Objects.requireNonNull(open.get(request.store()));
      Lease lease = gates.lease(request.store());
      tasks.put(request, new FutureTask<>(() -> connection.read(request.granted(), wish, lease)));
    });
    runAll(tasks.values(), gates.atOnce(tasks.size()));
    Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
    tasks.forEach((request, task) -> results.put(request, result(request, task)));
    return results;
  }

  /** Looks into one folder. */
  Listing list(ListRequest request, ReadWish wish) {
    return Objects.requireNonNull(open.get(request.store()))
        .list(request.granted(), wish, gates.lease(request.store()));
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

  private ReadResult result(ReadRequest request, FutureTask<Reading> task) {
    return switch (reading(task)) {
      case Reading.Unchanged(Seen seen) -> {
        memory.saw(ReadWishes.name(request), seen);
        yield new ReadResult.Unchanged();
      }
      case Reading.Failed(Failure failure) ->
          new ReadResult.Failed(
              ErrorClass.valueOf(failure.kind().name()), Detail.valueOf(failure.detail().name()));
      case Reading.Value(RemoteValue value, Seen seen) -> {
        memory.saw(ReadWishes.name(request), seen);
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
}
