package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;

/** Finds what a path as Kubernetes prints it ({@code spec.data[0].key}) points to. */
final class FieldPath {
  private FieldPath() {}

  /** The JSON pointer of the longest part of the path that is there. */
  static String pointer(JsonNode content, String path) {
    String pointer = "";
    JsonNode at = content;
    String rest = path;
    while (!rest.isEmpty()) {
      if (rest.startsWith("[") && at.isArray()) {
        String index = rest.substring(1, Math.max(1, rest.indexOf(']')));
        pointer += "/" + index;
        at = content.at(pointer);
        rest = rest.substring(rest.indexOf(']') + 1);
      } else {
        String name = member(at, rest.startsWith(".") ? rest.substring(1) : rest);
        if (name.isEmpty()) {
          return pointer;
        }
        rest = rest.substring(name.length() + (rest.startsWith(".") ? 1 : 0));
        pointer = ManifestDocument.member(pointer, name);
        at = content.at(pointer);
      }
    }
    return pointer;
  }

  /** The longest name that the path begins with: names of a map may have dots. */
  private static String member(JsonNode at, String path) {
    String longest = "";
    for (var member : at.properties()) {
      String name = member.getKey();
      boolean ends =
          path.length() == name.length()
              || (path.length() > name.length() && ".[".indexOf(path.charAt(name.length())) >= 0);
      if (path.startsWith(name) && ends && name.length() > longest.length()) {
        longest = name;
      }
    }
    return longest;
  }
}
