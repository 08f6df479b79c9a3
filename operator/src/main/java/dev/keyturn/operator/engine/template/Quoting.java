package dev.keyturn.operator.engine.template;

/** Quotes and escapes text for Go, HTML, JavaScript and URLs as Go's libraries do. */
final class Quoting {
  private static final String UNRESERVED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";

  private Quoting() {}

  /** {@code strconv.Quote} of characters, as bytes. */
  static String go(String characters, BoundedText text) {
    text.append('"');
    characters
        .codePoints()
        .forEach(character -> {
          if (character == '"') {
            text.append("\\\"");
          } else {
            goCharacter(character, text);
          }
        });
    text.append('"');
    return Utf8.encode(text.finish());
  }

  /** {@code strconv.QuoteRune}, as bytes. */
  static String goRune(int character, BoundedText text) {
    text.append('\'');
    if (character == '\'') {
      text.append("\\'");
    } else {
      goCharacter(character, text);
    }
    return Utf8.encode(text.append('\'').finish());
  }

  private static void goCharacter(int character, BoundedText text) {
    int simple = "\u0007\b\f\n\r\t\u000b\\".indexOf(character);
    if (simple >= 0) {
      text.append('\\').append("abfnrtv\\".charAt(simple));
    } else if (isPrintable(character)) {
      text.appendCodePoint(character);
    } else if (character < ' ' || character == 0x7f) {
      text.append(String.format("\\x%02x", character));
    } else {
      text.append(String.format(character < 0x10000 ? "\\u%04x" : "\\U%08x", character));
    }
  }

  /** Go's {@code unicode.IsPrint}: letters, marks, numbers, punctuation, symbols, ASCII space. */
  static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> true;
    };
  }

  /** {@code template.HTMLEscapeString}, on bytes. */
  static String html(String bytes, BoundedText text) {
    for (int i = 0; i < bytes.length(); i++) {
      char unit = bytes.charAt(i);
      switch (unit) {
        case '"' -> text.append("&#34;");
        case '\'' -> text.append("&#39;");
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case 0 -> text.append(Utf8.encode("\uFFFD"));
        default -> text.append(unit);
      }
    }
    return text.finish();
  }

  /** {@code template.JSEscapeString} of characters, as bytes. */
  static String javaScript(String characters, BoundedText text) {
    characters
        .codePoints()
        .forEach(character -> {
          switch (character) {
            case '\\' -> text.append("\\\\");
            case '\'' -> text.append("\\'");
            case '"' -> text.append("\\\"");
            case '<', '>', '&', '=' -> text.append(String.format("\\u%04X", character));
            default -> {
              if (character < ' ' || character > 0x7e && !isPrintable(character)) {
                text.append(String.format("\\u%04X", character));
              } else {
                text.appendCodePoint(character);
              }
            }
          }
        });
    return Utf8.encode(text.finish());
  }

  /** {@code url.QueryEscape}, on bytes. */
  static String query(String bytes, BoundedText text) {
    return percent(bytes, "", text).replace("%20", "+");
  }

  /** Percent-encodes all bytes but the unreserved and these. */
  static String percent(String bytes, String kept, BoundedText text) {
    for (int i = 0; i < bytes.length(); i++) {
      char unit = bytes.charAt(i);
      if (UNRESERVED.indexOf(unit) >= 0 || kept.indexOf(unit) >= 0) {
        text.append(unit);
      } else {
        text.append('%').append(hex(unit >> 4)).append(hex(unit & 15));
      }
    }
    return text.finish();
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }
}
