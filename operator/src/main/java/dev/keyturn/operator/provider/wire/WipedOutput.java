package dev.keyturn.operator.provider.wire;

import dev.keyturn.operator.provider.SecretBytes;
import java.io.OutputStream;
import java.util.Arrays;

/** A growing array that wipes every array that it leaves behind. */
public final class WipedOutput extends OutputStream {
  private byte[] bytes = new byte[512];
  private int length;

  @Override
  public void write(int octet) {
    reserve(1);
    bytes[length++] = (byte) octet;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  private void reserve(int count) {
    if (length + count > bytes.length) {
      byte[] larger = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
  }

  /** What was written so far. */
  public SecretBytes take() {
    return SecretBytes.owning(Arrays.copyOf(bytes, length));
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }
}
