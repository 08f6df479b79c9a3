package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is made from others. The system property {@code keyturn.golden.update=true} writes it
 * anew, for a person to read in the diff; otherwise a difference fails.
 */
final class Golden {
  private Golden() {}

  static void assertMatches(Path file, String content) {
    if (Boolean.getBoolean("keyturn.golden.update")) {
      write(file, content);
      return;
    }
    assertThat(file).as("run again with -Dkeyturn.golden.update=true").exists();
    assertThat(content)
        .as("%s is out of date; run again with -Dkeyturn.golden.update=true", file)
        .isEqualTo(ProjectFiles.text(file));
  }

  private static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
