package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Helm makes of a chart and values, for a cluster that serves Kubernetes' own APIs alone.
 *
 * @param text the manifests as Helm prints them
 * @param hooks those of {@code helm test}
 */
record Render(String text, String hooks) {
  static final String NAMESPACE = "keyturn-system";
  private static final String HOOK = "helm.sh/hook: test";
  private static final String NO_HOOK = "helm.sh/no-hook: test";

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
    return new Render(template(chart, release, values), hooks(chart, release, values));
  }

  private static String template(Path chart, String release, Path values) {
    return new Helm(chart)
        .template()
        .withName(release)
        .withNamespace(NAMESPACE)
        .withKubeVersion("1.30.0")
        .withValuesFile(values)
        .call();
  }

  /** The library leaves hooks out, so they are rendered by a copy in which they are none. */
  private static String hooks(Path chart, String release, Path values) {
    try {
      Path copy = Files.createTempDirectory("chart");
      try (Stream<Path> files = Files.walk(chart)) {
        for (Path file : files.toList()) {
          Path target = copy.resolve(chart.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else if (!file.startsWith(chart.resolve("crds-files"))) {
            Files.writeString(target, Files.readString(file).replace(HOOK, NO_HOOK));
          }
        }
        // Null where nothing is left.
        String text = Objects.requireNonNullElse(template(copy, release, values), "");
        return Arrays.stream(text.split("(?m)^---\n"))
            .filter(document -> document.contains(NO_HOOK))
            .map(document -> document.replace(NO_HOOK, HOOK))
            .collect(Collectors.joining("---\n"));
      } finally {
        delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<JsonNode> objects() {
    return Yaml.documents(text);
  }

  /** What {@code helm test} makes for as long as it runs. */
  Tests tests() {
    return new Tests(Yaml.documents(hooks));
  }

  /** The objects of {@code helm test}. */
  record Tests(List<JsonNode> objects) {
    List<JsonNode> all(String kind) {
      return ofKind(objects, kind);
    }

    JsonNode only(String kind) {
      return single(objects, kind);
    }
  }

  List<JsonNode> all(String kind) {
    return ofKind(objects(), kind);
  }

  JsonNode only(String kind) {
    return single(objects(), kind);
  }

  private static List<JsonNode> ofKind(List<JsonNode> objects, String kind) {
    return objects.stream().filter(object -> kind.equals(object.path("kind").asText())).toList();
  }

  private static JsonNode single(List<JsonNode> objects, String kind) {
    List<JsonNode> found = ofKind(objects, kind);
    assertThat(found).as("objects of kind %s", kind).hasSize(1);
    return found.getFirst();
  }

  JsonNode container() {
    return only("Deployment").at("/spec/template/spec/containers/0");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
