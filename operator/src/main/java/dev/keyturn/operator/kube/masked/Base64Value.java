package dev.keyturn.operator.kube.masked;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One value, decoded while its text comes in, in a buffer that is wiped. */
final class Base64Value {
  private static final int ORDINARY = 4096;
  private static final byte NONE = -1;
  private static final byte[] SEXTETS = sextets();

  private byte[] bytes = new byte[ORDINARY];
  private int length;
  private int bits;
  private int sextets;
  private int padding;

  void take(byte[] text, int from, int to) throws BrokenJsonException {
    for (int i = from; i < to; i++) {
      byte sextet = SEXTETS[text[i] & 0xff];
      if (sextet == NONE) {
        pad(text[i]);
        continue;
      }
      if (padding > 0) {
        throw new BrokenJsonException();
      }
      bits = bits << 6 | sextet;
      if (++sextets == 4) {
        ensure(3);
        bytes[length++] = (byte) (bits >> 16);
        bytes[length++] = (byte) (bits >> 8);
        bytes[length++] = (byte) bits;
        sextets = 0;
      }
    }
  }

  /**
   * The value, whole; to be read before it is wiped. Padding may be left out, as the JDK has it.
   */
  ByteBuffer end() throws BrokenJsonException {
    boolean whole = sextets != 1 && (padding == 0 || padding + sextets == 4);
    if (!whole) {
      throw new BrokenJsonException();
    }
    ensure(2);
    if (sextets == 2) {
      bytes[length++] = (byte) (bits >> 4);
    } else if (sextets == 3) {
      bytes[length++] = (byte) (bits >> 10);
      bytes[length++] = (byte) (bits >> 2);
    }
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** Ready for the next one. What a large one took is given back. */
  void wipe() {
    Arrays.fill(bytes, 0, length, (byte) 0);
    if (bytes.length > ORDINARY) {
      bytes = new byte[ORDINARY];
    }
    length = 0;
    bits = 0;
    sextets = 0;
    padding = 0;
  }

  private void pad(byte character) throws BrokenJsonException {
    if (character != '=' || ++padding > 2) {
      throw new BrokenJsonException();
    }
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      byte[] larger = Arrays.copyOf(bytes, bytes.length * 2);
      Arrays.fill(bytes, 0, length, (byte) 0);
      bytes = larger;
    }
  }

  private static byte[] sextets() {
    byte[] sextets = new byte[256];
    Arrays.fill(sextets, NONE);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      sextets[alphabet.charAt(i)] = (byte) i;
    }
    return sextets;
  }
}
