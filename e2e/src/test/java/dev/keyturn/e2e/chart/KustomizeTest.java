package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.ControlPlaneOptions;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.Command;
import dev.keyturn.proof.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** deploy/kustomize: made from the chart, and accepted by a real API server. */
final class KustomizeTest {
  private static final Path FOLDER = ProjectFiles.kustomize();
  private static final String TENANT = "tenant";
  private static final String HEAD =
      "# Made from the chart by KustomizeTest: change helm/keyturn, then run it with"
          + " -Dkeyturn.golden.update=true.\n";

  @Test
  void theBaseIsWhatTheChartRenders() {
    Golden.assertMatches(
        FOLDER.resolve("base/operator.yaml"),
        withoutRelease(Render.ofValues("crds: {enabled: false}").text()));
  }

  @Test
  void aTenantsRightsAreWhatTheChartRendersForOneNamespace() {
    String rendered =
        Render.ofValues(
                """
                crds: {enabled: false}
                namespaces: [{name: %s, serviceAccounts: [app]}]
                """
                    .formatted(TENANT))
            .text();
    String place = "\n  namespace: " + TENANT + "\n";
    String ofTenant =
        Arrays.stream(rendered.split("(?m)^---\n"))
            .filter(document -> document.contains(place))
            .map(document -> document.replace(place, "\n"))
            .collect(Collectors.joining("---\n", "---\n", ""));

    Golden.assertMatches(FOLDER.resolve("tenant/rights.yaml"), withoutRelease(ofTenant));
  }

  @Test
  void everyDefinitionIsAResource() {
    assertThat(
            Yaml.strings(
                Yaml.parse(ProjectFiles.text(ProjectFiles.generatedCrds().resolve("Kustomization")))
                    .path("resources")))
        .containsExactlyElementsOf(
            ProjectFiles.yamlFiles(ProjectFiles.generatedCrds()).stream()
                .map(file -> file.getFileName().toString())
                .toList());
  }

  /** Server-side, as everybody with definitions of this size applies them. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "staging", "prod"})
  @RequiresComponents({Component.ETCD, Component.KUBE_APISERVER, Component.KUBECTL})
  @Proves("F039")
  void anOverlayIsBuiltAppliedAndThenUnchanged(String name, Provision provision) {
    Path overlay = FOLDER.resolve("overlays").resolve(name);
    String kubectl = provision.program(Component.KUBECTL).toString();

    String built = run(List.of(kubectl, "kustomize", overlay.toString()));
    assertThat(OverlayFacts.of(Yaml.documents(built))).isEqualTo(expected(name));

    try (RealControlPlane cluster =
        RealControlPlane.start(provision, ControlPlaneOptions.apiServerOnly())) {
      cluster.admin().post("/api/v1/namespaces", Yaml.parse("metadata: {name: shop}")).orThrow();
      List<String> apply =
          List.of(
              kubectl,
              "--kubeconfig=" + cluster.adminKubeconfig(),
              "apply",
              "--server-side",
              "-k",
              overlay.toString());
      run(apply);
      AccessReviews operator = reviews(cluster);
      operator.awaitAllowed("get secrets -n shop");
      operator.awaitAllowed("create serviceaccounts/token app -n shop");
      operator.awaitDenied("get secrets -n default");
      String version = versionOfDeployment(cluster);
      run(apply);
      assertThat(versionOfDeployment(cluster)).isEqualTo(version);
    }
  }

  private static OverlayFacts expected(String name) {
    return switch (name) {
      case "dev" -> new OverlayFacts(1, "debug", "", 0, "50m");
      case "staging" -> new OverlayFacts(2, "info", "", 1, "50m");
      case "prod" -> new OverlayFacts(2, "info", "system-cluster-critical", 1, "250m");
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** What tells the environments from each other. */
  private record OverlayFacts(
      int replicas, String level, String priority, int budgets, String requestedProcessor) {
    static OverlayFacts of(List<JsonNode> objects) {
      JsonNode deployment =
          objects.stream()
              .filter(it -> it.path("kind").asText().equals("Deployment"))
              .findFirst()
              .orElseThrow();
      JsonNode pod = deployment.at("/spec/template/spec");
      List<String> flags = Yaml.strings(pod.at("/containers/0/args"));
      assertThat(flags).contains("--namespaces=shop");
      return new OverlayFacts(
          deployment.at("/spec/replicas").asInt(),
          flags.stream()
              .filter(it -> it.startsWith("--log-level="))
              .map(it -> it.substring("--log-level=".length()))
              .collect(Collectors.joining()),
          pod.path("priorityClassName").asText(),
          (int)
              objects.stream()
                  .filter(it -> it.path("kind").asText().equals("PodDisruptionBudget"))
                  .count(),
          pod.at("/containers/0/resources/requests/cpu").asText());
    }
  }

  private static AccessReviews reviews(RealControlPlane cluster) {
    return new AccessReviews(
        cluster.as(
            cluster.serviceAccountToken("keyturn-system", "keyturn", Duration.ofMinutes(10))));
  }

  private static String versionOfDeployment(RealControlPlane cluster) {
    return cluster
        .admin()
        .get("/apis/apps/v1/namespaces/keyturn-system/deployments/keyturn")
        .orThrow()
        .json()
        .at("/metadata/resourceVersion")
        .asText();
  }

  private static String run(List<String> line) {
    return Command.of(line).run(Duration.ofMinutes(1)).orThrow();
  }

  /** Without what says that Helm has made it and will change it. */
  private static String withoutRelease(String rendered) {
    return rendered
        .lines()
        .filter(line -> !line.startsWith("# Source: "))
        .filter(line -> !line.strip().startsWith("helm.sh/chart: "))
        .filter(line -> !line.strip().equals("app.kubernetes.io/managed-by: Helm"))
        .collect(Collectors.joining("\n", HEAD, "\n"));
  }
}
