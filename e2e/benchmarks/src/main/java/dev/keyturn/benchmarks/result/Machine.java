package dev.keyturn.benchmarks.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where it was measured. */
public record Machine(String processor, int processors, long memoryBytes, String system) {

  /** This one; what {@code /proc} does not tell is called unknown. */
  public static Machine here() {
    return new Machine(
        line(Path.of("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        memory(line(Path.of("/proc/meminfo"), "MemTotal")),
        System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  private static String line(Path file, String label) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(label))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static long memory(String text) {
    return text.endsWith(" kB")
        ? Long.parseLong(text.substring(0, text.length() - " kB".length())) * 1024
        : 0;
  }
}
