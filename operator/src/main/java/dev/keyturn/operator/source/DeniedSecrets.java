package dev.keyturn.operator.source;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Secrets that a backend denies to one identity: in a request for many they would have the others
 * refused. Each counts until a read of it by itself works; one that is denied in requests for many
 * alone, whose single reads say nothing, counts for a while: rights change by people. The oldest is
 * forgotten where there are too many. Thread-safe.
 */
final class DeniedSecrets {
  private static final int MOST = 10_000;
  private static final Duration STANDS = Duration.ofMinutes(15);

  private final Ticks ticks;
  private final Set<String> keys = new LinkedHashSet<>();
  private final Map<String, Long> together = new LinkedHashMap<>();

  DeniedSecrets(Ticks ticks) {
    this.ticks = ticks;
  }

  /** True where it was not known before. */
  synchronized boolean add(String key) {
    boolean isNew = keys.add(key);
    if (keys.size() > MOST) {
      keys.remove(keys.iterator().next());
    }
    return isNew;
  }

  /** One that is denied in requests for many, whatever a read of it by itself says. */
  synchronized void addTogether(String key) {
    together.put(key, ticks.now());
    if (together.size() > MOST) {
      together.remove(together.keySet().iterator().next());
    }
  }

  synchronized boolean contains(String key) {
    Long since = together.get(key);
    if (since != null && ticks.since(since).compareTo(STANDS) >= 0) {
      together.remove(key);
      since = null;
    }
    return since != null || keys.contains(key);
  }

  /** A read of it by itself worked. */
  synchronized void remove(String key) {
    keys.remove(key);
  }
}
