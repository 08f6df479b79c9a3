package dev.keyturn.cli.migrate.gotemplate;

/**
 * A piece of a template.
 *
 * @param text as written; of a field and of text without its marks
 * @param line from 1
 * @param spaced white space stands before it
 */
record Token(Kind kind, String text, int line, boolean spaced) {
  enum Kind {
    TEXT,
    OPEN,
    CLOSE,
    WORD,
    FIELD,
    DOT,
    VARIABLE,
    STRING,
    LITERAL,
    PIPE,
    ASSIGN,
    DECLARE,
    COMMA,
    LEFT,
    RIGHT,
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }
}
