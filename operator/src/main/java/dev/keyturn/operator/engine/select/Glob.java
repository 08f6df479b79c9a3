package dev.keyturn.operator.engine.select;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code *} for any run of characters, {@code ?} for one, a backslash before a character for
 * itself. Tries only the last star again, so the cost is at most length times length and nothing
 * recurses.
 */
final class Glob {
  private final List<Part> parts;

  private Glob(List<Part> parts) {
    this.parts = parts;
  }

  private sealed interface Part {
    record Star() implements Part {}

    record Any() implements Part {}

    record Literal(byte value) implements Part {}
  }

  static Glob of(String pattern) {
    byte[] bytes = pattern.getBytes(StandardCharsets.UTF_8);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 1 < bytes.length) {
        i++;
        parts.add(new Part.Literal(bytes[i]));
      } else if (bytes[i] == '*') {
        parts.add(new Part.Star());
      } else if (bytes[i] == '?') {
        parts.add(new Part.Any());
      } else {
        parts.add(new Part.Literal(bytes[i]));
      }
    }
    return new Glob(List.copyOf(parts));
  }

  /** Matches a whole text in UTF-8. */
  boolean matches(byte[] text) {
    int at = 0;
    int part = 0;
    int starPart = -1;
    int starAt = 0;
    while (at < text.length) {
      if (part < parts.size() && parts.get(part) instanceof Part.Star) {
        starPart = part++;
        starAt = at;
      } else if (part < parts.size() && accepts(parts.get(part), text[at])) {
        at += parts.get(part) instanceof Part.Any ? Utf8.length(text[at]) : 1;
        part++;
      } else if (starPart >= 0) {
        starAt += Utf8.length(text[starAt]);
        at = starAt;
        part = starPart + 1;
      } else {
        return false;
      }
    }
    while (part < parts.size() && parts.get(part) instanceof Part.Star) {
      part++;
    }
    return part == parts.size();
  }

  private static boolean accepts(Part part, byte value) {
    return switch (part) {
      case Part.Star() -> true;
      case Part.Any() -> true;
      case Part.Literal(byte wanted) -> wanted == value;
    };
  }
}
