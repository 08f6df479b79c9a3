package dev.keyturn.operator.engine.select;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Metadata of a secret as a tree, so that a property selects from it as from a value. */
public final class Tags {
  private Tags() {}

  /** One object with a text per tag, sorted by name. */
  public static SecretTree tree(Map<String, String> tags) {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
      json.append(json.length() > 1 ? "," : "");
      text(json, tag.getKey());
      json.append(':');
      text(json, tag.getValue());
    }
    return SecretTree.parse(json.append('}').toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void text(StringBuilder json, String text) {
    json.append('"');
    for (char unit : text.toCharArray()) {
      if (unit == '"' || unit == '\\') {
        json.append('\\').append(unit);
      } else if (unit < ' ') {
        json.append(String.format("\\u%04x", (int) unit));
      } else {
        json.append(unit);
      }
    }
    json.append('"');
  }
}
