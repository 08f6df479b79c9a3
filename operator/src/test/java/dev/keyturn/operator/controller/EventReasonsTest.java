package dev.keyturn.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of events and the sources tell the same reasons. */
final class EventReasonsTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path PAGE = Path.of("../docs/reference/events.md");
  private static final Pattern WORD = Pattern.compile("\"([A-Z][A-Za-z]+)\"");
  private static final Pattern REASONS = Pattern.compile("^\\| (`[^|]*`) \\|", Pattern.MULTILINE);
  private static final Pattern REASON = Pattern.compile("`([A-Za-z]+)`");

  /** Words of the same files that are no reasons of events. */
  private static final Set<String> OTHERS =
      Set.of(
          // actions
          "Delete",
          "Generate",
          "Issue",
          "Probe",
          "Push",
          "Read",
          "Restart",
          "Stamp",
          "Sync",
          "Write",
          // conditions and their reasons
          "False",
          "KeyMissing",
          "Sealed",
          "TemplateError",
          "True",
          "Valid",
          // kinds
          "Secret");

  @Test
  void everyReasonStandsOnThePageAndNoOther() throws IOException {
    Set<String> written = new TreeSet<>();
    for (Path source : recording()) {
      assertThat(source.getFileName().toString()).endsWith("Events.java");
      written.addAll(found(WORD, Files.readString(source)));
    }
    written.removeAll(OTHERS);
    // It is the reason of the condition as well.
    written.add("LoginNotRenewed");
    Set<String> told = new TreeSet<>();
    for (String cell : found(REASONS, Files.readString(PAGE))) {
      told.addAll(found(REASON, cell));
    }
    assertThat(told).isEqualTo(written);
  }

  private static List<Path> recording() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(
              file -> file.toString().endsWith(".java") && text(file).contains("new EventFact("))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
