package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.ArrayList;
import java.util.List;

/** Cuts template source into tokens; trim markers and comments are gone afterwards. */
final class Lexer {
  private static final String LEFT = "{{";
  private static final String RIGHT = "}}";
  private static final String SPACES = " \t\r\n";

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;
  private int counted;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer(source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    boolean trimLeft = false;
    while (true) {
      int start = at;
      int open = source.indexOf(LEFT, start);
      int end = open < 0 ? source.length() : open;
      text(start, end, trimLeft, open >= 0 && trimsBefore(open));
      at = end;
      if (open < 0) {
        add(Token.Kind.END, "", at, false);
        return;
      }
      trimLeft = action(open);
    }
  }

  private void text(int start, int end, boolean trimLeft, boolean trimRight) {
    int from = start;
    int to = end;
    while (trimLeft && from < to && isSpace(source.charAt(from))) {
      from++;
    }
    while (trimRight && to > from && isSpace(source.charAt(to - 1))) {
      to--;
    }
    if (from < to) {
      add(Token.Kind.TEXT, source.substring(from, to), from, false);
    }
  }

  private boolean trimsBefore(int open) {
    return open + 3 < source.length()
        && source.charAt(open + 2) == '-'
        && isSpace(source.charAt(open + 3));
  }

  /** Reads one action or comment; says whether its right delimiter trims. */
  private boolean action(int open) {
    at = open + (trimsBefore(open) ? 4 : 2);
    if (source.startsWith("/*", at)) {
      return comment(open);
    }
    add(Token.Kind.LEFT_DELIMITER, LEFT, open, false);
    int parentheses = 0;
    while (true) {
      boolean spaced = skipSpaces();
      boolean trims = spaced && source.startsWith("-" + RIGHT, at);
      if (trims || source.startsWith(RIGHT, at)) {
        require(parentheses == 0, at);
        add(Token.Kind.RIGHT_DELIMITER, RIGHT, at, spaced);
        at += trims ? 3 : 2;
        return trims;
      }
      require(at < source.length(), open);
      Token token = next(spaced);
      parentheses += token.is(Token.Kind.OPEN) ? 1 : token.is(Token.Kind.CLOSE) ? -1 : 0;
      require(parentheses >= 0, at - 1);
    }
  }

  private boolean comment(int open) {
    int close = source.indexOf("*/", at + 2);
    require(close >= 0, open);
    at = close + 2;
    if (source.startsWith(RIGHT, at)) {
      at += 2;
      return false;
    }
    require(at < source.length() && isSpace(source.charAt(at)), open);
    require(source.startsWith("-" + RIGHT, at + 1), open);
    at += 4;
    return true;
  }

  private boolean skipSpaces() {
    int start = at;
    while (at < source.length() && isSpace(source.charAt(at))) {
      at++;
    }
    return at > start;
  }

  private Token next(boolean spaced) {
    int start = at;
    char first = source.charAt(at);
    return switch (first) {
      case '|' -> symbol(Token.Kind.PIPE, 1, spaced);
      case ',' -> symbol(Token.Kind.COMMA, 1, spaced);
      case '(' -> symbol(Token.Kind.OPEN, 1, spaced);
      case ')' -> symbol(Token.Kind.CLOSE, 1, spaced);
      case '=' -> symbol(Token.Kind.ASSIGN, 1, spaced);
      case ':' -> {
        require(source.startsWith(":=", at), at);
        yield symbol(Token.Kind.DECLARE, 2, spaced);
      }
      case '"', '`', '\'' -> quoted(first, spaced);
      case '.' -> dotted(spaced);
      case '$' -> {
        at++;
        yield terminated(Token.Kind.VARIABLE, start, start, spaced);
      }
      case '+', '-' -> number(spaced);
      default -> {
        if (first >= '0' && first <= '9') {
          yield number(spaced);
        }
        require(isWord(source.codePointAt(at)), at);
        yield terminated(Token.Kind.WORD, start, start, spaced);
      }
    };
  }

  private Token symbol(Token.Kind kind, int length, boolean spaced) {
    at += length;
    return add(kind, source.substring(at - length, at), at - length, spaced);
  }

  private Token dotted(boolean spaced) {
    int start = at;
    boolean digit = start + 1 < source.length() && isDigit(source.charAt(start + 1));
    if (digit) {
      return number(spaced);
    }
    at++;
    if (at < source.length() && isWord(source.codePointAt(at))) {
      return terminated(Token.Kind.FIELD, start, at, spaced);
    }
    return add(Token.Kind.DOT, ".", start, spaced);
  }

  private Token terminated(Token.Kind kind, int start, int nameStart, boolean spaced) {
    while (at < source.length() && isWord(source.codePointAt(at))) {
      at += Character.charCount(source.codePointAt(at));
    }
    boolean ends =
        at == source.length()
            || ",.|:=)(".indexOf(source.charAt(at)) >= 0
            || isSpace(source.charAt(at))
            || source.startsWith(RIGHT, at);
    require(ends, at);
    return add(kind, source.substring(nameStart, at), start, spaced);
  }

  private Token number(boolean spaced) {
    int start = at;
    int end = Literals.numberEnd(source, start);
    require(end > start, start);
    require(end == source.length() || !isWord(source.codePointAt(end)), end);
    at = end;
    return add(Token.Kind.NUMBER, source.substring(start, end), start, spaced);
  }

  private Token quoted(char quote, boolean spaced) {
    int start = at;
    int end = start + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      require(quote == '`' || source.charAt(end) != '\n', start);
      end += quote != '`' && source.charAt(end) == '\\' ? 2 : 1;
    }
    require(end < source.length(), start);
    at = end + 1;
    String inner = source.substring(start + 1, end);
    if (quote == '`') {
      return add(Token.Kind.STRING, Utf8.encode(inner.replace("\r", "")), start, spaced);
    }
    String bytes = Literals.unquote(inner, quote, position(start));
    Token.Kind kind = quote == '"' ? Token.Kind.STRING : Token.Kind.CHARACTER;
    return add(kind, bytes, start, spaced);
  }

  private Token add(Token.Kind kind, String text, int start, boolean spaced) {
    Token token = new Token(kind, text, position(start), spaced);
    tokens.add(token);
    return token;
  }

  /** Counts lines forward only: tokens come in order. */
  private Position position(int offset) {
    for (; counted < offset; counted++) {
      if (source.charAt(counted) == '\n') {
        line++;
        lineStart = counted + 1;
      }
    }
    return new Position(line, Math.max(1, offset - lineStart + 1));
  }

  private void require(boolean holds, int offset) {
    if (!holds) {
      throw TemplateFault.at(position(Math.min(offset, source.length())), Reason.SYNTAX);
    }
  }

  private static boolean isSpace(char unit) {
    return SPACES.indexOf(unit) >= 0;
  }

  private static boolean isDigit(char unit) {
    return unit >= '0' && unit <= '9';
  }

  private static boolean isWord(int codePoint) {
    return codePoint == '_' || Character.isLetterOrDigit(codePoint);
  }
}
