package dev.keyturn.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.Answer;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A real control plane of its own, because a chart brings cluster-wide objects, and Helm on it. */
final class ChartCluster implements AutoCloseable {
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static final List<String> DEMO_KINDS =
      List.of("secretstores.keyturn.dev", "secretsyncs.keyturn.dev");

  private final RealControlPlane controlPlane;
  private final Path folder;

  /**
   * Starts it.
   *
   * @param folder for the files of values
   */
  ChartCluster(Provision provision, Path folder) {
    controlPlane = RealControlPlane.provided(provision);
    this.folder = folder;
  }

  /**
   * Installs a release. No pod runs here for which Helm could wait, so it may come to the demo's
   * objects before the API server serves their kinds; then it is told once more, as the page says.
   */
  void install(String release, String namespace, String values) {
    try {
      installOnce(release, namespace, values);
    } catch (IllegalStateException e) {
      if (!String.valueOf(e.getMessage()).contains("no matches for kind")) {
        throw e;
      }
      DEMO_KINDS.forEach(this::awaitEstablished);
      upgrade(release, namespace, values);
    }
  }

  private void installOnce(String release, String namespace, String values) {
    new Helm(ProjectFiles.operatorChart())
        .install()
        .withName(release)
        .withNamespace(namespace)
        .withKubeConfig(controlPlane.adminKubeconfig())
        .withValuesFile(file(values))
        .call();
  }

  void upgrade(String release, String namespace, String values) {
    new Helm(ProjectFiles.operatorChart())
        .upgrade()
        .withName(release)
        .withNamespace(namespace)
        .withKubeConfig(controlPlane.adminKubeconfig())
        .withValuesFile(file(values))
        .call();
  }

  void uninstall(String release, String namespace) {
    Helm.uninstall(release)
        .withNamespace(namespace)
        .withKubeConfig(controlPlane.adminKubeconfig())
        .call();
  }

  /** A namespace that refuses pods outside of the restricted profile. */
  void createRestrictedNamespace(String name) {
    controlPlane
        .admin()
        .post(
            "/api/v1/namespaces",
            Yaml.parse(
                """
                metadata:
                  name: %s
                  labels: {pod-security.kubernetes.io/enforce: restricted}
                """
                    .formatted(name)))
        .orThrow();
  }

  void ensureServiceAccount(String namespace, String name) {
    Answer answer =
        controlPlane
            .admin()
            .post(
                "/api/v1/namespaces/" + namespace + "/serviceaccounts",
                Yaml.parse("metadata: {name: %s}".formatted(name)));
    if (answer.status() != 409) {
      answer.orThrow();
    }
  }

  /** The names of the kinds of the Prometheus operator, and nothing of their schemas. */
  void servePrometheusOperatorKinds() {
    for (String kind : List.of("ServiceMonitor", "PrometheusRule")) {
      String name = plural(kind) + ".monitoring.coreos.com";
      controlPlane
          .admin()
          .post(
              DEFINITIONS,
              Yaml.parse(
                  """
                  metadata: {name: %s}
                  spec:
                    group: monitoring.coreos.com
                    scope: Namespaced
                    names: {kind: %s, plural: %s}
                    versions:
                      - name: v1
                        served: true
                        storage: true
                        schema:
                          openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
                  """
                      .formatted(name, kind, plural(kind))))
          .orThrow();
      awaitEstablished(name);
    }
  }

  void awaitEstablished(String definition) {
    Waiting.until(
        Duration.ofSeconds(30),
        () ->
            Yaml.elements(definition(definition).at("/status/conditions"))
                .anyMatch(condition ->
                    condition.path("type").asText().equals("Established")
                        && condition.path("status").asText().equals("True")),
        () -> definition + " is not established: " + definition(definition).path("status"));
  }

  JsonNode definition(String name) {
    return get(DEFINITIONS + "/" + name);
  }

  JsonNode get(String path) {
    return answer(path).orThrow().json();
  }

  Answer answer(String path) {
    return controlPlane.admin().get(path);
  }

  /** What the server would say to this object; unknown fields are errors. Nothing is stored. */
  Answer rehearse(JsonNode object) {
    String apiVersion = object.path("apiVersion").asText();
    String namespace = object.at("/metadata/namespace").asText();
    String path =
        (apiVersion.contains("/") ? "/apis/" : "/api/")
            + apiVersion
            + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
            + "/"
            + plural(object.path("kind").asText())
            + "/"
            + object.at("/metadata/name").asText()
            + "?fieldManager=rehearsal&force=true&dryRun=All&fieldValidation=Strict";
    return controlPlane
        .admin()
        .call("PATCH", path, "application/apply-patch+yaml", object.toString());
  }

  /** Who may everything. */
  HttpCaller admin() {
    return controlPlane.admin();
  }

  AccessReviews reviewsAs(String namespace, String account) {
    return new AccessReviews(as(namespace, account));
  }

  HttpCaller as(String namespace, String account) {
    return controlPlane.as(
        controlPlane.serviceAccountToken(namespace, account, Duration.ofMinutes(10)));
  }

  @Override
  public void close() {
    controlPlane.close();
  }

  static String plural(String kind) {
    String name = kind.toLowerCase(Locale.ROOT);
    return name.endsWith("y") ? name.substring(0, name.length() - 1) + "ies" : name + "s";
  }

  private Path file(String values) {
    try {
      return Files.writeString(Files.createTempFile(folder, "values", ".yaml"), values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
