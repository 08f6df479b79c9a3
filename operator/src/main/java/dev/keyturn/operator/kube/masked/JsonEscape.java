package dev.keyturn.operator.kube.masked;

/** What stands behind a backslash in a text of JSON. */
final class JsonEscape {
  /** More of the escape is to come. */
  static final int UNFINISHED = -1;

  private boolean hexadecimal;
  private int unit;
  private int digits;

  /** The character, as a code unit of UTF-16, once the escape is whole. */
  int take(byte at) throws BrokenJsonException {
    if (hexadecimal) {
      return digit(Character.digit(at, 16));
    }
    if (at == 'u') {
      hexadecimal = true;
      unit = 0;
      digits = 0;
      return UNFINISHED;
    }
    return switch (at) {
      case '"', '\\', '/' -> at;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw new BrokenJsonException();
    };
  }

  private int digit(int digit) throws BrokenJsonException {
    if (digit < 0) {
      throw new BrokenJsonException();
    }
    unit = unit << 4 | digit;
    if (++digits < 4) {
      return UNFINISHED;
    }
    hexadecimal = false;
    return unit;
  }
}
