package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.source.guard.Admission;
import dev.keyturn.operator.source.guard.Errand;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.guard.Waiter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The leave of a sync that is being deleted to call the stores where it owes something. It waits
 * for its turn as everybody does, in the place that its deadline asks for; shortly before that it
 * does not wait any more, because what is left then stays for good. One thread.
 */
final class CleanupLeave implements AutoCloseable {
  private final SyncId id;
  private final Instant end;
  private final boolean last;
  private final Map<StoreGuard, Lease> held = new HashMap<>();

  /**
   * @param end when the sync is let go, whatever is left
   * @param last true where there is no time to wait
   */
  CleanupLeave(SyncId id, Instant end, boolean last) {
    this.id = id;
    this.end = end;
    this.last = last;
  }

  /**
   * Asks a store once, for all of its calls.
   *
   * @param calls of this sync, one after the other, at this store or at all of them
   * @return empty where it has to wait; the sync is called then, or tries again
   */
  Optional<Lease> at(StoreGuard guard, int calls) {
    if (held.containsKey(guard)) {
      return Optional.of(held.get(guard));
    }
    Optional<Lease> lease = last ? Optional.of(guard.unasked()) : asked(guard, calls);
    lease.ifPresent(it -> held.put(guard, it));
    return lease;
  }

  private Optional<Lease> asked(StoreGuard guard, int calls) {
    Waiter waiter =
        new Waiter(Errand.DEADLINE.of(id.toString()), calls, 1, Long.MIN_VALUE, Optional.of(end));
    return guard.admit(waiter) instanceof Admission.Granted(Lease lease)
        ? Optional.of(lease)
        : Optional.empty();
  }

  @Override
  public void close() {
    held.values().forEach(Lease::close);
    held.clear();
  }
}
