package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.guard.Lease;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The leave of one sync to read from its stores. A sync that has to wait at one of them keeps no
 * place at the others: closing gives everything back.
 */
final class ReadGates implements AutoCloseable {
  private final Observed observed;
  private final SyncMemory memory;
  private final Map<StoreIdentity, Entered> entered = new LinkedHashMap<>();
  private Optional<FailureClass> shut = Optional.empty();

  ReadGates(Observed observed, SyncMemory memory) {
    this.observed = observed;
    this.memory = memory;
  }

  /** Asks a store for that many calls; what the sync waits for where it may not go on. */
  Optional<SyncReader.Outcome.Waiting> enter(
      StoreIdentity store, Connection connection, int calls) {
    ReadGate gate = new ReadGate(connection.guard(), store, observed, memory);
    return switch (gate.enter(calls)) {
      case ReadGate.Entry.Open(Lease lease) -> {
        entered.put(store, new Entered(gate, lease, calls));
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

  /** How many of the reads may be under way together. */
  int atOnce(int reads) {
    int permits = entered.values().stream().mapToInt(it -> it.lease.permits()).sum();
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
          each.getValue().gate.inLineAfter(ofStore, each.getValue().calls);
      if (inLine.isPresent()) {
        return inLine;
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    entered.values().forEach(it -> it.lease.close());
  }

  private record Entered(ReadGate gate, Lease lease, int calls) {}
}
