package dev.keyturn.operator.controller.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Stops deletions when a store seems to have lost many keys at once, which is more often a fault
 * than a wish. Counts what this process has seen of every sync of the store, whatever its deletion
 * policy; it knows nothing after a restart, and then three new confirmations over ten minutes are
 * needed anyway. Once tripped it stays so until a person has acknowledged: time alone proves
 * nothing. Thread-safe.
 */
final class DeletionGuard {
  private static final Duration SPAN = Duration.ofHours(1);
  private static final int FEWEST = 3;
  private static final int SHARE = 5;

  private final Map<String, Map<String, Sight>> stores = new HashMap<>();
  private final Set<String> tripped = new HashSet<>();

  /**
   * What a look at a sync's keys showed.
   *
   * @param at when they were read last; where they are gone, when that was seen first
   */
  private record Sight(boolean gone, Instant at) {}

  /** The keys of the sync were read. */
  synchronized void present(String store, String sync, Instant now) {
    sights(store).put(sync, new Sight(false, now));
  }

  /**
   * The backend says that all keys of the sync are gone.
   *
   * @param since the first time in a row
   */
  synchronized void gone(String store, String sync, Instant since) {
    sights(store).put(sync, new Sight(true, since));
  }

  /** The backend says that some keys of the sync are gone. */
  synchronized void partlyGone(String store, String sync, Instant now) {
    sights(store).merge(sync, new Sight(true, now), (old, fresh) -> old.gone() ? old : fresh);
  }

  /** The backend says that the place of the keys, such as a mount, is not there. */
  synchronized void containerGone(String store) {
    tripped.add(store);
  }

  /** A person says that what vanished may be deleted. */
  synchronized void acknowledge(String store) {
    tripped.remove(store);
  }

  /** The sync is not there any more: it says nothing of a store. */
  synchronized void forget(String sync) {
    stores.values().removeIf(sights -> sights.remove(sync) != null && sights.isEmpty());
  }

  /**
   * True from when at least three syncs of the store lost keys, and more than a fifth of those that
   * were looked at, or the container of the keys was gone, until that is acknowledged. Looked at
   * are those whose keys were read within the last hour, and those that lost some since an hour
   * before the one in question did: what was not looked at lately says nothing, and a sync whose
   * reads are rare decides later, but not alone.
   *
   * @param since when the keys that are about to be given up were gone first
   */
  synchronized boolean isTripped(String store, Instant since, Instant now) {
    int gone = 0;
    int present = 0;
    for (Sight sight : sights(store).values()) {
      if (sight.gone()) {
        gone += Duration.between(sight.at(), since).compareTo(SPAN) < 0 ? 1 : 0;
      } else {
        present += Duration.between(sight.at(), now).compareTo(SPAN) < 0 ? 1 : 0;
      }
    }
    if (gone >= FEWEST && gone * SHARE > gone + present) {
      tripped.add(store);
    }
    return tripped.contains(store);
  }

  private Map<String, Sight> sights(String store) {
    return stores.computeIfAbsent(store, fresh -> new HashMap<>());
  }
}
