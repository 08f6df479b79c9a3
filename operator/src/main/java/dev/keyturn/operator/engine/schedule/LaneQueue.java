package dev.keyturn.operator.engine.schedule;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keys that wait for a pass, by lane. Each key waits once, in the most urgent lane that it was
 * offered for. Inside a lane the stores take turns, and the namespaces of a store: a pass costs
 * one, so deficit round robin is plain turns. Not thread-safe.
 *
 * <p>An entry that was raised to another lane stays behind in its old one and is passed over there.
 */
public final class LaneQueue<K> {
  private final Map<K, Entry<K>> newest = new HashMap<>();
  private final Map<Lane, Turns<K>> lanes = new EnumMap<>(Lane.class);

  /** Lets a key wait; nothing where it waits already in this lane or a more urgent one. */
  public void offer(K key, Lane lane, String store, String namespace) {
    Entry<K> held = newest.get(key);
    if (held != null) {
      if (held.lane.compareTo(lane) <= 0) {
        return;
      }
      turns(held.lane).remove(held.store);
    }
    Entry<K> entry = new Entry<>(key, lane, store, namespace);
    newest.put(key, entry);
    turns(lane).add(entry);
  }

  /**
   * Takes the key whose turn it is.
   *
   * @param admitted the stores that may have a turn; the others keep their place
   */
  public Optional<Turn<K>> poll(Lane lane, Predicate<String> admitted) {
    Turns<K> turns = turns(lane);
    Optional<String> store = turns.first(admitted);
    if (store.isEmpty()) {
      return Optional.empty();
    }
    for (Entry<K> entry = turns.next(store.get()); entry != null; entry = turns.next(store.get())) {
      if (newest.remove(entry.key, entry)) {
        turns.remove(entry.store);
        return Optional.of(new Turn<>(entry.key, entry.store, entry.namespace));
      }
    }
    return Optional.empty();
  }

  /** True where a key of one of these stores waits in the lane. */
  public boolean hasWaiting(Lane lane, Predicate<String> admitted) {
    return turns(lane).first(admitted).isPresent();
  }

  /** How many keys wait in the lane. */
  public int waiting(Lane lane) {
    return turns(lane).live;
  }

  /** True while nothing waits. */
  public boolean isEmpty() {
    return newest.isEmpty();
  }

  /** Takes out what is not waited for any more. */
  public void removeIf(Predicate<K> unwanted) {
    newest
        .values()
        .removeIf(entry -> {
          if (!unwanted.test(entry.key)) {
            return false;
          }
          turns(entry.lane).remove(entry.store);
          return true;
        });
  }

  public void clear() {
    newest.clear();
    lanes.clear();
  }

  private Turns<K> turns(Lane lane) {
    return lanes.computeIfAbsent(lane, fresh -> new Turns<>());
  }

  /** A key that is taken, and what it was offered with. */
  public record Turn<K>(K key, String store, String namespace) {}

  private static final class Entry<K> {
    private final K key;
    private final Lane lane;
    private final String store;
    private final String namespace;

    private Entry(K key, Lane lane, String store, String namespace) {
      this.key = key;
      this.lane = lane;
      this.store = store;
      this.namespace = namespace;
    }
  }

  /** The keys of one store in one lane: the first namespace is whose turn it is. */
  private static final class OfStore<K> {
    private final LinkedHashMap<String, ArrayDeque<Entry<K>>> namespaces = new LinkedHashMap<>();
    private int live;
  }

  /** One lane: the first store is whose turn it is, and each of them has a key that waits. */
  private static final class Turns<K> {
    private final LinkedHashMap<String, OfStore<K>> stores = new LinkedHashMap<>();
    private int live;

    void add(Entry<K> entry) {
      OfStore<K> store = stores.computeIfAbsent(entry.store, name -> new OfStore<>());
      store.namespaces.computeIfAbsent(entry.namespace, name -> new ArrayDeque<>()).add(entry);
      store.live++;
      live++;
    }

    /** One key less waits for the store; what was raised goes with its last one. */
    void remove(String name) {
      live--;
      OfStore<K> store = stores.get(name);
      if (store != null && --store.live == 0) {
        stores.remove(name);
      }
    }

    Optional<String> first(Predicate<String> admitted) {
      return stores.keySet().stream().filter(admitted).findFirst();
    }

    /** The next of the store's entries; the store and its namespace go to the end. */
    @Nullable Entry<K> next(String name) {
      OfStore<K> store = stores.remove(name);
      if (store == null) {
        return null;
      }
      stores.putLast(name, store);
      var namespace = store.namespaces.pollFirstEntry();
      if (namespace == null) {
        return null;
      }
      Entry<K> entry = namespace.getValue().poll();
      if (!namespace.getValue().isEmpty()) {
        store.namespaces.putLast(namespace.getKey(), namespace.getValue());
      }
      return entry;
    }
  }
}
