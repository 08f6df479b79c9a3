package dev.keyturn.e2e.component;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Collects the suites that could not run and says so at the end of the run, on the given stream and
 * in a file. A later suite of the same name replaces the earlier note. Safe for use by several
 * threads.
 */
public final class SkippedSuites implements AutoCloseable {
  private final Path file;
  private final PrintStream lines;
  private final Map<String, String> reasons = new ConcurrentSkipListMap<>();

  public SkippedSuites(Path file, PrintStream lines) {
    this.file = file;
    this.lines = lines;
  }

  /** Notes a suite and why it did not run. */
  public void add(String suite, String reason) {
    reasons.put(suite, reason);
  }

  /** Writes the count and the reasons; the file also says 0. */
  @Override
  public void close() {
    List<String> report = new ArrayList<>();
    report.add("skipped suites: " + reasons.size());
    reasons.forEach((suite, reason) -> report.add(suite + ": " + reason));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!reasons.isEmpty()) {
      lines.println("=".repeat(100));
      lines.println(
          "END-TO-END SUITES THAT DID NOT RUN (KEYTURN_E2E=required makes this a failure)");
      report.forEach(line -> lines.println("  " + line));
      lines.println("=".repeat(100));
    }
  }
}
