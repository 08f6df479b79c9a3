package dev.keyturn.operator.engine.select;

import java.nio.charset.StandardCharsets;

/** How JSON spells strings and numbers, on bytes. */
final class JsonText {
  private static final String ESCAPED = "\"\\/bfnrt";
  private static final String MEANT = "\"\\/\b\f\n\r\t";

  private JsonText() {}

  /** Where the escape that starts at {@code at} ends; -1 where it is none. */
  static int escapeEnd(byte[] source, int at, int limit) {
    if (at + 1 >= limit) {
      return -1;
    }
    if (source[at + 1] != 'u') {
      return ESCAPED.indexOf(source[at + 1]) >= 0 ? at + 2 : -1;
    }
    int unit = unit(source, at, limit);
    if (unit < 0 || Character.isLowSurrogate((char) unit)) {
      return -1;
    }
    if (!Character.isHighSurrogate((char) unit)) {
      return at + 6;
    }
    int low = unit(source, at + 6, limit);
    return low >= 0 && Character.isLowSurrogate((char) low) ? at + 12 : -1;
  }

  /** The code unit of a {@code \}{@code uXXXX} that starts at {@code at}; -1 where it is none. */
  private static int unit(byte[] source, int at, int limit) {
    if (at + 6 > limit || source[at] != '\\' || source[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit((char) source[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /** Where the number that starts at {@code at} ends; -1 where it is none. */
  static int numberEnd(byte[] source, int at) {
    int whole = at < source.length && source[at] == '-' ? at + 1 : at;
    int end = digitsEnd(source, whole);
    if (end == whole || source[whole] == '0' && end > whole + 1) {
      return -1;
    }
    if (end < source.length && source[end] == '.') {
      int fraction = end + 1;
      end = digitsEnd(source, fraction);
      if (end == fraction) {
        return -1;
      }
    }
    return exponentEnd(source, end);
  }

  private static int exponentEnd(byte[] source, int at) {
    if (at >= source.length || source[at] != 'e' && source[at] != 'E') {
      return at;
    }
    boolean signed = at + 1 < source.length && (source[at + 1] == '+' || source[at + 1] == '-');
    int digits = signed ? at + 2 : at + 1;
    int end = digitsEnd(source, digits);
    return end == digits ? -1 : end;
  }

  private static int digitsEnd(byte[] source, int at) {
    int end = at;
    while (end < source.length && source[end] >= '0' && source[end] <= '9') {
      end++;
    }
    return end;
  }

  /** What a well-formed string means, in UTF-8; the caller owns and wipes it. */
  static byte[] decode(Slice spelling) {
    byte[] source = spelling.source();
    byte[] meant = new byte[decodedSize(spelling)];
    int size = 0;
    int at = spelling.from() + 1;
    while (at < spelling.to() - 1) {
      if (source[at] == '\\') {
        int end = escapeEnd(source, at, spelling.to());
        size = Utf8.put(meaning(source, at, end), meant, size);
        at = end;
      } else {
        meant[size++] = source[at++];
      }
    }
    return meant;
  }

  /** So that a large value is copied once and not twice. */
  private static int decodedSize(Slice spelling) {
    byte[] source = spelling.source();
    int size = spelling.length() - 2;
    int at = spelling.from() + 1;
    while (at < spelling.to() - 1) {
      if (source[at] == '\\') {
        int end = escapeEnd(source, at, spelling.to());
        size += Utf8.size(meaning(source, at, end)) - (end - at);
        at = end;
      } else {
        at++;
      }
    }
    return size;
  }

  private static int meaning(byte[] source, int at, int end) {
    return switch (end - at) {
      case 2 -> MEANT.charAt(ESCAPED.indexOf(source[at + 1]));
      case 6 -> unit(source, at, end);
      default ->
          Character.toCodePoint((char) unit(source, at, end), (char) unit(source, at + 6, end));
    };
  }

  /** A name of a member; names are no secrets. */
  static String name(Slice spelling) {
    return new String(decode(spelling), StandardCharsets.UTF_8);
  }

  /** Spells bytes of UTF-8 as a JSON string; the caller owns and wipes it. */
  static byte[] encode(byte[] text) {
    byte[] spelled = new byte[encodedSize(text)];
    int size = 0;
    spelled[size++] = '"';
    for (byte b : text) {
      int escape = b == '/' ? -1 : MEANT.indexOf(b);
      if (escape >= 0) {
        spelled[size++] = '\\';
        spelled[size++] = (byte) ESCAPED.charAt(escape);
      } else if (b >= 0 && b < ' ') {
        byte[] unit = "\\u00%02x".formatted(b).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(unit, 0, spelled, size, unit.length);
        size += unit.length;
      } else {
        spelled[size++] = b;
      }
    }
    spelled[size] = '"';
    return spelled;
  }

  private static int encodedSize(byte[] text) {
    int size = 2 + text.length;
    for (byte b : text) {
      if (b == '"' || b == '\\') {
        size++;
      } else if (b >= 0 && b < ' ') {
        size += MEANT.indexOf(b) >= 0 ? 1 : 5;
      }
    }
    return size;
  }
}
