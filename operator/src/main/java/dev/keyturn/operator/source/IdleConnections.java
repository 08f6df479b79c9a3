package dev.keyturn.operator.source;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which connections may go.
 *
 * @param connections those that are open; read only
 */
record IdleConnections(Map<ConnectionKey, Connection> connections, Ticks ticks) {

  /** The first to go: leases end with their login, and a listener notices less. */
  Optional<ConnectionKey> oldest(ConnectionKey except) {
    long now = ticks.now();
    return connections.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(except) && !entry.getValue().holdsLeases())
        .min(
            Comparator.<Map.Entry<ConnectionKey, Connection>, Boolean>comparing(
                    entry -> entry.getValue().isNeeded())
                .thenComparingLong(entry -> entry.getValue().usedAt() - now))
        .map(Map.Entry::getKey);
  }

  /** Those that nobody has used for longer than this, and that nothing lives by. */
  List<ConnectionKey> since(Duration unused) {
    return connections.entrySet().stream()
        .filter(entry -> !entry.getValue().isNeeded())
        .filter(entry -> ticks.since(entry.getValue().usedAt()).compareTo(unused) > 0)
        .map(Map.Entry::getKey)
        .toList();
  }
}
