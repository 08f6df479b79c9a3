package dev.keyturn.e2e.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the files under test stand in the checkout. */
final class ProjectFiles {
  private ProjectFiles() {}

  static Path operatorChart() {
    return root().resolve("helm/keyturn");
  }

  static Path crdsChart() {
    return root().resolve("helm/keyturn-crds");
  }

  static Path generatedCrds() {
    return root().resolve("crds");
  }

  static Path rules() {
    return root().resolve("monitoring/rules");
  }

  static Path runbooks() {
    return root().resolve("docs/runbooks");
  }

  static Path valuesPage() {
    return root().resolve("docs/reference/chart-values.md");
  }

  static Path goldenRenders() {
    return root().resolve("e2e/src/test/resources/chart/golden");
  }

  /** The YAML files of a folder, not of those below it, in the order of their names. */
  static List<Path> yamlFiles(Path folder) {
    return entries(folder).filter(path -> path.toString().endsWith(".yaml")).toList();
  }

  static List<Path> folders(Path folder) {
    return entries(folder).filter(Files::isDirectory).toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    String named = System.getProperty("keyturn.root", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("mvnw")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not inside a checkout: no mvnw above"));
  }
}
