package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that a script refers to as {@code ${name}}. Used by one thread. */
final class Variables {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([a-zA-Z]+)}");

  private final Map<String, String> values = new HashMap<>();

  void set(String name, String value) {
    values.put(name, value);
  }

  /** An absent value leaves the variable empty: the next request will show it. */
  void capture(String name, JsonNode value) {
    values.put(name, value.asText());
  }

  String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the script never sets ${" + name + "}");
    }
    return value;
  }

  /** The text with every reference replaced; throws for a name that was never set. */
  String expand(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(get(match.group(1))));
  }
}
