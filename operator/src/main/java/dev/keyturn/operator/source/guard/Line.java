package dev.keyturn.operator.source.guard;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Readers that wait for one store: those whose wish has an end, the nearest end first, and then the
 * others, in {@link Turns}. Not thread-safe.
 */
final class Line {
  private final Turns waiters = new Turns();
  private final Map<String, Waiter> urgent = new HashMap<>();
  private final NavigableSet<Waiter> byEnd =
      new TreeSet<>(
          Comparator.comparing((Waiter waiter) -> waiter.end().orElseThrow())
              .thenComparing(Waiter::reader));

  /** At the end of its kind; one who is in line already keeps its place. */
  void join(Waiter waiter) {
    if (waiter.end().isEmpty()) {
      hurryNoMore(waiter.reader());
      waiters.join(waiter);
      return;
    }
    leave(waiter.reader());
    urgent.put(waiter.reader(), waiter);
    byEnd.add(waiter);
  }

  void leave(String reader) {
    waiters.leave(reader);
    hurryNoMore(reader);
  }

  /** It is called: the turn goes on. */
  void take(String reader) {
    waiters.take(reader);
    hurryNoMore(reader);
  }

  private void hurryNoMore(String reader) {
    Waiter hurried = urgent.remove(reader);
    if (hurried != null) {
      byEnd.remove(hurried);
    }
  }

  Optional<Waiter> first() {
    return byEnd.isEmpty() ? waiters.first() : Optional.of(byEnd.getFirst());
  }

  boolean isEmpty() {
    return waiters.isEmpty() && urgent.isEmpty();
  }

  /** After an outage those come first who have been without for longest. */
  void longestUnservedFirst() {
    waiters.longestUnservedFirst();
  }
}
