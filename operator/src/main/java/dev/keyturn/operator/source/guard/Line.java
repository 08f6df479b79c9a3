package dev.keyturn.operator.source.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Readers that wait for one store: those whose wish has an end, the nearest end first, and then the
 * others, first come first served. Not thread-safe.
 */
final class Line {
  private final Map<String, Waiter> waiters = new LinkedHashMap<>();
  private final Map<String, Waiter> urgent = new HashMap<>();
  private final NavigableSet<Waiter> byEnd =
      new TreeSet<>(
          Comparator.comparing((Waiter waiter) -> waiter.end().orElseThrow())
              .thenComparing(Waiter::reader));

  /** At the end of its kind; one who is in line already keeps its place. */
  void join(Waiter waiter) {
    if (waiter.end().isEmpty()) {
      hurryNoMore(waiter.reader());
      waiters.put(waiter.reader(), waiter);
      return;
    }
    leave(waiter.reader());
    urgent.put(waiter.reader(), waiter);
    byEnd.add(waiter);
  }

  void leave(String reader) {
    waiters.remove(reader);
    hurryNoMore(reader);
  }

  private void hurryNoMore(String reader) {
    Waiter hurried = urgent.remove(reader);
    if (hurried != null) {
      byEnd.remove(hurried);
    }
  }

  Optional<Waiter> first() {
    return byEnd.isEmpty() ? waiters.values().stream().findFirst() : Optional.of(byEnd.getFirst());
  }

  boolean isEmpty() {
    return waiters.isEmpty() && urgent.isEmpty();
  }

  /** After an outage those come first who have been without for longest. */
  void longestUnservedFirst() {
    List<Waiter> sorted = new ArrayList<>(waiters.values());
    sorted.sort(Comparator.comparingLong(Waiter::servedAt));
    waiters.clear();
    sorted.forEach(this::join);
  }
}
