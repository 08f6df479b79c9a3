package dev.keyturn.operator.source.guard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many calls of the last ten seconds ended, and how many of them badly. Not thread-safe. */
final class RecentCalls {
  private static final long WINDOW = Duration.ofSeconds(10).toNanos();
  private static final long SLOT = Duration.ofSeconds(1).toNanos();
  private static final int LEAST_CALLS = 20;

  private final Deque<Slot> slots = new ArrayDeque<>();
  private int calls;
  private int failures;

  void add(boolean failed, long now) {
    drop(now);
    Slot slot = slots.peekLast();
    if (slot == null || now - slot.beganAt >= SLOT) {
      slot = new Slot(now);
      slots.addLast(slot);
    }
    slot.calls++;
    calls++;
    if (failed) {
      slot.failures++;
      failures++;
    }
  }

  /** True where at least twenty calls ended and at least half of them badly. */
  boolean mostlyFailed() {
    return calls >= LEAST_CALLS && 2 * failures >= calls;
  }

  void clear() {
    slots.clear();
    calls = 0;
    failures = 0;
  }

  private void drop(long now) {
    while (!slots.isEmpty() && now - slots.getFirst().beganAt >= WINDOW) {
      Slot old = slots.removeFirst();
      calls -= old.calls;
      failures -= old.failures;
    }
  }

  /** The calls of one second. */
  private static final class Slot {
    private final long beganAt;
    private int calls;
    private int failures;

    private Slot(long beganAt) {
      this.beganAt = beganAt;
    }
  }
}
