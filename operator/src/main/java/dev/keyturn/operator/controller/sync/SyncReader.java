package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.controller.store.StoreConnections;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.engine.plan.Fallbacks;
import dev.keyturn.operator.engine.plan.Knowledge;
import dev.keyturn.operator.engine.plan.ListRequest;
import dev.keyturn.operator.engine.plan.ListResult;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.Trigger;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.ReadWish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Performs the reads that a plan needs, all at once, each under one deadline and with the leave of
 * its store's guard.
 */
final class SyncReader {
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

    /** The sync is in line at a store; brief where that is not worth telling. */
    record Waiting(Problem why, boolean brief) implements Outcome {}

    /** A store could not even be asked. */
    record Refused(Problem why) implements Outcome {}
  }

  /**
   * Reads.
   *
   * @param gates the leave of the pass; what it was lent and is left over stays in it
   * @param interval of the sync: an answer from memory is never older
   */
  Outcome read(
      ReadGates gates, Observed observed, Step.Need need, SyncMemory memory, Duration interval) {
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
    return guarded(gates, open, observed, need, memory, interval);
  }

  private Outcome guarded(
      ReadGates gates,
      Map<StoreIdentity, Connection> open,
      Observed observed,
      Step.Need need,
      SyncMemory memory,
      Duration interval) {
    ReadWishes wanted = new ReadWishes(observed, memory, interval, nanoTime);
    Map<ReadRequest, ReadWish> wishes = wanted.of(need.reads(), need.trigger(), need.confirm());
    gates.hurry(need.trigger() == Trigger.DUE ? Lane.REFRESH : Lane.FIRST);
    for (Map.Entry<StoreIdentity, Connection> each : open.entrySet()) {
      Optional<Outcome.Waiting> inLine =
          gates.enter(each.getKey(), each.getValue(), calls(each, need, wishes));
      if (inLine.isPresent()) {
        return insteadOf(inLine.get(), gates.shut(), each.getKey(), need, observed);
      }
      Optional<Problem> contradiction = contradiction(each.getValue());
      if (contradiction.isPresent()) {
        return new Outcome.Refused(contradiction.get());
      }
    }
    Knowledge read = all(new ParallelReads(gates, open, memory), wanted, wishes, need);
    Optional<Problem> revoked = revoked(open, observed);
    if (revoked.isPresent()) {
      wipe(read);
      return new Outcome.Refused(revoked.get());
    }
    Optional<Outcome.Waiting> inLine =
        asksFallback(read, observed) ? Optional.empty() : gates.inLineAfter(read.reads());
    inLine.ifPresent(waiting -> wipe(read));
    return inLine.isPresent() ? inLine.get() : new Outcome.Read(read);
  }

  /** A sync with a fallback does not wait for a store that is down: the plan asks the other. */
  private static Outcome insteadOf(
      Outcome.Waiting waiting,
      Optional<FailureClass> shut,
      StoreIdentity store,
      Step.Need need,
      Observed observed) {
    Optional<ErrorClass> down =
        shut.map(kind -> ErrorClass.valueOf(kind.name())).filter(Fallbacks::isUnreachable);
    if (down.isEmpty() || !hasFallback(observed)) {
      return waiting;
    }
    ErrorClass why = down.get();
    Map<ReadRequest, ReadResult> reads = new LinkedHashMap<>();
    need.reads().stream()
        .filter(request -> request.store().equals(store))
        .forEach(request -> reads.put(request, new ReadResult.Failed(why, Detail.NONE)));
    Map<ListRequest, ListResult> lists = new LinkedHashMap<>();
    need.lists().stream()
        .filter(request -> request.store().equals(store))
        .forEach(request -> lists.put(request, new ListResult.Failed(why, Detail.NONE)));
    return new Outcome.Read(new Knowledge(reads, lists));
  }

  /** A store that only asks for patience is waited for, whatever could take its place. */
  private static boolean asksFallback(Knowledge read, Observed observed) {
    return hasFallback(observed)
        && read.reads().values().stream()
            .anyMatch(result ->
                result instanceof ReadResult.Failed failed
                    && Fallbacks.isUnreachable(failed.kind()));
  }

  private static boolean hasFallback(Observed observed) {
    return observed.spec() instanceof SpecOutcome.Read(var settings)
        && !settings.shaping().fallbacks().isEmpty();
  }

  /** How many calls a store is asked at most. */
  private static int calls(
      Map.Entry<StoreIdentity, Connection> store,
      Step.Need need,
      Map<ReadRequest, ReadWish> wishes) {
    List<ReadWish> ofStore = new ArrayList<>();
    wishes.forEach((request, wish) -> {
      if (request.store().equals(store.getKey())) {
        ofStore.add(wish);
      }
    });
    long lists =
        need.lists().stream().filter(request -> request.store().equals(store.getKey())).count();
    return store.getValue().callsFor(ofStore) + (int) lists;
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

  /** What scopes have taken away while it was read is dropped. */
  private Optional<Problem> revoked(Map<StoreIdentity, Connection> asked, Observed observed) {
    return asked.entrySet().stream()
        .map(entry ->
            switch (opening(entry.getKey(), observed)) {
              case Opening.Refused(Problem why) when why.kind() == ErrorClass.ScopeDenied ->
                  Optional.of(why);
              case Opening.Open(Connection now) when now != entry.getValue() ->
                  denied(entry.getKey(), now);
              case Opening.Refused refused -> Optional.<Problem>empty();
              case Opening.TenantNeeded needed -> Optional.<Problem>empty();
              case Opening.Open same -> Optional.<Problem>empty();
            })
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Problem> denied(StoreIdentity store, Connection connection) {
    return connection.authenticate()
                instanceof
                dev.keyturn.operator.provider.Outcome.Failed<ProviderClient.Done>(Failure failure)
            && failure.kind() == FailureClass.ScopeDenied
        ? Optional.of(
            Problem.of(
                ErrorClass.ScopeDenied,
                Detail.valueOf(failure.detail().name()),
                store.kind() + " " + store.name()))
        : Optional.empty();
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

  private static Knowledge all(
      ParallelReads reads, ReadWishes wanted, Map<ReadRequest, ReadWish> wishes, Step.Need need) {
    Map<ListRequest, ListResult> lists = wanted.lists(reads, need);
    Map<ReadRequest, ReadResult> results = reads.each(wishes);
    if (need.confirm() && !results.values().stream().allMatch(SyncReader::isUnchanged)) {
      List<ReadRequest> confirmed =
          results.entrySet().stream()
              .filter(entry -> isUnchanged(entry.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      // One answer is news, a changed value or a failure that an optional key forgives: then the
      // target is made anew, or the failure told, and both need the unchanged values as well.
      results.putAll(reads.each(wanted.of(confirmed, Trigger.NEW_GENERATION, false)));
    }
    return new Knowledge(results, lists);
  }

  private static boolean isUnchanged(ReadResult result) {
    return result instanceof ReadResult.Unchanged;
  }
}
