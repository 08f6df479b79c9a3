package dev.keyturn.operator.engine.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes between ways to write several words in one: {@code HTTPServer}, {@code http_server}.
 *
 * <p>Where words begin follows sprig's library (huandu/xstrings 1.5), whose rules for digits are
 * its own: {@code HTTP2xx} is {@code http_2xx} and {@code Bld4Floor} is {@code bld4_floor}.
 */
final class WordCase {
  private enum Kind {
    NUMBER,
    UPPER,
    LETTERS,
    CONNECTOR,
    PUNCTUATION,
    OTHER,
    NONE
  }

  private record Word(Kind kind, String text) {}

  private final List<Word> words;
  private final char connector;
  private final StringBuilder result = new StringBuilder();
  private int at;

  private WordCase(List<Word> words, char connector) {
    this.words = words;
    this.connector = connector;
  }

  /** Lower-case words with this character between them. */
  static String separated(String text, char connector) {
    WordCase change = new WordCase(words(text), connector);
    while (change.at < change.words.size() - 1) {
      change.oneWord();
    }
    if (change.at < change.words.size()) {
      change.write(change.current());
    }
    return change.result.toString();
  }

  private void oneWord() {
    Word word = current();
    at++;
    switch (word.kind()) {
      case NUMBER -> {
        write(word);
        lettersAndNumbers();
        connect();
      }
      case CONNECTOR, PUNCTUATION -> write(word);
      case UPPER, LETTERS, OTHER, NONE -> {
        write(word);
        boolean numberFollows = current().kind() == Kind.NUMBER;
        if (!numberFollows) {
          connect();
        } else if (at < words.size() - 1) {
          numberBehindLetters();
        }
      }
    }
  }

  /** A number belongs to the word before it, unless lower-case letters follow. */
  private void numberBehindLetters() {
    Word number = current();
    at++;
    if (current().kind() == Kind.LETTERS) {
      result.append(connector);
      write(number);
      lettersAndNumbers();
    } else {
      write(number);
    }
    connect();
  }

  private void lettersAndNumbers() {
    while (current().kind() == Kind.LETTERS || current().kind() == Kind.NUMBER) {
      write(current());
      at++;
    }
  }

  private void connect() {
    switch (current().kind()) {
      case CONNECTOR, PUNCTUATION, NONE -> {}
      case NUMBER, UPPER, LETTERS, OTHER -> result.append(connector);
    }
  }

  private Word current() {
    return at < words.size() ? words.get(at) : new Word(Kind.NONE, "");
  }

  private void write(Word word) {
    word.text()
        .codePoints()
        .forEach(letter ->
            result.appendCodePoint(
                isConnector(letter)
                    ? connector
                    : word.kind() == Kind.UPPER ? Character.toLowerCase(letter) : letter));
  }

  private static List<Word> words(String text) {
    int[] letters = text.codePoints().toArray();
    List<Word> words = new ArrayList<>();
    int start = 0;
    while (start < letters.length) {
      Kind kind = kind(letters[start]);
      int end = kind == Kind.UPPER ? capitalizedEnd(letters, start) : run(letters, start, kind);
      words.add(new Word(kind, new String(letters, start, end - start)));
      start = end;
    }
    return words;
  }

  private static int run(int[] letters, int start, Kind kind) {
    int end = start + 1;
    while (end < letters.length && kind(letters[end]) == kind) {
      end++;
    }
    return end;
  }

  /** End of {@code Word}, or of {@code HTTP} in {@code HTTPWord}. */
  private static int capitalizedEnd(int[] letters, int start) {
    int capitals = run(letters, start, Kind.UPPER);
    boolean lowerFollows = capitals < letters.length && kind(letters[capitals]) == Kind.LETTERS;
    if (!lowerFollows) {
      return capitals;
    }
    return capitals > start + 1 ? capitals - 1 : run(letters, capitals, Kind.LETTERS);
  }

  private static Kind kind(int character) {
    if (isConnector(character)) {
      return Kind.CONNECTOR;
    }
    if (Character.isUpperCase(character)) {
      return Kind.UPPER;
    }
    if (Character.isLetter(character) && !Character.isIdeographic(character)) {
      return Kind.LETTERS;
    }
    return switch (Character.getType(character)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          Kind.NUMBER;
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          Kind.PUNCTUATION;
      default -> Kind.OTHER;
    };
  }

  private static boolean isConnector(int character) {
    return character == '-' || character == '_' || TextShapeFunctions.isSpace(character);
  }

  /** Words joined with a capital each; leading connectors and all but one of several stay. */
  static String camel(String text) {
    int[] letters = text.codePoints().toArray();
    int start = 0;
    while (start < letters.length && isConnector(letters[start])) {
      start++;
    }
    StringBuilder result = new StringBuilder(new String(letters, 0, start));
    boolean starts = true;
    boolean lowers = false;
    for (int i = start; i < letters.length; i++) {
      int letter = letters[i];
      boolean last = i == letters.length - 1;
      if (isConnector(letter)) {
        boolean repeated = !last && isConnector(letters[i + 1]);
        if (repeated || last) {
          result.appendCodePoint(letter);
        }
        starts = true;
      } else if (starts) {
        lowers = Character.isUpperCase(letter);
        result.appendCodePoint(Character.toUpperCase(letter));
        starts = false;
      } else {
        lowers = lowers && Character.isUpperCase(letter);
        result.appendCodePoint(lowers ? Character.toLowerCase(letter) : letter);
      }
    }
    return result.toString();
  }
}
