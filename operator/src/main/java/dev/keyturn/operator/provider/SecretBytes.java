package dev.keyturn.operator.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Owns the bytes of one secret value and wipes them when it is closed.
 *
 * <p>It never prints, hashes or serializes what it holds. Not thread-safe: one owner at a time;
 * {@link #copy()} makes a second one. After {@link #close()} every use throws {@link
 * IllegalStateException}.
 */
public final class SecretBytes implements AutoCloseable {
  private static final byte[] GONE = new byte[0];

  private byte[] bytes;
  private boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes over the array: the caller must not touch it again. */
  public static SecretBytes owning(byte[] bytes) {
    return new SecretBytes(bytes);
  }

  /** A copy of the text in UTF-8; the text itself cannot be wiped. */
  public static SecretBytes ofText(String text) {
    return new SecretBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Number of bytes. */
  public int size() {
    return open().length;
  }

  /** Lends the live array to the function, which must not keep it. */
  public <T> T with(Function<byte[], T> use) {
    return use.apply(open());
  }

  /** Gives the live array to the function, which owns and wipes it; this one is closed by that. */
  public <T> T giveTo(Function<byte[], T> owner) {
    byte[] given = open();
    closed = true;
    bytes = GONE;
    return owner.apply(given);
  }

  /** Lends the value as text (UTF-8) to the function, for APIs that take nothing else. */
  public <T> T withText(Function<String, T> use) {
    return use.apply(new String(open(), StandardCharsets.UTF_8));
  }

  /** An independent copy, closed by its own owner. */
  public SecretBytes copy() {
    return new SecretBytes(open().clone());
  }

  /** Fills the value with zeros; the garbage collector may have left older copies behind. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
    // Whoever still refers to this holds no memory by it.
    bytes = GONE;
  }

  private byte[] open() {
    if (closed) {
      throw new IllegalStateException("this secret was wiped");
    }
    return bytes;
  }

  /** Compares in constant time. */
  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof SecretBytes secret && MessageDigest.isEqual(open(), secret.open());
  }

  /** Refused: a hash of a weak secret gives it away. */
  @Override
  public int hashCode() {
    throw new UnsupportedOperationException("a secret has no hash code");
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
