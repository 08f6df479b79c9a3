package dev.keyturn.operator.kube.masked;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** What goes on, in its order; behind a value that cannot be masked yet, it waits. */
final class MaskedOutput {
  private byte[] bytes = new byte[1024];
  private int length;
  private final List<Pending> pending = new ArrayList<>();

  /** A value whose Secret has no name so far; it stands before the byte with that index. */
  record Pending(int at, String key, byte[] value) {
    @Override
    public String toString() {
      return "Pending[" + key + "]";
    }
  }

  void write(byte[] from, int start, int end) {
    int size = end - start;
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + size, bytes.length * 2));
    }
    System.arraycopy(from, start, bytes, length, size);
    length += size;
  }

  void write(String ascii) {
    byte[] text = ascii.getBytes(US_ASCII);
    write(text, 0, text.length);
  }

  void later(String key, byte[] value) {
    pending.add(new Pending(length, key, value));
  }

  boolean isWaiting() {
    return !pending.isEmpty();
  }

  /** Puts what was waited for in its places. */
  void settle(Function<Pending, String> masked) {
    byte[] before = Arrays.copyOf(bytes, length);
    length = 0;
    int at = 0;
    for (Pending value : pending) {
      write(before, at, value.at());
      write(masked.apply(value));
      at = value.at();
    }
    write(before, at, before.length);
    drop();
  }

  /** Wipes the values that wait, and waits no longer. */
  void drop() {
    pending.forEach(value -> Arrays.fill(value.value(), (byte) 0));
    pending.clear();
  }

  /** All that waits for nothing. */
  ByteBuffer take() {
    int ready = pending.isEmpty() ? length : pending.getFirst().at();
    byte[] taken = Arrays.copyOf(bytes, ready);
    System.arraycopy(bytes, ready, bytes, 0, length - ready);
    length -= ready;
    pending.replaceAll(value -> new Pending(value.at() - ready, value.key(), value.value()));
    return ByteBuffer.wrap(taken);
  }
}
