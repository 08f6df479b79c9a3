package dev.keyturn.operator.provider.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.WipedOutput;

/** Fields of a form ({@code application/x-www-form-urlencoded}) in bytes that can be wiped. */
final class FormBody implements AutoCloseable {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);

  private final WipedOutput output = new WipedOutput();
  private boolean first = true;

  FormBody field(String name, String value) {
    try (SecretBytes bytes = SecretBytes.ofText(value)) {
      return field(name, bytes);
    }
  }

  FormBody field(String name, SecretBytes value) {
    byte[] start = ((first ? "" : "&") + name + "=").getBytes(US_ASCII);
    output.write(start, 0, start.length);
    first = false;
    value.with(bytes -> {
      for (byte octet : bytes) {
        write(octet);
      }
      return bytes.length;
    });
    return this;
  }

  private void write(byte octet) {
    if (octet > 0 && UNRESERVED.indexOf(octet) >= 0) {
      output.write(octet);
    } else {
      output.write('%');
      output.write(HEX[(octet >> 4) & 15]);
      output.write(HEX[octet & 15]);
    }
  }

  /** The form so far, owned by the caller. */
  SecretBytes take() {
    return output.take();
  }

  @Override
  public void close() {
    output.close();
  }
}
