package dev.keyturn.operator.kube.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which verbs on which resources the API server asked to leave alone, and until when. Thread-safe.
 */
public final class Pauses {
  /** No server may silence us longer than this by one answer. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final LongSupplier nanoTime;
  private final Map<Route, Long> until = new ConcurrentHashMap<>();

  public Pauses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void pause(Route route, Duration wait) {
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    long end = nanoTime.getAsLong() + bounded.toNanos();
    until.merge(route, end, (old, next) -> next - old > 0 ? next : old);
  }

  /** Time left of the pause of a route; empty when it may be called. */
  Optional<Duration> left(Route route) {
    Long end = until.get(route);
    if (end == null) {
      return Optional.empty();
    }
    long left = end - nanoTime.getAsLong();
    if (left > 0) {
      return Optional.of(Duration.ofNanos(left));
    }
    until.remove(route, end);
    return Optional.empty();
  }
}
