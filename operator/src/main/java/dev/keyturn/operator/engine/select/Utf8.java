package dev.keyturn.operator.engine.select;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 as bytes. */
final class Utf8 {
  private static final int BLOCK = 1024;

  private Utf8() {}

  /** Checks the bytes block by block, so that no second copy of a secret stays behind. */
  static boolean isValid(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    char[] block = new char[BLOCK];
    CharBuffer out = CharBuffer.wrap(block);
    try {
      CoderResult result = decoder.decode(in, out, true);
      while (result.isOverflow()) {
        out.clear();
        result = decoder.decode(in, out, true);
      }
      return result.isUnderflow();
    } finally {
      Arrays.fill(block, '\0');
    }
  }

  /** Number of bytes of the character that starts with this byte. */
  static int length(byte first) {
    int bits = first & 0xff;
    if (bits < 0x80) {
      return 1;
    }
    return bits < 0xe0 ? 2 : bits < 0xf0 ? 3 : 4;
  }

  /** Number of bytes of a character. */
  static int size(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /** Writes a character; gives the position behind it. */
  static int put(int codePoint, byte[] target, int at) {
    if (codePoint < 0x80) {
      target[at] = (byte) codePoint;
      return at + 1;
    }
    int following = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
    int head = following == 1 ? 0xc0 : following == 2 ? 0xe0 : 0xf0;
    target[at] = (byte) (head | codePoint >> 6 * following);
    for (int i = 1; i <= following; i++) {
      target[at + i] = (byte) (0x80 | codePoint >> 6 * (following - i) & 0x3f);
    }
    return at + following + 1;
  }
}
