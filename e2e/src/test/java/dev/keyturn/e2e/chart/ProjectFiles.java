package dev.keyturn.e2e.chart;

import dev.keyturn.e2e.component.SourceTree;
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
    return SourceTree.root().resolve("helm/keyturn");
  }

  static Path crdsChart() {
    return SourceTree.root().resolve("helm/keyturn-crds");
  }

  static Path kustomize() {
    return SourceTree.root().resolve("deploy/kustomize");
  }

  static Path generatedCrds() {
    return SourceTree.root().resolve("crds");
  }

  static Path rules() {
    return SourceTree.root().resolve("monitoring/rules");
  }

  static Path runbooks() {
    return SourceTree.root().resolve("docs/runbooks");
  }

  static Path valuesPage() {
    return SourceTree.root().resolve("docs/reference/chart-values.md");
  }

  static Path goldenRenders() {
    return SourceTree.root().resolve("e2e/src/test/resources/chart/golden");
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
}
