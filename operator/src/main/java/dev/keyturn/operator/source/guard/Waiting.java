package dev.keyturn.operator.source.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Those who wait for one store, and those who were called and have not come yet: a place is kept
 * for them for ten seconds. Guarded by the lock of its store.
 */
final class Waiting {
  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final Duration SHORTEST_ALARM = Duration.ofMillis(20);

  private final String store;
  private final Alarm alarm;
  private final BooleanSupplier room;
  private final Map<String, Set<StoreGuard>> places;
  private final Line line = new Line();
  private final Map<String, Called> called = new LinkedHashMap<>();

  /**
   * Nobody waits.
   *
   * @param room false while the values under way take all the memory that they may
   * @param places tells, over all stores, where a reader waits
   */
  Waiting(String store, Alarm alarm, BooleanSupplier room, Map<String, Set<StoreGuard>> places) {
    this.store = store;
    this.alarm = alarm;
    this.room = room;
    this.places = places;
  }

  boolean hasRoom() {
    return room.getAsBoolean();
  }

  void join(StoreGuard guard, Waiter waiter) {
    if (!called.containsKey(waiter.reader())) {
      places.compute(
          waiter.reader(),
          (_, stores) -> {
            Set<StoreGuard> all = stores == null ? ConcurrentHashMap.newKeySet(1) : stores;
            all.add(guard);
            return all;
          });
      line.join(waiter);
    }
  }

  void leave(StoreGuard guard, String reader) {
    line.leave(reader);
    forget(guard, reader);
  }

  private void forget(StoreGuard guard, String reader) {
    places.computeIfPresent(
        reader, (_, stores) -> stores.remove(guard) && stores.isEmpty() ? null : stores);
  }

  boolean hasOthersBefore(Waiter waiter) {
    return line.first()
        .filter(first -> !first.reader().equals(waiter.reader()) && !waiter.comesBefore(first))
        .isPresent();
  }

  /** True where nobody waits, and nobody was called. */
  boolean isIdle() {
    return line.isEmpty() && called.isEmpty();
  }

  Optional<Waiter> first() {
    return line.first();
  }

  void longestUnservedFirst() {
    line.longestUnservedFirst();
  }

  void call(String reader, Lease lease, long now) {
    line.take(reader);
    called.put(reader, new Called(lease, now + KEPT.toNanos()));
  }

  Optional<Lease> takeCalled(StoreGuard guard, String reader) {
    Called taken = called.remove(reader);
    if (taken == null) {
      return Optional.empty();
    }
    forget(guard, reader);
    return Optional.of(taken.lease);
  }

  /** Those who were called and did not come. */
  List<Lease> lateOnes(StoreGuard guard, long now) {
    List<Lease> late = new ArrayList<>();
    // In the order in which they were called.
    while (!called.isEmpty()) {
      Map.Entry<String, Called> oldest = called.entrySet().iterator().next();
      if (oldest.getValue().keptUntil - now > 0) {
        break;
      }
      takeCalled(guard, oldest.getKey()).ifPresent(late::add);
    }
    return late;
  }

  /** Sets the alarm for the first in line, or for the first place that is kept in vain. */
  void setAlarm(Optional<Duration> first, long now) {
    Optional<Duration> kept =
        called.values().stream()
            .findFirst()
            .map(oldest -> Duration.ofNanos(oldest.keptUntil - now));
    Optional<Duration> next =
        first.isPresent() && (kept.isEmpty() || first.get().compareTo(kept.get()) < 0)
            ? first
            : kept;
    next.ifPresent(
        wait -> alarm.at(store, wait.compareTo(SHORTEST_ALARM) < 0 ? SHORTEST_ALARM : wait));
  }

  private record Called(Lease lease, long keptUntil) {}
}
