package dev.keyturn.operator.engine.schedule;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
      turns(held.lane).live--;
    }
    Entry<K> entry = new Entry<>(key, lane);
    newest.put(key, entry);
    turns(lane).add(entry, store, namespace);
  }

  /** Takes the key whose turn it is. */
  public Optional<K> poll(Lane lane) {
    Turns<K> turns = turns(lane);
    for (Entry<K> entry = turns.next(); entry != null; entry = turns.next()) {
      if (newest.remove(entry.key, entry)) {
        turns.live--;
        return Optional.of(entry.key);
      }
    }
    return Optional.empty();
  }

  /** How many keys wait in the lane. */
  public int waiting(Lane lane) {
    return turns(lane).live;
  }

  public void clear() {
    newest.clear();
    lanes.clear();
  }

  private Turns<K> turns(Lane lane) {
    return lanes.computeIfAbsent(lane, fresh -> new Turns<>());
  }

  private static final class Entry<K> {
    private final K key;
    private final Lane lane;

    private Entry(K key, Lane lane) {
      this.key = key;
      this.lane = lane;
    }
  }

  /** One lane: the first of each map is whose turn it is. */
  private static final class Turns<K> {
    private final LinkedHashMap<String, LinkedHashMap<String, ArrayDeque<Entry<K>>>> stores =
        new LinkedHashMap<>();
    private int live;

    void add(Entry<K> entry, String store, String namespace) {
      stores
          .computeIfAbsent(store, name -> new LinkedHashMap<>())
          .computeIfAbsent(namespace, name -> new ArrayDeque<>())
          .add(entry);
      live++;
    }

    @Nullable Entry<K> next() {
      var store = stores.pollFirstEntry();
      if (store == null) {
        return null;
      }
      var namespace = store.getValue().pollFirstEntry();
      Entry<K> entry = namespace.getValue().poll();
      if (!namespace.getValue().isEmpty()) {
        store.getValue().putLast(namespace.getKey(), namespace.getValue());
      }
      if (!store.getValue().isEmpty()) {
        stores.putLast(store.getKey(), store.getValue());
      }
      return entry;
    }
  }
}
