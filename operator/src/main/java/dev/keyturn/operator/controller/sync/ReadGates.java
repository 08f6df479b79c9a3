package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.guard.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The leave of one pass to call its stores. What it was lent and has not used serves the next calls
 * of the same pass. A sync that has to wait at one store keeps no place at the others: closing
 * gives everything back.
 */
final class ReadGates implements AutoCloseable {
  private final Observed observed;
  private final SyncMemory memory;
  private final Optional<Instant> end;
  private Lane lane = Lane.REFRESH;
  private final Map<StoreIdentity, Entered> entered = new LinkedHashMap<>();
  private Optional<FailureClass> shut = Optional.empty();

  /**
   * @param end when what the pass asks for is of no use any more; empty where it always is
   */
  ReadGates(Observed observed, SyncMemory memory, Optional<Instant> end) {
    this.observed = observed;
    this.memory = memory;
    this.end = end;
  }

  /** How urgent is what it asks for from now on. */
  void hurry(Lane urgency) {
    lane = urgency;
  }

  /** Asks a store for that many calls; what the sync waits for where it may not go on. */
  Optional<SyncReader.Outcome.Waiting> enter(
      StoreIdentity store, Connection connection, int calls) {
    Entered before = entered.get(store);
    if (before != null && calls <= before.lease.left()) {
      return Optional.empty();
    }
    int made = before == null ? 0 : before.made();
    if (before != null) {
      before.lease.close();
      entered.remove(store);
    }
    ReadGate gate = new ReadGate(connection.guard(), store, observed, memory, end, lane);
    return switch (gate.enter(calls, made)) {
      case ReadGate.Entry.Open(Lease lease) -> {
        entered.put(store, new Entered(gate, lease, calls, made));
        yield Optional.empty();
      }
      case ReadGate.Entry.Waiting(SyncReader.Outcome.Waiting waiting, var why) -> {
        shut = why;
        yield Optional.of(waiting);
      }
    };
  }

  /** Why the store that the sync waits for cannot be asked; empty where it only has to queue. */
  Optional<FailureClass> shut() {
    return shut;
  }

  Lease lease(StoreIdentity store) {
    return Objects.requireNonNull(entered.get(store)).lease;
  }

  /** How many of the reads from these stores may be under way together. */
  int atOnce(Collection<StoreIdentity> stores, int reads) {
    int permits = stores.stream().mapToInt(store -> lease(store).permits()).sum();
    return permits == 0 ? reads : permits;
  }

  /** The line that a sync stands in after reads that met a store which is down or busy. */
  Optional<SyncReader.Outcome.Waiting> inLineAfter(Map<ReadRequest, ReadResult> results) {
    for (Map.Entry<StoreIdentity, Entered> each : entered.entrySet()) {
      List<ReadResult> ofStore = new ArrayList<>();
      results.forEach((request, result) -> {
        if (request.store().equals(each.getKey())) {
          ofStore.add(result);
        }
      });
      Optional<SyncReader.Outcome.Waiting> inLine =
          each.getValue().gate.inLineAfter(ofStore, each.getValue().made());
      if (inLine.isPresent()) {
        return inLine;
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    entered.values().forEach(it -> it.lease.close());
    entered.clear();
  }

  /**
   * A store that may be called.
   *
   * @param asked calls of the lease
   * @param before calls of the pass by leases before it
   */
  private record Entered(ReadGate gate, Lease lease, int asked, int before) {

    int made() {
      return before + Math.max(0, asked - lease.left());
    }
  }
}
