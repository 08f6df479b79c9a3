package dev.keyturn.operator.engine.template;

import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Sprig's functions that change the letters, white space or width of a text, and quotes. */
final class TextShapeFunctions {
  private TextShapeFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("trim", 1, characters(text -> strip(text, TextShapeFunctions::isSpace)))
        .add("trimAll", 2, TextShapeFunctions::trimAll)
        .add("upper", 1, characters(text -> map(text, Character::toUpperCase)))
        .add("lower", 1, characters(text -> map(text, Character::toLowerCase)))
        .add("title", 1, characters(TextShapeFunctions::title))
        .add("untitle", 1, characters(TextShapeFunctions::untitle))
        .add("nospace", 1, characters(TextShapeFunctions::withoutSpace))
        .add("initials", 1, characters(TextShapeFunctions::initials))
        .add("snakecase", 1, characters(text -> WordCase.separated(text, '_')))
        .add("kebabcase", 1, characters(text -> WordCase.separated(text, '-')))
        .add("camelcase", 1, characters(WordCase::camel))
        .add("abbrev", 2, TextShapeFunctions::abbreviate)
        .add("wrap", 2, TextShapeFunctions::wrap)
        .add("quote", 0, Function.ANY, TextShapeFunctions::quote)
        .add("squote", 0, Function.ANY, TextShapeFunctions::singleQuote);
  }

  private static Function.Body characters(UnaryOperator<String> change) {
    return arguments -> Value.Text.ofUtf8(change.apply(arguments.characters(0)));
  }

  private interface LetterChange {
    int apply(int letter);
  }

  private static String map(String text, LetterChange change) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints().forEach(letter -> result.appendCodePoint(change.apply(letter)));
    return result.toString();
  }

  /** Go's {@code unicode.IsSpace}. */
  static boolean isSpace(int character) {
    return character >= 9 && character <= 13
        || character == 0x85
        || Character.isSpaceChar(character);
  }

  private static String strip(String text, IntPredicate unwanted) {
    int start = 0;
    while (start < text.length() && unwanted.test(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    int end = text.length();
    while (end > start && unwanted.test(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static Value trimAll(Arguments arguments) {
    String set = arguments.characters(0);
    String text = arguments.characters(1);
    arguments.budget().search(text.length(), set.length());
    return Value.Text.ofUtf8(strip(text, character -> set.indexOf(character) >= 0));
  }

  /** Go's {@code strings.Title}: a letter behind a separator turns to title case. */
  private static String title(String text) {
    StringBuilder result = new StringBuilder(text.length());
    int previous = ' ';
    for (int letter : text.codePoints().toArray()) {
      result.appendCodePoint(separates(previous) ? Character.toTitleCase(letter) : letter);
      previous = letter;
    }
    return result.toString();
  }

  private static boolean separates(int character) {
    if (Character.isLetterOrDigit(character) || character == '_') {
      return false;
    }
    return character < 0x80 || isSpace(character);
  }

  private static String untitle(String text) {
    StringBuilder result = new StringBuilder(text.length());
    boolean starts = true;
    for (int letter : text.codePoints().toArray()) {
      result.appendCodePoint(starts && !isSpace(letter) ? Character.toLowerCase(letter) : letter);
      starts = isSpace(letter);
    }
    return result.toString();
  }

  private static String withoutSpace(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints().filter(c -> !isSpace(c)).forEach(result::appendCodePoint);
    return result.toString();
  }

  private static String initials(String text) {
    StringBuilder result = new StringBuilder();
    boolean starts = true;
    for (int letter : text.codePoints().toArray()) {
      if (starts && !isSpace(letter)) {
        result.appendCodePoint(letter);
      }
      starts = isSpace(letter);
    }
    return result.toString();
  }

  private static Value abbreviate(Arguments arguments) {
    long width = arguments.integer(0);
    String text = arguments.text(1);
    if (width < 4 || text.length() <= width) {
      return new Value.Text(text);
    }
    return new Value.Text(text.substring(0, (int) width - 3) + "...");
  }

  /** Breaks lines at spaces; longer words stay whole. Counts bytes. */
  private static Value wrap(Arguments arguments) {
    int width = Math.max(1, arguments.small(0));
    String text = arguments.text(1);
    BoundedText result = arguments.builder();
    int at = 0;
    while (text.length() - at > width) {
      if (text.charAt(at) == ' ') {
        at++;
        continue;
      }
      int before = text.lastIndexOf(' ', at + width);
      int space = before >= at ? before : text.indexOf(' ', at + width);
      arguments.budget().work(before >= at ? width : Math.max(width, space - at));
      if (space < 0) {
        break;
      }
      result.append(text.substring(at, space)).append('\n');
      at = space + 1;
    }
    return Arguments.result(result.append(text.substring(at)));
  }

  private static Value quote(Arguments arguments) {
    BoundedText result = arguments.builder();
    for (Value value : arguments.values()) {
      if (!(value instanceof Value.Nil)) {
        String characters = Utf8.decode(Display.of(value, arguments.budget()));
        result.append(result.length() > 0 ? " " : "");
        result.append(Quoting.go(characters, arguments.builder()));
      }
    }
    return Arguments.result(result);
  }

  private static Value singleQuote(Arguments arguments) {
    BoundedText result = arguments.builder();
    for (Value value : arguments.values()) {
      if (!(value instanceof Value.Nil)) {
        result.append(result.length() > 0 ? " '" : "'");
        result.append(arguments.display(value)).append('\'');
      }
    }
    return Arguments.result(result);
  }
}
