package dev.keyturn.operator.engine.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Sprig's regular expressions: RE2, whose cost is linear in pattern and text. */
final class RegexFunctions {
  /** Go's own bound on repetition, which nested counts must keep together. */
  private static final long MOST_REPEATS = 1000;

  /** The library recurses into groups. */
  private static final long MOST_GROUPS = 200;

  private RegexFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .addTwins("regexMatch", 2, 2, a -> new Value.Bool(matcher(a, 1).find()))
        .addTwins("regexFind", 2, 2, RegexFunctions::find)
        .addTwins("regexFindAll", 3, 3, RegexFunctions::findAll)
        .addTwins("regexReplaceAll", 3, 3, a -> replaceAll(a, false))
        .addTwins("regexReplaceAllLiteral", 3, 3, a -> replaceAll(a, true))
        .addTwins("regexSplit", 3, 3, RegexFunctions::split)
        .add("regexQuoteMeta", 1, RegexFunctions::quoteMeta);
  }

  private static Matcher matcher(Arguments arguments, int textAt) {
    String expression = arguments.characters(0);
    String text = arguments.characters(textAt);
    long program = size(expression);
    arguments.budget().work(64 * program + cost(program, text.length()));
    try {
      return Pattern.compile(expression).matcher(text);
    } catch (PatternSyntaxException notAnExpression) {
      throw Arguments.invalid();
    }
  }

  /** Number of instructions that an expression compiles to, about. */
  static long size(String expression) {
    if (expression.chars().filter(unit -> unit == '(').count() > MOST_GROUPS) {
      throw Arguments.invalid();
    }
    return expression.length() * repeats(expression);
  }

  /** What one search through so many characters may cost. */
  static long cost(long program, long characters) {
    return 1 + program * characters / 16;
  }

  /** How often counted repetition may copy a part of the expression. */
  private static long repeats(String expression) {
    java.util.regex.Matcher counts =
        java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}").matcher(expression);
    long repeats = 1;
    while (counts.find()) {
      String most = counts.group(2);
      long count = Long.parseLong(most == null || most.isEmpty() ? counts.group(1) : most);
      repeats *= Math.max(1, count);
      if (repeats > MOST_REPEATS) {
        throw Arguments.invalid();
      }
    }
    return repeats;
  }

  private static Value find(Arguments arguments) {
    Matcher matcher = matcher(arguments, 1);
    return Value.Text.ofUtf8(matcher.find() ? matcher.group() : "");
  }

  private static Value findAll(Arguments arguments) {
    long most = arguments.integer(2);
    Matcher matcher = matcher(arguments, 1);
    RegexMatches matches = new RegexMatches(matcher, arguments.characters(1), arguments.budget());
    List<Value> found = new ArrayList<>();
    while ((most < 0 || found.size() < most) && matches.next()) {
      found.add(Value.Text.ofUtf8(matcher.group()));
      arguments.budget().iterations(found.size() - 1L);
    }
    return new Value.Sequence(found);
  }

  private static Value replaceAll(Arguments arguments, boolean literal) {
    String text = arguments.characters(1);
    String replacement = arguments.characters(2);
    Matcher matcher = matcher(arguments, 1);
    RegexMatches matches = new RegexMatches(matcher, text, arguments.budget());
    BoundedText result = arguments.builder();
    int at = 0;
    while (matches.next()) {
      result.append(text.substring(at, matcher.start()));
      if (literal) {
        result.append(replacement);
      } else {
        RegexExpansion.expand(replacement, matcher, result);
      }
      at = matcher.end();
    }
    return Value.Text.ofUtf8(result.append(text.substring(at)).finish());
  }

  private static Value split(Arguments arguments) {
    long most = arguments.integer(2);
    String text = arguments.characters(1);
    Matcher matcher = matcher(arguments, 1);
    List<Value> parts = new ArrayList<>();
    if (most == 0) {
      return new Value.Sequence(parts);
    }
    if (text.isEmpty() && !arguments.bytes(0).isEmpty()) {
      return new Value.Sequence(List.of(new Value.Text("")));
    }
    int start = 0;
    int separator = 0;
    RegexMatches matches = new RegexMatches(matcher, text, arguments.budget());
    while (matches.next()) {
      int end = matcher.end();
      if (most > 0 && parts.size() == most - 1) {
        break;
      }
      separator = matcher.start();
      if (end != 0) {
        parts.add(Value.Text.ofUtf8(text.substring(start, separator)));
        arguments.budget().iterations(parts.size() - 1L);
      }
      start = end;
    }
    if (separator != text.length()) {
      parts.add(Value.Text.ofUtf8(text.substring(start)));
    }
    return new Value.Sequence(parts);
  }

  private static Value quoteMeta(Arguments arguments) {
    String text = arguments.text(0);
    BoundedText result = arguments.builder();
    for (char unit : text.toCharArray()) {
      if ("\\.+*?()|[]{}^$".indexOf(unit) >= 0) {
        result.append('\\');
      }
      result.append(unit);
    }
    return Arguments.result(result);
  }
}
