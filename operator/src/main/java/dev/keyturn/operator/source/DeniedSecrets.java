package dev.keyturn.operator.source;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Secrets that a backend denies to one identity: in a request for many they would have the others
 * refused. Each counts until a read of it by itself works; the oldest is forgotten where there are
 * too many. Thread-safe.
 */
final class DeniedSecrets {
  private static final int MOST = 10_000;

  private final Set<String> keys = new LinkedHashSet<>();

  /** True where it was not known before. */
  synchronized boolean add(String key) {
    boolean isNew = keys.add(key);
    if (keys.size() > MOST) {
      keys.remove(keys.iterator().next());
    }
    return isNew;
  }

  synchronized boolean contains(String key) {
    return keys.contains(key);
  }

  synchronized void remove(String key) {
    keys.remove(key);
  }
}
