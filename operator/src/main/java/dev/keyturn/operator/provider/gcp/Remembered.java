package dev.keyturn.operator.provider.gcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The last few things of many: what was not asked for longest is forgotten. Thread-safe. */
final class Remembered<K, V> {
  private final Map<K, V> things;

  Remembered(int most) {
    this.things =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(things.get(key));
  }

  synchronized V getOrMake(K key, Supplier<V> made) {
    return things.computeIfAbsent(key, absent -> made.get());
  }

  synchronized void put(K key, V value) {
    things.put(key, value);
  }

  synchronized void remove(K key) {
    things.remove(key);
  }
}
