package dev.keyturn.operator.engine.generate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts the lines of RFC 7468 around base64 text. */
final class Armor {

  private Armor() {}

  /** Wipes the body. */
  static byte[] around(String label, byte[] body) {
    byte[] begin = ("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
    byte[] end = ("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
    byte[] whole =
        ByteBuffer.allocate(begin.length + body.length + end.length)
            .put(begin)
            .put(body)
            .put(end)
            .array();
    Arrays.fill(body, (byte) 0);
    return whole;
  }
}
