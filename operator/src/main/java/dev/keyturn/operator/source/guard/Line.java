package dev.keyturn.operator.source.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Readers that wait for one store, first come first served. Not thread-safe. */
final class Line {
  private final Map<String, Waiter> waiters = new LinkedHashMap<>();

  /** At the end; one who is in line already keeps its place. */
  void join(Waiter waiter) {
    waiters.put(waiter.reader(), waiter);
  }

  void leave(String reader) {
    waiters.remove(reader);
  }

  Optional<Waiter> first() {
    return waiters.values().stream().findFirst();
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  int size() {
    return waiters.size();
  }

  /** After an outage those come first who have been without for longest. */
  void longestUnservedFirst() {
    List<Waiter> sorted = new ArrayList<>(waiters.values());
    sorted.sort(Comparator.comparingLong(Waiter::servedAt));
    waiters.clear();
    sorted.forEach(this::join);
  }
}
