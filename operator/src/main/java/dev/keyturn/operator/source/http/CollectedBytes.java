package dev.keyturn.operator.source.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes as they come in: in one array of the right size where that is known, else in an array that
 * grows while it is small, and in pieces from then on. Whatever is left behind is wiped. Not
 * thread-safe.
 */
final class CollectedBytes {
  private static final int FIRST = 1024;
  private static final int PIECE = 64 << 10;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] bytes = new byte[0];
  private int used;
  private int length;

  int length() {
    return length;
  }

  /** Makes place for a whole of this size, which is known. */
  void reserve(int size) {
    byte[] whole = new byte[size];
    gather(whole);
    wipe();
    full.clear();
    bytes = whole;
    used = length;
  }

  /** Takes over all of it. */
  void append(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      if (used == bytes.length) {
        enlarge(buffer.remaining());
      }
      int count = Math.min(buffer.remaining(), bytes.length - used);
      buffer.get(bytes, used, count);
      used += count;
      length += count;
    }
  }

  private void enlarge(int coming) {
    if (bytes.length < PIECE && full.isEmpty()) {
      byte[] larger =
          Arrays.copyOf(
              bytes, Math.clamp(Math.max(2L * bytes.length, used + coming), FIRST, PIECE));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    } else {
      full.add(bytes);
      bytes = new byte[PIECE];
      used = 0;
    }
  }

  /** All that came, owned by the caller; nothing is left here. */
  byte[] take() {
    byte[] whole = bytes;
    if (length == whole.length && full.isEmpty()) {
      bytes = new byte[0];
      return whole;
    }
    whole = new byte[length];
    gather(whole);
    wipe();
    return whole;
  }

  void wipe() {
    full.forEach(piece -> Arrays.fill(piece, (byte) 0));
    Arrays.fill(bytes, (byte) 0);
  }

  private void gather(byte[] whole) {
    int at = 0;
    for (byte[] piece : full) {
      System.arraycopy(piece, 0, whole, at, piece.length);
      at += piece.length;
    }
    System.arraycopy(bytes, 0, whole, at, used);
  }
}
