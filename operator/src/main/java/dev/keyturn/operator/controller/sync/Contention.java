package dev.keyturn.operator.controller.sync;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A fight with another writer over the target: five repairs within ten minutes are one. From then
 * on one repair a minute is made, until nobody has touched the target for ten minutes. Times are
 * monotonic. Used by one pass at a time.
 */
final class Contention {
  private static final int REPAIRS = 5;
  private static final long WINDOW = Duration.ofMinutes(10).toNanos();
  private static final long BETWEEN = Duration.ofMinutes(1).toNanos();

  private final Deque<Long> repairs = new ArrayDeque<>();
  private boolean on;

  /** The target was found changed: true where it may be repaired now. */
  boolean mayRepair(long now) {
    if (!repairs.isEmpty() && now - repairs.getLast() >= WINDOW) {
      repairs.clear();
      on = false;
    }
    on |= repairs.size() == REPAIRS && now - repairs.getFirst() <= WINDOW;
    return !on || now - repairs.getLast() >= BETWEEN;
  }

  void repaired(long now) {
    repairs.addLast(now);
    if (repairs.size() > REPAIRS) {
      repairs.removeFirst();
    }
  }

  /** True while each repair is undone again. */
  boolean isOn() {
    return on;
  }

  /** Until the next repair may be made; empty where there is no fight. */
  Optional<Duration> pause(long now) {
    return on
        ? Optional.of(Duration.ofNanos(Math.max(0, BETWEEN - (now - repairs.getLast()))))
        : Optional.empty();
  }
}
