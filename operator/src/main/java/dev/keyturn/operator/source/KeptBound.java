package dev.keyturn.operator.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds the values that are kept in memory over all stores: the oldest go first, whichever store
 * they are of. Thread-safe.
 */
final class KeptBound {
  private final long most;
  private final Map<HeldValue, Runnable> oldestFirst = new LinkedHashMap<>();
  private long bytes;

  KeptBound(long most) {
    this.most = most;
  }

  /** Counts a value in; drop is how one that is too much leaves its cache. */
  void kept(HeldValue value, Runnable drop) {
    List<Runnable> tooMuch = new ArrayList<>();
    synchronized (this) {
      oldestFirst.put(value, drop);
      bytes += value.size();
      var oldest = oldestFirst.entrySet().iterator();
      while (bytes > most && oldest.hasNext()) {
        Map.Entry<HeldValue, Runnable> next = oldest.next();
        bytes -= next.getKey().size();
        tooMuch.add(next.getValue());
        oldest.remove();
      }
    }
    // Not under the lock: a cache tells of each value that leaves it.
    tooMuch.forEach(Runnable::run);
  }

  /** The value has left its cache. */
  synchronized void left(HeldValue value) {
    if (oldestFirst.remove(value) != null) {
      bytes -= value.size();
    }
  }

  synchronized long bytes() {
    return bytes;
  }
}
