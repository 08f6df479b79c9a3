package dev.keyturn.operator.source.guard;

import dev.keyturn.operator.engine.schedule.Lane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Readers that wait for one store, by lane: who waits for a value goes before what time has made
 * due, and of five turns one is a refresh's. In a lane the namespaces take turns; what an outage
 * held up goes by how long each has been without, whatever its namespace. Not thread-safe.
 */
final class Turns {
  /** After so many others a refresh has its turn. */
  private static final int OTHERS = 4;

  private static final String EVERY_NAMESPACE = "";

  private final Map<Lane, SequencedMap<String, SequencedMap<String, Waiter>>> lanes =
      new EnumMap<>(Lane.class);
  private final Map<String, Lane> places = new HashMap<>();
  private int sinceRefresh;

  /** At the end of its lane; one who is in line already keeps its place, or gets a better one. */
  void join(Waiter waiter) {
    Lane held = places.get(waiter.reader());
    if (held != null && held.compareTo(waiter.lane()) <= 0) {
      add(waiter.in(held));
      return;
    }
    leave(waiter.reader());
    add(waiter);
  }

  private void add(Waiter waiter) {
    places.put(waiter.reader(), waiter.lane());
    namespaces(waiter.lane())
        .computeIfAbsent(namespace(waiter.lane(), waiter.reader()), _ -> new LinkedHashMap<>())
        .put(waiter.reader(), waiter);
  }

  void leave(String reader) {
    Lane lane = places.remove(reader);
    if (lane != null) {
      namespaces(lane)
          .computeIfPresent(
              namespace(lane, reader),
              (_, readers) -> readers.remove(reader) != null && readers.isEmpty() ? null : readers);
    }
  }

  /** It had its turn: the other namespaces of its lane have theirs now. */
  void take(String reader) {
    Lane lane = places.get(reader);
    if (lane == null) {
      return;
    }
    leave(reader);
    String namespace = namespace(lane, reader);
    SequencedMap<String, Waiter> others = namespaces(lane).remove(namespace);
    if (others != null) {
      namespaces(lane).putLast(namespace, others);
    }
    sinceRefresh = lane == Lane.REFRESH || !hasWaiting(Lane.REFRESH) ? 0 : sinceRefresh + 1;
  }

  Optional<Waiter> first() {
    return sinceRefresh >= OTHERS && hasWaiting(Lane.REFRESH)
        ? first(Lane.REFRESH)
        : Stream.of(Lane.values()).map(this::first).flatMap(Optional::stream).findFirst();
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** After an outage those come first who have been without for longest, whoever they are. */
  void longestUnservedFirst() {
    List<Waiter> all = new ArrayList<>();
    lanes
        .values()
        .forEach(
            namespaces -> namespaces.values().forEach(readers -> all.addAll(readers.values())));
    all.sort(Comparator.comparingLong(Waiter::servedAt));
    lanes.clear();
    places.clear();
    all.forEach(waiter -> add(waiter.in(Lane.CATCHUP)));
  }

  private Optional<Waiter> first(Lane lane) {
    return hasWaiting(lane)
        ? Optional.of(namespaces(lane).firstEntry().getValue().firstEntry().getValue())
        : Optional.empty();
  }

  private boolean hasWaiting(Lane lane) {
    return !namespaces(lane).isEmpty();
  }

  private SequencedMap<String, SequencedMap<String, Waiter>> namespaces(Lane lane) {
    return lanes.computeIfAbsent(lane, _ -> new LinkedHashMap<>());
  }

  private static String namespace(Lane lane, String reader) {
    return lane == Lane.CATCHUP
        ? EVERY_NAMESPACE
        : reader.substring(0, Math.max(0, reader.indexOf('/')));
  }
}
