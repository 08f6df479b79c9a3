package dev.keyturn.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the resident memory of a JVM is mapped from, by {@code /proc/<pid>/smaps} (proc(5)).
 *
 * @param classCacheBytes of the file that holds what a training run learnt, whether read or written
 * @param libraryBytes of the JVM's own code and of its other files
 */
public record MemoryParts(long classCacheBytes, long libraryBytes) {

  /** All zero where there is no such process, or no {@code /proc}. */
  public static MemoryParts of(long pid) {
    try {
      return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps")));
    } catch (IOException e) {
      return new MemoryParts(0, 0);
    }
  }

  static MemoryParts parse(List<String> lines) {
    long classCache = 0;
    long libraries = 0;
    String file = "";
    for (String line : lines) {
      if (line.startsWith("Rss:")) {
        long bytes =
            Long.parseLong(line.substring("Rss:".length()).replace("kB", "").strip()) * 1024;
        if (file.endsWith(".aot")) {
          classCache += bytes;
        } else if (!file.isEmpty()) {
          libraries += bytes;
        }
      } else if (isMapping(line)) {
        int path = line.indexOf('/');
        file = path < 0 ? "" : line.substring(path);
      }
    }
    return new MemoryParts(classCache, libraries);
  }

  /**
   * As {@code 7f025a200000-7f025a800000 rwxp 00000000 00:00 0}; the others are a name and a colon.
   */
  private static boolean isMapping(String line) {
    int space = line.indexOf(' ');
    return space > 0 && line.charAt(space - 1) != ':';
  }
}
