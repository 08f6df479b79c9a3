package dev.keyturn.cli.migrate.gotemplate;

import dev.keyturn.cli.migrate.gotemplate.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a template, in order; trim marks have done their work and comments are gone. */
final class Tokens {
  private static final Pattern INSIDE =
      Pattern.compile(
          """
          (?<STRING>"(?:[^"\\\\\\n]|\\\\.)*"|`[^`]*`)\
          |(?<LITERAL>'(?:[^'\\\\\\n]|\\\\.)*'|[+-]?\\.?[0-9][0-9A-Za-z_.]*)\
          |(?<VARIABLE>\\$[\\p{L}\\p{N}_]*)\
          |\\.(?<FIELD>[\\p{L}_][\\p{L}\\p{N}_]*)\
          |(?<DOT>\\.)|(?<WORD>[\\p{L}_][\\p{L}\\p{N}_]*)\
          |(?<PIPE>\\|)|(?<DECLARE>:=)|(?<ASSIGN>=)|(?<COMMA>,)|(?<LEFT>\\()|(?<RIGHT>\\))\
          """);

  /** What Go takes for white space beside a trim mark. */
  private static final Pattern LEADING = Pattern.compile("^[ \\t\\r\\n]+");

  private static final Pattern TRAILING = Pattern.compile("[ \\t\\r\\n]+\\z");
  private static final Map<String, Kind> GROUPS =
      Map.ofEntries(
          Map.entry("STRING", Kind.STRING),
          Map.entry("LITERAL", Kind.LITERAL),
          Map.entry("VARIABLE", Kind.VARIABLE),
          Map.entry("FIELD", Kind.FIELD),
          Map.entry("DOT", Kind.DOT),
          Map.entry("WORD", Kind.WORD),
          Map.entry("PIPE", Kind.PIPE),
          Map.entry("DECLARE", Kind.DECLARE),
          Map.entry("ASSIGN", Kind.ASSIGN),
          Map.entry("COMMA", Kind.COMMA),
          Map.entry("LEFT", Kind.LEFT),
          Map.entry("RIGHT", Kind.RIGHT));

  private final List<Token> all = new ArrayList<>();
  private final String source;
  private int next;

  Tokens(String source) {
    this.source = source;
    int at = 0;
    boolean trims = false;
    while (true) {
      int open = source.indexOf("{{", at);
      String text = source.substring(at, open < 0 ? source.length() : open);
      text = trims ? LEADING.matcher(text).replaceFirst("") : text;
      boolean marked = open >= 0 && source.startsWith("-", open + 2) && space(open + 3);
      text = marked ? TRAILING.matcher(text).replaceFirst("") : text;
      if (!text.isEmpty()) {
        add(Kind.TEXT, text, at, false);
      }
      if (open < 0) {
        add(Kind.END, "", source.length(), false);
        return;
      }
      at = action(open, open + (marked ? 3 : 2));
      trims = source.startsWith("-}}", at - 3) && space(at - 4);
    }
  }

  /** Reads to the end of an action and gives the place behind it. */
  private int action(int open, int inside) {
    int at = inside;
    while (space(at)) {
      at++;
    }
    if (source.startsWith("/*", at)) {
      int close = source.indexOf("*/", at);
      int end = close < 0 ? -1 : source.indexOf("}}", close);
      require(end >= 0, open);
      return end + 2;
    }
    add(Kind.OPEN, "{{", open, false);
    Matcher matcher = INSIDE.matcher(source);
    while (true) {
      int before = at;
      while (space(at)) {
        at++;
      }
      boolean spaced = at > before || at == inside;
      int end = spaced && source.startsWith("-}}", at) ? at + 3 : at + 2;
      if (source.startsWith("}}", end - 2)) {
        add(Kind.CLOSE, "}}", at, spaced);
        return end;
      }
      require(matcher.region(at, source.length()).lookingAt(), at);
      for (Map.Entry<String, Kind> group : GROUPS.entrySet()) {
        String text = matcher.group(group.getKey());
        if (text != null) {
          add(group.getValue(), text, at, spaced);
        }
      }
      at = matcher.end();
    }
  }

  private boolean space(int at) {
    return at >= 0 && at < source.length() && " \t\r\n".indexOf(source.charAt(at)) >= 0;
  }

  private void require(boolean holds, int at) {
    if (!holds) {
      throw new TemplateRefusal(line(at), "this is no template");
    }
  }

  private void add(Kind kind, String text, int at, boolean spaced) {
    all.add(new Token(kind, text, line(at), spaced));
  }

  private int line(int at) {
    return 1 + (int) source.substring(0, at).chars().filter(unit -> unit == '\n').count();
  }

  Token peek() {
    return all.get(next);
  }

  Token peekSecond() {
    return all.get(Math.min(next + 1, all.size() - 1));
  }

  Token take() {
    Token token = peek();
    next = Math.min(next + 1, all.size() - 1);
    return token;
  }

  Token take(Kind kind) {
    if (!peek().is(kind)) {
      throw new TemplateRefusal(peek().line(), "this is no template");
    }
    return take();
  }

  boolean skip(Kind kind) {
    boolean there = peek().is(kind);
    if (there) {
      take();
    }
    return there;
  }
}
