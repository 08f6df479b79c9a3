package dev.keyturn.operator.source;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Gathers what a backend tells of changes for half a second, and then tells those who read it: at
 * most once in five seconds, so that what is written without end is not read each time.
 * Thread-safe.
 */
final class Hints {
  private static final Duration GATHER = Duration.ofMillis(500);
  private static final Duration REST = Duration.ofSeconds(5);

  private final Ticks ticks;
  private final PoolParts parts;
  private final Set<String> keys = new HashSet<>();
  private boolean hinted;
  private long hintedAt;

  Hints(Ticks ticks, PoolParts parts) {
    this.ticks = ticks;
    this.parts = parts;
  }

  /** A key that somebody reads may have changed. */
  synchronized void add(String key, SharedReads readers) {
    boolean first = keys.isEmpty();
    keys.add(key);
    if (first) {
      Duration rest = hinted ? REST.minus(ticks.since(hintedAt)) : Duration.ZERO;
      Duration wait = rest.compareTo(GATHER) > 0 ? rest : GATHER;
      try {
        var unused =
            parts
                .timer()
                .schedule(
                    () -> Thread.ofVirtual().start(() -> tell(readers)),
                    wait.toMillis(),
                    TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closed) {
        // Nothing is read any more.
      }
    }
  }

  /** What was told and not passed on yet counts no more. */
  synchronized void forget() {
    keys.clear();
  }

  private void tell(SharedReads readers) {
    Set<String> changed;
    synchronized (this) {
      if (keys.isEmpty()) {
        return;
      }
      changed = Set.copyOf(keys);
      keys.clear();
      hinted = true;
      hintedAt = ticks.now();
    }
    Set<String> waiting = readers.outdated(changed);
    if (!waiting.isEmpty()) {
      parts.listener().secretHinted(waiting);
    }
  }
}
