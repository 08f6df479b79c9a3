package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.WipedOutput;

/** A JSON Patch (RFC 6902) of operations that are written already. */
final class PatchBody {
  private PatchBody() {}

  /** The operations in this order; they stay the caller's. */
  static SecretBytes of(SecretBytes first, SecretBytes second) {
    try (WipedOutput output = new WipedOutput()) {
      output.write('[');
      append(first, output);
      output.write(',');
      append(second, output);
      output.write(']');
      return output.take();
    }
  }

  private static void append(SecretBytes operation, WipedOutput output) {
    operation.with(bytes -> {
      output.write(bytes, 0, bytes.length);
      return bytes.length;
    });
  }
}
