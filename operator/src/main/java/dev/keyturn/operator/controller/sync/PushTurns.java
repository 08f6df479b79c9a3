package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.source.guard.Admission;
import dev.keyturn.operator.source.guard.Errand;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.guard.Waiter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The leave of pushes to call their stores, one secret at a time. A sync has one place in the line
 * of a store for all that it pushes there, and is called when that has come; what waits meanwhile
 * is remembered, because nothing else tells the pass that follows. Thread-safe.
 */
final class PushTurns {
  private final Map<SyncId, Set<String>> awaited = new ConcurrentHashMap<>();

  /** What of a pass waits for its turn. */
  enum Turn {
    /** Nothing. */
    NONE(Lane.REFRESH),
    /** Only looks at what stood there last time. */
    LOOKS(Lane.REFRESH),
    /** Values that are not at their backend. */
    VALUES(Lane.FIRST);

    private final Lane lane;

    Turn(Lane lane) {
      this.lane = lane;
    }
  }

  boolean isAwaited(SyncId id) {
    return awaited.containsKey(id);
  }

  void forget(SyncId id) {
    awaited.remove(id);
  }

  Pass begin(SyncId id) {
    return new Pass(id);
  }

  /** One pass. One thread. */
  final class Pass implements AutoCloseable {
    private final SyncId id;
    private final Set<String> before;
    private final Set<String> waiting = new HashSet<>();
    private final Set<StoreGuard> inLine = new HashSet<>();
    private final List<Lease> lent = new ArrayList<>();
    private Turn turn = Turn.NONE;

    private Pass(SyncId id) {
      this.id = id;
      this.before = awaited.getOrDefault(id, Set.of());
    }

    /** True where the pass before this one had to wait for this secret. */
    boolean isAwaited(PushPlan.Group group) {
      return before.contains(name(group));
    }

    /**
     * Asks for that many calls, one after the other. Where the store is shut the push fails, and is
     * tried again as after any failure.
     */
    Admission look(StoreGuard guard, PushPlan.Group group, int calls) {
      return ask(guard, name(group), calls, Turn.LOOKS);
    }

    /** The same, for a value that is not there. */
    Admission bring(StoreGuard guard, PushPlan.Group group, int calls) {
      return ask(guard, name(group), calls, Turn.VALUES);
    }

    /** The same, for what is not wanted any more; given back at the end of the pass. */
    Function<StoreGuard, Optional<Lease>> removal(SyncPushed former) {
      String name = "removal of " + former.store() + " " + former.key();
      return guard -> {
        if (!(ask(guard, name, PushCleanup.CALLS, Turn.LOOKS)
            instanceof Admission.Granted(Lease lease))) {
          return Optional.empty();
        }
        lent.add(lease);
        return Optional.of(lease);
      };
    }

    Turn turn() {
      return turn;
    }

    private Admission ask(StoreGuard guard, String name, int calls, Turn what) {
      String reader = Errand.PUSH.of(id.toString());
      Admission admission =
          inLine.contains(guard)
              ? new Admission.Queued()
              : guard.admit(
                  new Waiter(reader, calls, 1, Long.MIN_VALUE, Optional.empty(), what.lane));
      switch (admission) {
        case Admission.Granted granted -> {}
        case Admission.Shut shut -> guard.forget(reader);
        case Admission.Queued queued -> {
          inLine.add(guard);
          waiting.add(name);
          turn = what.compareTo(turn) > 0 ? what : turn;
        }
      }
      return admission;
    }

    /** Remembers what waits. */
    @Override
    public void close() {
      lent.forEach(Lease::close);
      if (waiting.isEmpty()) {
        awaited.remove(id);
      } else {
        awaited.put(id, Set.copyOf(waiting));
      }
    }
  }

  private static String name(PushPlan.Group group) {
    return group.store().kind() + "/" + group.store().name() + " " + group.key();
  }
}
