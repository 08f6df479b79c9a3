package dev.keyturn.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code /proc} says of a process at one moment (proc(5)).
 *
 * @param cpuSeconds user and system time since its start
 * @param anonymousBytes the part of the resident memory that no file is behind
 * @param peakBytes the most that was resident so far
 */
public record ProcessReading(
    double cpuSeconds,
    long residentBytes,
    long anonymousBytes,
    long peakBytes,
    int threads,
    int descriptors) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int FIELDS_BEFORE_USER_TIME = 11;

  /** Empty where there is no such process, or no {@code /proc}. */
  public static Optional<ProcessReading> of(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try {
      return Optional.of(
          parse(
              Files.readString(folder.resolve("stat")),
              Files.readAllLines(folder.resolve("status")),
              entries(folder.resolve("fd"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static ProcessReading parse(String stat, List<String> status, int descriptors) {
    // The name in parentheses may hold spaces; the fields are counted from behind it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks =
        Long.parseLong(fields[FIELDS_BEFORE_USER_TIME])
            + Long.parseLong(fields[FIELDS_BEFORE_USER_TIME + 1]);
    return new ProcessReading(
        ticks / TICKS_PER_SECOND,
        number(status, "VmRSS:") * 1024,
        number(status, "RssAnon:") * 1024,
        number(status, "VmHWM:") * 1024,
        (int) number(status, "Threads:"),
        descriptors);
  }

  private static long number(List<String> status, String label) {
    return status.stream()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  private static int entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return (int) entries.count();
    }
  }
}
