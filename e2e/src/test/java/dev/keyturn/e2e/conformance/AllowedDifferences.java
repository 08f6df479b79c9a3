package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The written list of what the embedded server does differently, and why that is right. */
record AllowedDifferences(List<Entry> entries) {

  /**
   * Script, step and field may contain {@code *} for anything.
   *
   * @param why the reason a reader is given
   */
  record Entry(String script, String step, String field, String why) {

    boolean allows(Difference difference) {
      return matches(script, difference.script())
          && matches(step, difference.step())
          && matches(field, difference.field());
    }

    private static boolean matches(String pattern, String text) {
      String expression =
          Arrays.stream(pattern.split("\\*", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      return Pattern.matches(expression, text);
    }
  }

  static AllowedDifferences read(Path file) {
    try {
      return YAMLMapper.builder().build().readValue(file.toFile(), AllowedDifferences.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean allow(Difference difference) {
    return entries.stream().anyMatch(entry -> entry.allows(difference));
  }

  /** Entries that no difference needs any more. */
  List<Entry> unusedBy(List<Difference> differences) {
    return entries.stream().filter(entry -> differences.stream().noneMatch(entry::allows)).toList();
  }
}
