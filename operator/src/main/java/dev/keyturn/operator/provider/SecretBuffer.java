package dev.keyturn.operator.provider;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the bytes of a secret: in one array of the right size where that is known, else in one
 * that grows while it is small, and in pieces from then on. Whatever it leaves behind is wiped. Not
 * thread-safe.
 */
public final class SecretBuffer implements AutoCloseable {
  private static final int FIRST = 512;
  private static final int PIECE = 64 << 10;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] bytes = new byte[0];
  private int used;
  private int length;

  /** Number of bytes so far. */
  public int length() {
    return length;
  }

  /** Makes place for a whole of this size. */
  public void reserve(int size) {
    byte[] whole = new byte[Math.max(size, length)];
    gather(whole);
    close();
    full.clear();
    bytes = whole;
    used = length;
  }

  /** Takes all that is left in the buffer. */
  public void append(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      int count = Math.min(buffer.remaining(), free(buffer.remaining()));
      buffer.get(bytes, used, count);
      used += count;
      length += count;
    }
  }

  /** Takes a part of an array. */
  public void append(byte[] source, int offset, int size) {
    int at = offset;
    while (at < offset + size) {
      int count = Math.min(offset + size - at, free(offset + size - at));
      System.arraycopy(source, at, bytes, used, count);
      at += count;
      used += count;
      length += count;
    }
  }

  /** Takes one byte. */
  public void append(int octet) {
    if (used == bytes.length) {
      enlarge(1);
    }
    bytes[used++] = (byte) octet;
    length++;
  }

  /** How much fits into the array, which is something. */
  private int free(int coming) {
    if (used == bytes.length) {
      enlarge(coming);
    }
    return bytes.length - used;
  }

  private void enlarge(int coming) {
    if (bytes.length < PIECE && full.isEmpty()) {
      long wanted = Math.max(2L * bytes.length, (long) used + coming);
      byte[] larger = Arrays.copyOf(bytes, Math.clamp(wanted, FIRST, PIECE));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    } else {
      full.add(bytes);
      bytes = new byte[PIECE];
      used = 0;
    }
  }

  /** All that came; nothing stays here. */
  public SecretBytes take() {
    byte[] whole = bytes;
    if (length < whole.length || !full.isEmpty()) {
      whole = new byte[length];
      gather(whole);
      close();
      full.clear();
    }
    bytes = new byte[0];
    used = 0;
    length = 0;
    return SecretBytes.owning(whole);
  }

  /** Wipes what is held. */
  @Override
  public void close() {
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
