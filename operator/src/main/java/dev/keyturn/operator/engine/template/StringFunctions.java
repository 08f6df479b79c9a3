package dev.keyturn.operator.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/** Sprig's functions that take strings apart and put them together; they count bytes. */
final class StringFunctions {
  private StringFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("trimPrefix", 2, both((affix, text) -> cut(text, affix, text.startsWith(affix), true)))
        .add("trimSuffix", 2, both((affix, text) -> cut(text, affix, text.endsWith(affix), false)))
        .add("hasPrefix", 2, test((affix, text) -> text.startsWith(affix)))
        .add("hasSuffix", 2, test((affix, text) -> text.endsWith(affix)))
        .add("contains", 2, StringFunctions::contains)
        .add("substr", 3, StringFunctions::substring)
        .add("trunc", 2, StringFunctions::truncate)
        .add("repeat", 2, StringFunctions::repeat)
        .add("replace", 3, StringFunctions::replace)
        .add("indent", 2, arguments -> indent(arguments, ""))
        .add("nindent", 2, arguments -> indent(arguments, "\n"))
        .add("plural", 3, a -> new Value.Text(a.integer(2) == 1 ? a.text(0) : a.text(1)))
        .add("cat", 0, Function.ANY, StringFunctions::cat)
        .add("join", 2, StringFunctions::join)
        .add("splitList", 2, a -> texts(split(a, a.text(1), -1)))
        .add("split", 2, a -> numbered(split(a, a.text(1), -1)))
        .add("splitn", 3, a -> numbered(split(a, a.text(2), a.small(1))))
        .add("sortAlpha", 1, StringFunctions::sort)
        .add("toString", 1, arguments -> new Value.Text(arguments.display(0)))
        .add("toStrings", 1, a -> texts(strings(a, 0)));
  }

  private static Function.Body both(BiFunction<String, String, String> change) {
    return a -> new Value.Text(change.apply(a.text(0), a.text(1)));
  }

  private static Function.Body test(BiPredicate<String, String> test) {
    return a -> new Value.Bool(test.test(a.text(0), a.text(1)));
  }

  private static String cut(String text, String affix, boolean present, boolean front) {
    if (!present) {
      return text;
    }
    return front
        ? text.substring(affix.length())
        : text.substring(0, text.length() - affix.length());
  }

  private static Value contains(Arguments arguments) {
    String part = arguments.text(0);
    String text = arguments.text(1);
    arguments.budget().search(text.length(), part.length());
    return new Value.Bool(text.contains(part));
  }

  private static Value substring(Arguments arguments) {
    int start = arguments.small(0);
    int end = arguments.small(1);
    String text = arguments.text(2);
    int from = Math.max(0, start);
    int to = start >= 0 && (end < 0 || end > text.length()) ? text.length() : end;
    if (to < from || to > text.length()) {
      throw Arguments.invalid();
    }
    return new Value.Text(text.substring(from, to));
  }

  private static Value truncate(Arguments arguments) {
    long length = arguments.integer(0);
    String text = arguments.text(1);
    if (length >= 0 && text.length() > length) {
      return new Value.Text(text.substring(0, (int) length));
    }
    boolean keepsEnd = length < 0 && text.length() + length > 0;
    return new Value.Text(keepsEnd ? text.substring((int) (text.length() + length)) : text);
  }

  private static Value repeat(Arguments arguments) {
    int count = arguments.small(0);
    String text = arguments.text(1);
    if (count < 0) {
      throw Arguments.invalid();
    }
    arguments.budget().text((long) count * text.length());
    return new Value.Text(text.repeat(count));
  }

  private static Value replace(Arguments arguments) {
    String old = arguments.text(0);
    String replacement = arguments.text(1);
    String text = arguments.text(2);
    arguments.budget().search(text.length(), old.length());
    BoundedText result = arguments.builder();
    if (old.isEmpty()) {
      betweenCharacters(arguments.characters(2), replacement, result);
      return Arguments.result(result);
    }
    int at = 0;
    for (int hit = text.indexOf(old); hit >= 0; hit = text.indexOf(old, at)) {
      result.append(text.substring(at, hit)).append(replacement);
      at = hit + old.length();
    }
    return Arguments.result(result.append(text.substring(at)));
  }

  private static void betweenCharacters(String characters, String inserted, BoundedText result) {
    result.append(inserted);
    characters
        .codePoints()
        .forEach(c -> result.append(Utf8.encode(Character.toString(c))).append(inserted));
  }

  private static Value indent(Arguments arguments, String before) {
    int spaces = arguments.small(0);
    String text = arguments.text(1);
    if (spaces < 0) {
      throw Arguments.invalid();
    }
    BoundedText result = arguments.builder().append(before).repeat(' ', spaces);
    int at = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      result.append(text.substring(at, end + 1)).repeat(' ', spaces);
      at = end + 1;
    }
    return Arguments.result(result.append(text.substring(at)));
  }

  private static Value cat(Arguments arguments) {
    BoundedText result = arguments.builder();
    boolean first = true;
    for (Value value : arguments.values()) {
      if (!(value instanceof Value.Nil)) {
        result.append(first ? "" : " ").append(arguments.display(value));
        first = false;
      }
    }
    return Arguments.result(result);
  }

  private static Value join(Arguments arguments) {
    String separator = arguments.text(0);
    BoundedText result = arguments.builder();
    boolean first = true;
    for (String part : strings(arguments, 1)) {
      result.append(first ? "" : separator).append(part);
      first = false;
    }
    return Arguments.result(result);
  }

  /** The members of a list as strings without nil; of another value itself. */
  private static List<String> strings(Arguments arguments, int index) {
    Value value = arguments.value(index);
    List<Value> items =
        value instanceof Value.Sequence(List<Value> members) ? members : List.of(value);
    List<String> strings = new ArrayList<>(items.size());
    for (Value item : items) {
      if (!(item instanceof Value.Nil)) {
        String shown = arguments.display(item);
        arguments.budget().work(shown.length());
        strings.add(shown);
      }
    }
    return strings;
  }

  static List<String> split(Arguments arguments, String text, int limit) {
    String separator = arguments.text(0);
    arguments.budget().search(text.length(), separator.length());
    if (limit == 0) {
      return List.of();
    }
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (at <= text.length() && parts.size() != limit - 1) {
      int hit = separator.isEmpty() ? nextCharacter(text, at) : text.indexOf(separator, at);
      if (hit < 0) {
        break;
      }
      parts.add(text.substring(at, hit));
      arguments.budget().iterations(parts.size() - 1L);
      at = hit + separator.length();
    }
    if (!separator.isEmpty() || at < text.length()) {
      parts.add(text.substring(at));
    }
    return parts;
  }

  /** End of the UTF-8 character at this byte; negative behind the last one. */
  private static int nextCharacter(String text, int at) {
    int end = at + 1;
    while (end < text.length() && (text.charAt(end) & 0xC0) == 0x80) {
      end++;
    }
    return end > text.length() ? -1 : end;
  }

  static Value texts(List<String> parts) {
    return new Value.Sequence(parts.stream().map(part -> (Value) new Value.Text(part)).toList());
  }

  private static Value numbered(List<String> parts) {
    Value.Mapping mapping = Value.Mapping.empty();
    for (int i = 0; i < parts.size(); i++) {
      mapping.with("_" + i, new Value.Text(parts.get(i)));
    }
    return mapping;
  }

  private static Value sort(Arguments arguments) {
    return texts(strings(arguments, 0).stream().sorted().toList());
  }
}
