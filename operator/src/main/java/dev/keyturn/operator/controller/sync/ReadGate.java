package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.source.guard.Admission;
import dev.keyturn.operator.source.guard.Errand;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.guard.Waiter;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Asks the guard of a store whether a sync may call, and says what it waits for where not. */
final class ReadGate {
  private final StoreGuard guard;
  private final StoreIdentity store;
  private final Observed observed;
  private final long servedAt;
  private final Optional<Instant> end;
  private final Lane lane;

  /**
   * @param end when what the sync asks for is of no use any more; empty where it always is
   */
  ReadGate(
      StoreGuard guard,
      StoreIdentity store,
      Observed observed,
      SyncMemory memory,
      Optional<Instant> end,
      Lane lane) {
    this.guard = guard;
    this.store = store;
    this.observed = observed;
    this.servedAt = memory.lastSuccess().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
    this.end = end;
    this.lane = lane;
  }

  /** Whether the sync may go on. */
  sealed interface Entry {
    /** It may; the lease is closed after the reads. */
    record Open(Lease lease) implements Entry {}

    /** It is in line; shut says why where the store cannot be asked at all. */
    record Waiting(SyncReader.Outcome.Waiting outcome, Optional<FailureClass> shut)
        implements Entry {}
  }

  /**
   * Asks for that many calls; what is known already needs none and waits for nothing.
   *
   * @param made calls that the pass has made here and will make again: a pass that has to wait in
   *     its middle waits for all of them, or it would never come any further
   */
  Entry enter(int calls, int made) {
    if (calls == 0) {
      return new Entry.Open(guard.unasked());
    }
    Admission admission = guard.admit(waiter(calls));
    if (made > 0 && !(admission instanceof Admission.Granted)) {
      admission = guard.join(waiter(made + calls));
    }
    return switch (admission) {
      case Admission.Granted(Lease lease) -> new Entry.Open(lease);
      case Admission.Queued() ->
          new Entry.Waiting(waiting(FailureClass.Throttled, true), Optional.empty());
      case Admission.Shut(FailureClass why) ->
          new Entry.Waiting(waiting(why, false), Optional.of(why));
    };
  }

  private Waiter waiter(int calls) {
    String reader = (end.isPresent() ? Errand.DEADLINE : Errand.READ).of(observed.id().toString());
    return new Waiter(reader, calls, calls, servedAt, end, lane);
  }

  /**
   * Puts the sync in line where its reads met a store that is down or asked for a pause: that is no
   * failure of the sync. Empty where the answers are its own.
   */
  Optional<SyncReader.Outcome.Waiting> inLineAfter(Collection<ReadResult> results, int calls) {
    boolean ofStore =
        results.stream()
            .anyMatch(result -> result instanceof ReadResult.Failed failed && isOfStore(failed));
    if (!ofStore) {
      return Optional.empty();
    }
    return switch (guard.join(waiter(Math.max(1, calls)))) {
      case Admission.Granted(Lease lease) ->
          throw new IllegalStateException("whoever joins the line is not admitted");
      case Admission.Queued() -> Optional.of(waiting(FailureClass.Throttled, true));
      case Admission.Shut(FailureClass why) -> Optional.of(waiting(why, false));
    };
  }

  private boolean isOfStore(ReadResult.Failed failed) {
    return switch (failed.kind()) {
      case Throttled -> true;
      case Unavailable, Timeout, Sealed, TlsError -> guard.isShut();
      default -> false;
    };
  }

  private SyncReader.Outcome.Waiting waiting(FailureClass why, boolean brief) {
    return new SyncReader.Outcome.Waiting(
        Problem.of(ErrorClass.StoreNotReady, store.kind() + " " + store.name() + " (" + why + ")"),
        brief);
  }
}
