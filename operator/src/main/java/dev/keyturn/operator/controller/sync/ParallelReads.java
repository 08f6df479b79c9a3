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
import java.util.function.Function;

/** Reads and lists of one sync, as many at once as its stores allow. */
record ParallelReads(ReadGates gates, Map<StoreIdentity, Connection> open, SyncMemory memory) {

  /** Reads each and notes what it showed. */
  Map<ReadRequest, ReadResult> each(Map<ReadRequest, ReadWish> wishes) {
    Map<ReadRequest, FutureTask<Reading>> tasks = new LinkedHashMap<>();
    wishes.forEach((request, wish) -> {
      Connection connection = Objects.requireNonNull(open.get(request.store()));
      Lease lease = gates.lease(request.store());
      tasks.put(request, new FutureTask<>(() -> connection.read(request.granted(), wish, lease)));
    });
    runAll(tasks.values());
    Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
    tasks.forEach((request, task) -> results.put(request, result(request, task)));
    return results;
  }

  /** Looks into each folder. */
  Map<ListRequest, Listing> lists(Map<ListRequest, ReadWish> wishes) {
    Map<ListRequest, FutureTask<Listing>> tasks = new LinkedHashMap<>();
    wishes.forEach((request, wish) -> {
      Connection connection = Objects.requireNonNull(open.get(request.store()));
      Lease lease = gates.lease(request.store());
      tasks.put(request, new FutureTask<>(() -> connection.list(request.granted(), wish, lease)));
    });
    runAll(tasks.values());
    Map<ListRequest, Listing> results = new LinkedHashMap<>();
    tasks.forEach((request, task) -> results.put(request, outcome(task, Listing.Failed::new)));
    return results;
  }

  /** One thread is this one: most syncs need one read only, and then no other is started. */
  private void runAll(Collection<? extends Runnable> tasks) {
    int atOnce = gates.atOnce(open.keySet(), tasks.size());
    Queue<Runnable> left = new ConcurrentLinkedQueue<>(tasks);
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
    return switch (outcome(task, Reading.Failed::new)) {
      case Reading.Unchanged(Seen seen) -> {
        memory.sources().saw(ReadWishes.name(request), seen);
        yield new ReadResult.Unchanged();
      }
      case Reading.Failed(Failure failure) ->
          new ReadResult.Failed(
              ErrorClass.valueOf(failure.kind().name()), Detail.valueOf(failure.detail().name()));
      case Reading.Value(RemoteValue value, Seen seen) -> {
        memory.sources().saw(ReadWishes.name(request), seen);
        yield parsed(value);
      }
    };
  }

  private static ReadResult parsed(RemoteValue value) {
    try (value) {
      SecretTree tree = value.payload().giveTo(SecretTree::owning);
      return new ReadResult.Value(
          tree, value.version().map(VersionStamp::id), value.tags(), value.expires());
    }
  }

  private static <T> T outcome(FutureTask<T> task, Function<Failure, T> failed) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed.apply(Failure.of(FailureClass.Timeout));
    } catch (ExecutionException e) {
      return failed.apply(Failure.of(FailureClass.Internal));
    }
  }
}
