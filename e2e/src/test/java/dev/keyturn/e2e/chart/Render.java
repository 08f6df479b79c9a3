package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Helm makes of a chart and values, for a cluster that serves Kubernetes' own APIs alone.
 *
 * @param text the manifests as Helm prints them
 */
record Render(String text) {
  static final String NAMESPACE = "keyturn-system";

  /** The operator's chart with the values of a file, as release {@code keyturn}. */
  static Render of(Path values) {
    return of(ProjectFiles.operatorChart(), "keyturn", values);
  }

  /** The operator's chart with values given as YAML. */
  static Render ofValues(String yaml) {
    return ofValues(ProjectFiles.operatorChart(), "keyturn", yaml);
  }

  static Render ofValues(Path chart, String release, String yaml) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, yaml);
        return of(chart, release, file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Render of(Path chart, String release, Path values) {
    return new Render(
        new Helm(chart)
            .template()
            .withName(release)
            .withNamespace(NAMESPACE)
            .withKubeVersion("1.30.0")
            .withValuesFile(values)
            .call());
  }

  List<JsonNode> objects() {
    return Yaml.documents(text);
  }

  List<JsonNode> all(String kind) {
    return objects().stream().filter(object -> kind.equals(object.path("kind").asText())).toList();
  }

  JsonNode only(String kind) {
    List<JsonNode> found = all(kind);
    assertThat(found).as("objects of kind %s", kind).hasSize(1);
    return found.getFirst();
  }

  JsonNode container() {
    return only("Deployment").at("/spec/template/spec/containers/0");
  }
}
