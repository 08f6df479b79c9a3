package dev.keyturn.operator.engine.template;

/** RFC 4648 base32 with padding, on byte strings. */
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Base32() {}

  static String encode(String bytes) {
    StringBuilder text = new StringBuilder(bytes.length() * 8 / 5 + 8);
    long buffer = 0;
    int bits = 0;
    for (char unit : bytes.toCharArray()) {
      buffer = buffer << 8 | unit;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(ALPHABET.charAt((int) (buffer >> bits) & 31));
      }
      buffer &= (1L << bits) - 1;
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((int) (buffer << 5 - bits) & 31));
    }
    return text.append("=".repeat(Math.floorMod(-text.length(), 8))).toString();
  }

  static String decode(String encoded) {
    String text = encoded.replace("\n", "").replace("\r", "");
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    int rest = end % 8;
    if (text.length() % 8 != 0 || text.length() - end > 6 || rest == 1 || rest == 3 || rest == 6) {
      throw Arguments.invalid();
    }
    StringBuilder bytes = new StringBuilder(end * 5 / 8);
    long buffer = 0;
    int bits = 0;
    for (int i = 0; i < end; i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw Arguments.invalid();
      }
      buffer = buffer << 5 | digit;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.append((char) (buffer >> bits & 255));
        buffer &= (1L << bits) - 1;
      }
    }
    return bytes.toString();
  }
}
