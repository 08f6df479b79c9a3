package dev.keyturn.operator.provider.wire;

import dev.keyturn.operator.provider.SecretBuffer;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.OutputStream;

/** A stream into memory that wipes every array that it leaves behind. */
public final class WipedOutput extends OutputStream {
  private final SecretBuffer bytes = new SecretBuffer();

  @Override
  public void write(int octet) {
    bytes.append(octet);
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    bytes.append(source, offset, count);
  }

  /** What was written, which is not here any more. */
  public SecretBytes take() {
    return bytes.take();
  }

  @Override
  public void close() {
    bytes.close();
  }
}
