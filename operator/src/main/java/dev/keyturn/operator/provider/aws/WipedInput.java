package dev.keyturn.operator.provider.aws;

import java.io.ByteArrayInputStream;
import java.util.Arrays;

/** Reads an array that it owns, and wipes it when it is closed. */
final class WipedInput extends ByteArrayInputStream {
  WipedInput(byte[] owned) {
    super(owned);
  }

  @Override
  public void close() {
    Arrays.fill(buf, (byte) 0);
  }
}
