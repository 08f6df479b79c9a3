package dev.keyturn.e2e.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The custom resource definitions of {@code crds/}, installed in a cluster. */
public final class CustomResources {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";

  private final Map<String, JsonNode> definitions;

  private CustomResources(Map<String, JsonNode> definitions) {
    this.definitions = Map.copyOf(definitions);
  }

  /** Applies every definition, changed ones too, and waits until the kinds are served. */
  public static CustomResources install(RealControlPlane cluster) {
    Map<String, JsonNode> definitions = new HashMap<>();
    for (Path file : files()) {
      JsonNode definition = read(file);
      definitions.put(definition.at("/spec/names/kind").asText(), definition);
      apply(cluster.admin(), definition);
    }
    definitions.values().forEach(definition -> awaitServed(cluster.admin(), definition));
    return new CustomResources(definitions);
  }

  /** The address of all objects of a kind; the namespace does not count for a cluster's kind. */
  public String collection(String kind, String namespace) {
    JsonNode definition = definitions.get(kind);
    if (definition == null) {
      throw new IllegalArgumentException("crds/ defines no " + kind);
    }
    String place =
        definition.at("/spec/scope").asText().equals("Namespaced")
            ? "/namespaces/" + namespace
            : "";
    return root(definition) + place + "/" + definition.at("/spec/names/plural").asText();
  }

  private static String root(JsonNode definition) {
    return "/apis/%s/%s"
        .formatted(
            definition.at("/spec/group").asText(), definition.at("/spec/versions/0/name").asText());
  }

  private static void apply(HttpCaller admin, JsonNode definition) {
    String path = DEFINITIONS + definition.at("/metadata/name").asText();
    admin
        .call(
            "PATCH",
            path + "?fieldManager=keyturn-test&force=true",
            "application/apply-patch+yaml",
            definition.toString())
        .orThrow();
  }

  private static void awaitServed(HttpCaller admin, JsonNode definition) {
    String plural = definition.at("/spec/names/plural").asText();
    Waiting.until(
        Duration.ofSeconds(30),
        () -> admin.get(root(definition) + "/" + plural).status() == 200,
        () -> plural + " is not served");
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.list(SourceTree.root().resolve("crds"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
