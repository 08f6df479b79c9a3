package dev.keyturn.operator.source;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a backend denies to a login that was just made: another login would change nothing about it.
 * Belongs to one version of a credential, and forgets the oldest where there are too many.
 * Thread-safe.
 */
final class DeniedPaths {
  private static final int MOST = 10_000;

  /** A role may get more policies, which only a new login has: one is tried after this time. */
  private static final Duration STANDS = Duration.ofMinutes(15);

  private final Ticks ticks;
  private final Map<String, Long> deniedAt = new LinkedHashMap<>();

  DeniedPaths(Ticks ticks) {
    this.ticks = ticks;
  }

  synchronized void add(String path) {
    deniedAt.remove(path);
    deniedAt.put(path, ticks.now());
    if (deniedAt.size() > MOST) {
      deniedAt.remove(deniedAt.keySet().iterator().next());
    }
  }

  synchronized boolean contains(String path) {
    Long at = deniedAt.get(path);
    return at != null && ticks.since(at).compareTo(STANDS) < 0;
  }

  synchronized void remove(String path) {
    deniedAt.remove(path);
  }

  /** The login that was denied all this was dead: nothing is known of what a living one may. */
  synchronized void clear() {
    deniedAt.clear();
  }
}
