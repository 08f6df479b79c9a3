package dev.keyturn.operator.engine.template;

import com.google.re2j.Matcher;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Go's {@code Regexp.Expand}: {@code $1}, {@code ${1}}, {@code $name}; {@code $$} is a dollar. */
final class RegexExpansion {
  private RegexExpansion() {}

  static void expand(String replacement, Matcher matcher, BoundedText result) {
    int at = 0;
    for (int dollar = replacement.indexOf('$'); dollar >= 0; ) {
      result.append(replacement.substring(at, dollar));
      int next = dollar + 1;
      boolean braced = replacement.startsWith("{", next);
      int start = braced ? next + 1 : next;
      int end = wordEnd(replacement, start);
      boolean named = end > start && (!braced || replacement.startsWith("}", end));
      if (replacement.startsWith("$", next)) {
        result.append('$');
        at = next + 1;
      } else if (named) {
        result.append(group(replacement.substring(start, end), matcher));
        at = braced ? end + 1 : end;
      } else {
        result.append('$');
        at = next;
      }
      dollar = replacement.indexOf('$', at);
    }
    result.append(replacement.substring(at));
  }

  private static int wordEnd(String text, int start) {
    int end = start;
    while (end < text.length()
        && (text.charAt(end) == '_' || Character.isLetterOrDigit(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  /** What the group matched; nothing when there is no such group. */
  private static String group(String name, Matcher matcher) {
    boolean number = name.chars().allMatch(unit -> unit >= '0' && unit <= '9');
    int index = -1;
    if (number && name.length() < 9) {
      index = Integer.parseInt(name);
    } else if (!number) {
      Map<String, Integer> names = matcher.pattern().namedGroups();
      index = names.getOrDefault(name, -1);
    }
    if (index < 0 || index > matcher.groupCount()) {
      return "";
    }
    @Nullable String matched = matcher.group(index);
    return matched == null ? "" : matched;
  }
}
