package dev.keyturn.operator.engine.template;

/**
 * Writes one string as a YAML scalar, in the style that Go's library chooses: plain, literal for
 * several lines, quoted where a reader would take it for something else.
 */
final class YamlText {
  private static final int WIDTH = 80;
  private static final String FORBIDDEN_FIRST = "#,[]{}&*!|>'\"%@`";

  private final BoundedText text;
  private final int indent;
  private final boolean key;
  private int column;

  /**
   * @param indent of the lines after the first
   * @param column where the scalar starts
   * @param key whether it must stay on one line
   */
  YamlText(BoundedText text, int indent, int column, boolean key) {
    this.text = text;
    this.indent = indent;
    this.column = column;
    this.key = key;
  }

  void write(String characters) {
    boolean special = characters.codePoints().anyMatch(c -> !isPrintable(c) && c != '\n');
    boolean lines = characters.indexOf('\n') >= 0;
    if (lines && !key && !special && literalKeeps(characters)) {
      literal(characters);
    } else if (special || lines || YamlScalars.needsQuotes(characters)) {
      doubleQuoted(characters);
    } else if (plainKeeps(characters)) {
      folded(characters, 0, characters.length());
    } else {
      singleQuoted(characters);
    }
  }

  private static boolean isPrintable(int character) {
    return character >= 0x20 && character <= 0x7e
        || character >= 0xa0
            && character <= 0xfffd
            && character != 0xfeff
            && character != 0x2028
            && character != 0x2029;
  }

  private static boolean literalKeeps(String characters) {
    return !characters.contains(" \n") && !characters.endsWith(" ");
  }

  private static boolean plainKeeps(String characters) {
    char first = characters.charAt(0);
    boolean alone = characters.length() == 1 || characters.charAt(1) == ' ';
    return FORBIDDEN_FIRST.indexOf(first) < 0
        && !("?:-".indexOf(first) >= 0 && alone)
        && first != ' '
        && !characters.endsWith(" ")
        && !characters.endsWith(":")
        && !characters.contains(": ")
        && !characters.contains(" #")
        && !characters.startsWith("---")
        && !characters.startsWith("...");
  }

  private void literal(String characters) {
    text.append('|');
    if (characters.startsWith(" ") || characters.startsWith("\n")) {
      text.append('2');
    }
    if (!characters.endsWith("\n")) {
      text.append('-');
    } else if (characters.length() == 1 || characters.endsWith("\n\n")) {
      text.append('+');
    }
    String body =
        characters.endsWith("\n") ? characters.substring(0, characters.length() - 1) : characters;
    for (String line : body.split("\n", -1)) {
      text.append('\n');
      text.repeat(' ', line.isEmpty() ? 0 : indent).append(line);
    }
  }

  private void singleQuoted(String characters) {
    text.append('\'');
    column++;
    folded(characters.replace("'", "''"), 1, characters.length() - 1);
    text.append('\'');
  }

  /** Breaks at a single space behind column 80, where these bounds allow it. */
  private void folded(String characters, int from, int to) {
    boolean afterSpace = false;
    for (int i = 0; i < characters.length(); i++) {
      char unit = characters.charAt(i);
      boolean next = i + 1 < characters.length() && characters.charAt(i + 1) != ' ';
      if (unit == ' ' && !afterSpace && mayBreak() && i >= from && i < to && next) {
        breakLine();
        afterSpace = true;
        continue;
      }
      text.append(unit);
      column += Character.isLowSurrogate(unit) ? 0 : 1;
      afterSpace = unit == ' ';
    }
  }

  private boolean mayBreak() {
    return !key && column > WIDTH;
  }

  private void breakLine() {
    text.append('\n').repeat(' ', indent);
    column = indent;
  }

  private void doubleQuoted(String characters) {
    text.append('"');
    column++;
    boolean afterSpace = false;
    int at = 0;
    while (at < characters.length()) {
      int character = characters.codePointAt(at);
      int next = at + Character.charCount(character);
      if (character == ' ' && !afterSpace && mayBreak() && at > 0 && next < characters.length()) {
        breakLine();
        if (characters.charAt(next) == ' ') {
          text.append('\\');
          column++;
        }
        afterSpace = true;
      } else {
        int before = text.length();
        escaped(character);
        column += character > 0xffff ? 10 : text.length() - before;
        afterSpace = character == ' ';
      }
      at = next;
    }
    text.append('"');
  }

  private void escaped(int character) {
    int simple = "\0\u0007\b\t\n\u000b\f\r\u001b\"\\\u0085\u2028\u2029".indexOf(character);
    if (simple >= 0) {
      text.append('\\').append("0abtnvfre\"\\NLP".charAt(simple));
    } else if (isPrintable(character)) {
      text.appendCodePoint(character);
    } else {
      String format = character <= 0xff ? "\\x%02X" : character <= 0xffff ? "\\u%04X" : "\\U%08X";
      text.append(String.format(format, character));
    }
  }
}
