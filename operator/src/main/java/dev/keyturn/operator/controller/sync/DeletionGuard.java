package dev.keyturn.operator.controller.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stops deletions when a store seems to have lost many keys at once, which is more often a fault
 * than a wish. Counts what this process has seen; it knows nothing after a restart, and then three
 * new confirmations over ten minutes are needed anyway. Once tripped it stays so until a person has
 * acknowledged: time alone proves nothing. Thread-safe.
 */
final class DeletionGuard {
  private static final Duration SPAN = Duration.ofHours(1);
  private static final int FEWEST = 3;
  private static final int SHARE = 5;

  private final Map<String, Map<String, Optional<Instant>>> stores = new HashMap<>();
  private final Set<String> tripped = new HashSet<>();

  /** The key was read. */
  synchronized void present(String store, String key) {
    keys(store).put(key, Optional.empty());
  }

  /** The backend says that the key is gone. */
  synchronized void gone(String store, String key, Instant now) {
    keys(store).merge(key, Optional.of(now), (old, fresh) -> old.isPresent() ? old : fresh);
  }

  /** The backend says that the place of the keys, such as a mount, is not there. */
  synchronized void containerGone(String store) {
    tripped.add(store);
  }

  /** A person says that what vanished may be deleted. */
  synchronized void acknowledge(String store) {
    tripped.remove(store);
  }

  /**
   * True from when at least three keys and more than a fifth of the store's vanished within an
   * hour, or their container did, until that is acknowledged.
   */
  synchronized boolean isTripped(String store, Instant now) {
    Map<String, Optional<Instant>> keys = keys(store);
    long gone =
        keys.values().stream()
            .flatMap(Optional::stream)
            .filter(since -> Duration.between(since, now).compareTo(SPAN) < 0)
            .count();
    if (gone >= FEWEST && gone * SHARE > keys.size()) {
      tripped.add(store);
    }
    return tripped.contains(store);
  }

  private Map<String, Optional<Instant>> keys(String store) {
    return stores.computeIfAbsent(store, fresh -> new HashMap<>());
  }
}
