package dev.keyturn.operator.engine.select;

import dev.keyturn.operator.engine.select.Condition.Operator;
import dev.keyturn.operator.engine.select.PropertyPath.Modifier;
import dev.keyturn.operator.engine.select.PropertyPath.Parsed;
import dev.keyturn.operator.engine.select.PropertyPath.Stage;
import dev.keyturn.operator.engine.select.PropertyPath.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a {@link PropertyPath}, or a part of one, from left to right. */
final class PathParser {
  private static final int MAX_NESTED = 4;
  private static final int MAX_INDEX_DIGITS = 9;

  private final String text;
  private final int end;
  private final int nested;
  private int at;

  private PathParser(String text, int at, int end, int nested) {
    this.text = text;
    this.at = at;
    this.end = end;
    this.nested = nested;
  }

  /** The column at which a text stops being a path. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int column;

    Refusal(int index) {
      super(null, null, false, false);
      column = index + 1;
    }
  }

  static Parsed parse(String text) {
    try {
      if (text.length() > PropertyPath.MAX_LENGTH) {
        throw new Refusal(PropertyPath.MAX_LENGTH);
      }
      if (text.startsWith("..")) {
        throw new Refusal(0);
      }
      return new Parsed.Ok(new PathParser(text, 0, text.length(), 0).path(false));
    } catch (Refusal e) {
      return new Parsed.Refused(e.column);
    }
  }

  /** Reads up to the end, or up to a pipe where the pipe belongs to the path around this one. */
  private PropertyPath path(boolean stopAtPipe) throws Refusal {
    List<Stage> stages = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    while (true) {
      Step step = step();
      if (step instanceof Step.Change && !steps.isEmpty()) {
        stages.add(new Stage(List.copyOf(steps)));
        steps.clear();
      }
      steps.add(step);
      boolean piped = at < end && text.charAt(at) == '|';
      if (at >= end || piped && stopAtPipe) {
        stages.add(new Stage(List.copyOf(steps)));
        return new PropertyPath(List.copyOf(stages));
      }
      if (piped || step instanceof Step.Change) {
        stages.add(new Stage(List.copyOf(steps)));
        steps.clear();
      }
      at++;
    }
  }

  private Step step() throws Refusal {
    if (at >= end) {
      return new Step.Name("", OptionalInt.empty());
    }
    return switch (text.charAt(at)) {
      case '{', '[', '!' -> throw new Refusal(at);
      case '@' -> modifier();
      case '#' -> hash();
      default -> name();
    };
  }

  private Step modifier() throws Refusal {
    int start = at;
    at++;
    while (at < end && ".|".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(start + 1, at);
    for (Modifier modifier : Modifier.values()) {
      if (modifier.name().toLowerCase(Locale.ROOT).equals(name)) {
        return new Step.Change(modifier);
      }
    }
    throw new Refusal(start);
  }

  private Step name() {
    StringBuilder plain = new StringBuilder();
    StringBuilder pattern = new StringBuilder();
    boolean wild = false;
    boolean escaped = false;
    while (at < end && ".|".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at++);
      if (c == '\\' && at < end) {
        escaped = true;
        plain.append(text.charAt(at));
        pattern.append('\\').append(text.charAt(at));
        at++;
      } else {
        wild |= c == '*' || c == '?';
        plain.append(c);
        pattern.append(c);
      }
    }
    return wild
        ? new Step.Wild(Glob.of(pattern.toString()))
        : new Step.Name(plain.toString(), escaped ? OptionalInt.empty() : index(plain.toString()));
  }

  private static OptionalInt index(String name) {
    boolean whole =
        !name.isEmpty()
            && name.length() <= MAX_INDEX_DIGITS
            && name.chars().allMatch(c -> c >= '0' && c <= '9');
    return whole ? OptionalInt.of(Integer.parseInt(name)) : OptionalInt.empty();
  }

  private Step hash() throws Refusal {
    at++;
    if (at >= end || text.charAt(at) == '|') {
      return new Step.Length();
    }
    return switch (text.charAt(at)) {
      case '.' -> {
        at++;
        yield new Step.Each(path(true));
      }
      case '(' -> query();
      default -> throw new Refusal(at);
    };
  }

  private Step query() throws Refusal {
    if (nested >= MAX_NESTED) {
      throw new Refusal(at);
    }
    QuerySpan span = QuerySpan.find(text, at, end).orElseThrow(() -> new Refusal(end));
    Condition condition = condition(span);
    at = span.close() + 1;
    boolean all = at < end && text.charAt(at) == '#';
    if (all) {
      at++;
    }
    if (at >= end || text.charAt(at) == '|') {
      return new Step.Where(condition, all, new PropertyPath(List.of()));
    }
    if (text.charAt(at) != '.') {
      throw new Refusal(at);
    }
    at++;
    return new Step.Where(condition, all, path(true));
  }

  private Condition condition(QuerySpan span) throws Refusal {
    int from = skipSpace(span.open() + 1, span.operator());
    int to = span.operator();
    while (to > from && text.charAt(to - 1) <= ' ') {
      to--;
    }
    PropertyPath path =
        from == to
            ? new PropertyPath(List.of())
            : new PathParser(text, from, to, nested + 1).path(false);
    return new Condition(
        path, span.operator() == span.close() ? Optional.empty() : Optional.of(test(span)));
  }

  private Condition.Test test(QuerySpan span) throws Refusal {
    int start = span.operator();
    boolean longer = start + 1 < span.close();
    char next = longer ? text.charAt(start + 1) : ' ';
    Operator operator =
        switch (text.charAt(start)) {
          case '=' -> Operator.EQUAL;
          case '<' -> next == '=' ? Operator.AT_MOST : Operator.LESS;
          case '>' -> next == '=' ? Operator.AT_LEAST : Operator.GREATER;
          case '%' -> Operator.LIKE;
          default -> negated(start, next);
        };
    boolean two = next == '=' && text.charAt(start) != '%' || operator == Operator.UNLIKE;
    return Condition.Test.of(operator, constant(start + (two ? 2 : 1), span.close()));
  }

  private static Operator negated(int start, char next) throws Refusal {
    return switch (next) {
      case '=' -> Operator.UNEQUAL;
      case '%' -> Operator.UNLIKE;
      default -> throw new Refusal(start);
    };
  }

  private String constant(int start, int close) throws Refusal {
    int from = skipSpace(start, close);
    int to = close;
    while (to > from && text.charAt(to - 1) <= ' ') {
      to--;
    }
    if (from == to || text.charAt(from) == '~') {
      throw new Refusal(from);
    }
    String written = text.substring(from, to);
    if (!written.startsWith("\"")) {
      return written;
    }
    byte[] spelling = written.getBytes(StandardCharsets.UTF_8);
    try {
      if (StrictJson.parse(spelling) instanceof JsonNode.Text(Slice slice)) {
        return JsonText.name(slice);
      }
    } catch (Unusable e) {
      // Falls through: the constant is no string.
    }
    throw new Refusal(from);
  }

  private int skipSpace(int start, int limit) {
    int i = start;
    while (i < limit && text.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }
}
