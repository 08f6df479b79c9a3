package dev.keyturn.operator.engine.generate;

import java.math.BigInteger;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;

/** Numbers and points of curves as bytes of a fixed length. */
final class Points {
  private static final int ED25519_BYTES = 32;

  private Points() {}

  /** RFC 8032 section 5.1.2: y little-endian, the sign of x in the highest bit. */
  static byte[] compressed(EdECPublicKey key) {
    byte[] point = unsigned(key.getPoint().getY(), ED25519_BYTES);
    for (int i = 0; i < ED25519_BYTES / 2; i++) {
      byte low = point[i];
      point[i] = point[ED25519_BYTES - 1 - i];
      point[ED25519_BYTES - 1 - i] = low;
    }
    if (key.getPoint().isXOdd()) {
      point[ED25519_BYTES - 1] |= (byte) 0x80;
    }
    return point;
  }

  /** Big-endian without a sign, zeros before it up to the length. */
  static byte[] unsigned(BigInteger number, int length) {
    byte[] signed = number.toByteArray();
    byte[] fixed = new byte[length];
    int from = Math.max(0, signed.length - length);
    int count = signed.length - from;
    System.arraycopy(signed, from, fixed, length - count, count);
    Arrays.fill(signed, (byte) 0);
    return fixed;
  }

  /** The shortest big-endian form without a sign. */
  static byte[] unsigned(BigInteger number) {
    return unsigned(number, (number.bitLength() + 7) / 8);
  }
}
