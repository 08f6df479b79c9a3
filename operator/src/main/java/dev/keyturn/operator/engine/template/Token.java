package dev.keyturn.operator.engine.template;

/**
 * A piece of template source.
 *
 * @param text of a field or variable its name, of a string its bytes, else the source
 * @param spaced whether white space precedes it inside the action
 */
record Token(Kind kind, String text, Position position, boolean spaced) {
  enum Kind {
    TEXT,
    LEFT_DELIMITER,
    RIGHT_DELIMITER,
    WORD,
    FIELD,
    DOT,
    VARIABLE,
    STRING,
    NUMBER,
    CHARACTER,
    PIPE,
    ASSIGN,
    DECLARE,
    COMMA,
    OPEN,
    CLOSE,
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }
}
