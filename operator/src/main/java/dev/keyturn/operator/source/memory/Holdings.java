package dev.keyturn.operator.source.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Values that are held, and by which readers. Guarded by its bound. */
final class Holdings {
  private final Map<String, Holding> readers = new HashMap<>();
  private long all;
  private long large;

  private record Holding(long all, long large) {}

  void add(long bytes) {
    all += bytes;
    large += large(bytes);
  }

  void remove(long bytes) {
    all -= bytes;
    large -= large(bytes);
  }

  /** What is counted already is this reader's. */
  void charge(String reader, long bytes) {
    readers.merge(
        reader,
        new Holding(bytes, large(bytes)),
        (one, other) -> new Holding(one.all + other.all, one.large + other.large));
  }

  /** All that is the reader's is gone. */
  void release(String reader) {
    Holding held = readers.remove(reader);
    if (held != null) {
      all -= held.all;
      large -= held.large;
    }
  }

  /** One of these who holds what others may wait for. */
  Optional<String> holder(Collection<String> among) {
    return among.stream().filter(this::holdsLarge).findFirst();
  }

  private boolean holdsLarge(String reader) {
    Holding held = readers.get(reader);
    return held != null && held.large > 0;
  }

  /** Bytes of all values. */
  long all() {
    return all;
  }

  /** Bytes of those that had to have room. */
  long large() {
    return large;
  }

  private static long large(long bytes) {
    return bytes > MemoryBound.FREE ? bytes : 0;
  }
}
