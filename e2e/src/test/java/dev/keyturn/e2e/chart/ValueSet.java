package dev.keyturn.e2e.chart;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Values of the operator's chart, and what Helm is to make of them.
 *
 * @param name its folder below chart/golden
 * @param values the file
 */
record ValueSet(String name, Path values) {
  private static final String OF_A_BACKEND = "backend-";

  /** Those that stand beside what they render, and those of the backends. */
  static List<ValueSet> all() {
    Stream<ValueSet> own =
        ProjectFiles.folders(ProjectFiles.goldenRenders()).stream()
            .map(folder -> folder.getFileName().toString())
            .filter(name -> !name.startsWith(OF_A_BACKEND))
            .map(ValueSet::of);
    return Stream.concat(own, ofBackends().stream()).toList();
  }

  /** The files that the chart ships for users to begin with. */
  static List<ValueSet> ofBackends() {
    return ProjectFiles.yamlFiles(ProjectFiles.operatorChart().resolve("examples")).stream()
        .map(file ->
            new ValueSet(OF_A_BACKEND + file.getFileName().toString().replace(".yaml", ""), file))
        .toList();
  }

  static ValueSet of(String name) {
    return new ValueSet(name, ProjectFiles.goldenRenders().resolve(name).resolve("values.yaml"));
  }

  Render render() {
    return Render.of(values);
  }

  /** A file of its folder. */
  Path golden(String file) {
    return ProjectFiles.goldenRenders().resolve(name).resolve(file);
  }

  @Override
  public String toString() {
    return name;
  }
}
