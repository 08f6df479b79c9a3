package dev.keyturn.operator.provider.wire;

/**
 * A JSON string as it stands in a document of UTF-8. It is read from there without the buffers of a
 * parser, which hold every character twice and cannot be wiped. Every fault is a {@link
 * WireProblem}.
 */
final class SpelledText {
  /** Those that the generator spells as one letter after a backslash, with their meanings. */
  private static final String LETTERS = "\"\\bfnrt";

  private static final String MEANINGS = "\"\\\b\f\n\r\t";
  private static final String HEX = "0123456789ABCDEF";

  private final byte[] source;
  private final int start;
  private final int longest;
  private final WipedOutput output;
  private final boolean spelling;
  private int at;
  private int characters;

  private SpelledText(byte[] source, int start, int longest, WipedOutput output, boolean spelling) {
    this.source = source;
    this.start = start;
    this.longest = longest;
    this.output = output;
    this.spelling = spelling;
    this.at = start + 1;
  }

  /**
   * Writes what the string means, in UTF-8.
   *
   * @param start where its first quote stands
   * @param longest greatest number of characters, as Java counts them
   */
  static void meaning(byte[] source, int start, int longest, WipedOutput output) {
    SpelledText text = new SpelledText(source, start, longest, output, false);
    output.reserve(text.end() - start - 1);
    text.copy();
  }

  /** Writes it as the generator would spell what it means, with its quotes. */
  static void spelling(byte[] source, int start, int longest, WipedOutput output) {
    output.write('"');
    new SpelledText(source, start, longest, output, true).copy();
    output.write('"');
  }

  /** Where its last quote stands. */
  private int end() {
    int end = start + 1;
    while (peek(end) != '"') {
      end += source[end] == '\\' ? 2 : 1;
    }
    return end;
  }

  private void copy() {
    int run = at;
    for (int octet = peek(at); octet != '"'; octet = peek(at)) {
      if (octet < 0) {
        int from = at;
        skipCharacter();
        if (spelling && at - from == 4) {
          output.write(source, run, from - run);
          writePair(codePoint(from));
          run = at;
        }
      } else if (octet < ' ') {
        throw WireProblem.invalid();
      } else if (octet != '\\' || isSpelledAlike()) {
        at += octet == '\\' ? 2 : 1;
        characters++;
      } else {
        output.write(source, run, at - run);
        escape();
        run = at;
      }
      if (characters > longest) {
        throw WireProblem.invalid();
      }
    }
    output.write(source, run, at - run);
  }

  private boolean isSpelledAlike() {
    return spelling && LETTERS.indexOf(peek(at + 1)) >= 0;
  }

  private void escape() {
    int letter = peek(at + 1);
    if (letter == 'u') {
      int unit = unit(at);
      at += 6;
      if (Character.isHighSurrogate((char) unit) && peek(at) == '\\' && peek(at + 1) == 'u') {
        int low = unit(at);
        at += 6;
        if (!Character.isLowSurrogate((char) low)) {
          throw WireProblem.invalid();
        }
        write(Character.toCodePoint((char) unit, (char) low));
      } else if (Character.isSurrogate((char) unit)) {
        throw WireProblem.invalid();
      } else {
        write(unit);
      }
      return;
    }
    int meant = letter == '/' ? '/' : meaning(letter);
    at += 2;
    write(meant);
  }

  private static int meaning(int letter) {
    int index = LETTERS.indexOf(letter);
    if (index < 0) {
      throw WireProblem.invalid();
    }
    return MEANINGS.charAt(index);
  }

  private int unit(int from) {
    int unit = 0;
    for (int i = from + 2; i < from + 6; i++) {
      int digit = Character.digit((char) peek(i), 16);
      if (digit < 0) {
        throw WireProblem.invalid();
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private int codePoint(int from) {
    int codePoint = source[from] & 0x07;
    for (int i = 1; i < 4; i++) {
      codePoint = codePoint << 6 | source[from + i] & 0x3f;
    }
    return codePoint;
  }

  /** The generator spells what Java counts as two characters as two. */
  private void writePair(int codePoint) {
    writeUnit(Character.highSurrogate(codePoint));
    writeUnit(Character.lowSurrogate(codePoint));
  }

  private void writeUnit(int unit) {
    output.write('\\');
    output.write('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      output.write(HEX.charAt(unit >> shift & 0xf));
    }
  }

  private void write(int codePoint) {
    characters += Character.charCount(codePoint);
    int letter = spelling ? MEANINGS.indexOf(codePoint) : -1;
    if (letter >= 0) {
      output.write('\\');
      output.write(LETTERS.charAt(letter));
    } else if (spelling && codePoint < ' ') {
      writeUnit(codePoint);
    } else if (spelling && Character.isSupplementaryCodePoint(codePoint)) {
      writePair(codePoint);
    } else {
      writeUtf8(codePoint);
    }
  }

  private void writeUtf8(int codePoint) {
    if (codePoint < 0x80) {
      output.write(codePoint);
      return;
    }
    int following = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
    int head = following == 1 ? 0xc0 : following == 2 ? 0xe0 : 0xf0;
    output.write(head | codePoint >> 6 * following);
    for (int i = following - 1; i >= 0; i--) {
      output.write(0x80 | codePoint >> 6 * i & 0x3f);
    }
  }

  /** One character of several bytes, by table 3-7 of the Unicode standard. */
  private void skipCharacter() {
    int head = peek(at) & 0xff;
    int following = head < 0xe0 ? 1 : head < 0xf0 ? 2 : 3;
    int second = peek(at + 1) & 0xff;
    int least = head == 0xe0 ? 0xa0 : head == 0xf0 ? 0x90 : 0x80;
    int most = head == 0xed ? 0x9f : head == 0xf4 ? 0x8f : 0xbf;
    if (head < 0xc2 || head > 0xf4 || second < least || second > most) {
      throw WireProblem.invalid();
    }
    for (int i = 2; i <= following; i++) {
      if ((peek(at + i) & 0xc0) != 0x80) {
        throw WireProblem.invalid();
      }
    }
    at += 1 + following;
    characters += following == 3 ? 2 : 1;
  }

  private int peek(int index) {
    if (index >= source.length) {
      throw WireProblem.invalid();
    }
    return source[index];
  }
}
