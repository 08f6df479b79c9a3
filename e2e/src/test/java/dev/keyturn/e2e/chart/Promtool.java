package dev.keyturn.e2e.chart;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prometheus' checker of rules: the variable {@code KEYTURN_PROMTOOL}, the PATH, or the cache of the
 * end-to-end tests.
 *
 * @param program the executable
 */
record Promtool(Path program) {

  /**
   * What one run said.
   *
   * @param exitCode 0 when all is well
   * @param output standard output and error, mixed
   */
  record Answer(int exitCode, String output) {}

  static Optional<Promtool> find() {
    Stream<Path> named = Stream.ofNullable(System.getenv("KEYTURN_PROMTOOL")).map(Path::of);
    Stream<Path> onPath =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "promtool"));
    return Stream.of(named, onPath, inCache())
        .flatMap(places -> places)
        .filter(Files::isExecutable)
        .findFirst()
        .map(Promtool::new);
  }

  Answer run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while promtool ran", e);
    }
  }

  private static Stream<Path> inCache() {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "keyturn", "promtool");
    if (!Files.isDirectory(cache)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(cache, 3)) {
      return files.filter(file -> file.endsWith("promtool") && Files.isRegularFile(file)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
