package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.ControlPlaneOptions;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart on a real API server, with Helm's own install, upgrade and uninstall. No node runs the
 * pods: this is about what the server accepts and what the operator's account may do.
 */
@RequiresComponents({Component.ETCD, Component.KUBE_APISERVER, Component.KUBE_CONTROLLER_MANAGER})
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
final class ChartInstallTest {
  private static final String ENROLLED = "enrolled-system";
  private static final String NAMESPACED = "namespaced-system";
  private static final String VALUES =
      """
      demo: {enabled: true}
      namespaces:
        - {name: shop, serviceAccounts: [backend]}
      """;
  private static final List<String> CRDS =
      List.of(
          "clustersecretstores.keyturn.dev",
          "secretstores.keyturn.dev",
          "secretsyncs.keyturn.dev",
          "tenantsecretscopes.keyturn.dev");

  private final Path folder;
  private final RealControlPlane cluster;

  ChartInstallTest(@TempDir Path folder, Provision provision) {
    this.folder = folder;
    cluster = RealControlPlane.start(provision, ControlPlaneOptions.complete());
  }

  @BeforeAll
  void install() throws IOException {
    for (String namespace : List.of(ENROLLED, NAMESPACED, "shop", "blog")) {
      createRestrictedNamespace(namespace);
    }
    new Helm(ProjectFiles.operatorChart())
        .install()
        .withName("own")
        .withNamespace(NAMESPACED)
        .withKubeConfig(cluster.adminKubeconfig())
        .withValuesFile(
            file("namespaced.yaml", "{rbac: {mode: namespaced}, crds: {enabled: false}}"))
        .call();
    servePrometheusOperatorKinds();
    new Helm(ProjectFiles.operatorChart())
        .install()
        .withName("keyturn")
        .withNamespace(ENROLLED)
        .withKubeConfig(cluster.adminKubeconfig())
        .withValuesFile(file("enrolled.yaml", VALUES))
        .call();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @Test
  void podsAreAdmittedUnderTheRestrictedProfile() {
    Waiting.until(
        Duration.ofSeconds(60),
        () -> pods().size() == 2,
        () ->
            "pods: "
                + get("/api/v1/namespaces/" + ENROLLED + "/events").findValuesAsText("message"));

    assertThat(pods())
        .allMatch(pod -> pod.at("/spec/serviceAccountName").asText().equals("keyturn"));
  }

  @Test
  void definitionsAreEstablished() {
    for (String crd : CRDS) {
      Waiting.until(
          Duration.ofSeconds(30),
          () -> established(crd),
          () -> crd + " is not established: " + definition(crd).path("status"));
    }
  }

  @Test
  void demoObjectsArriveThoughTheSameReleaseBringsTheirKinds() {
    String kinds = "/apis/keyturn.dev/v1alpha1/namespaces/" + ENROLLED;

    assertThat(get(kinds + "/secretstores/demo").at("/spec/provider/fake/data/0/key").asText())
        .isEqualTo("demo/greeting");
    assertThat(get(kinds + "/secretsyncs/hello").at("/spec/secretStoreRef/name").asText())
        .isEqualTo("demo");
  }

  @Test
  void automaticMonitoringFollowsWhatTheClusterServesAtInstall() {
    String kinds = "/apis/monitoring.coreos.com/v1/namespaces/";

    assertThat(get(kinds + ENROLLED + "/servicemonitors").path("items")).hasSize(1);
    assertThat(get(kinds + ENROLLED + "/prometheusrules").path("items")).hasSize(1);
    assertThat(get(kinds + NAMESPACED + "/servicemonitors").path("items")).isEmpty();
    assertThat(get(kinds + NAMESPACED + "/prometheusrules").path("items")).isEmpty();
  }

  @Test
  void enrolledOperatorMayDoItsWorkAndNoMore() {
    AccessReviews account = reviewsAs(ENROLLED, "keyturn");

    assertThat(account.allowed("list secrets -n shop")).isTrue();
    assertThat(account.allowed("delete secrets -n shop")).isTrue();
    assertThat(account.allowed("list configmaps -n shop")).isTrue();
    assertThat(account.allowed("create serviceaccounts/token backend -n shop")).isTrue();
    assertThat(account.allowed("watch secretsyncs.keyturn.dev")).isTrue();
    assertThat(account.allowed("patch clustersecretstores.keyturn.dev/status")).isTrue();
    assertThat(account.allowed("list namespaces")).isTrue();
    assertThat(account.allowed("create events.events.k8s.io -n blog")).isTrue();
    assertThat(account.allowed("update leases.coordination.k8s.io keyturn -n " + ENROLLED))
        .isTrue();
    assertThat(account.allowed("get customresourcedefinitions.apiextensions.k8s.io " + CRDS.get(1)))
        .isTrue();

    assertThat(account.allowed("list secrets")).isFalse();
    assertThat(account.allowed("get secrets db -n blog")).isFalse();
    assertThat(account.allowed("create serviceaccounts/token other -n shop")).isFalse();
    assertThat(account.allowed("create serviceaccounts/token backend -n blog")).isFalse();
    assertThat(account.allowed("patch secretsyncs.keyturn.dev db -n shop")).isFalse();
    assertThat(account.allowed("update leases.coordination.k8s.io other -n " + ENROLLED)).isFalse();
    assertThat(
            account.allowed("patch customresourcedefinitions.apiextensions.k8s.io " + CRDS.get(1)))
        .isFalse();
    assertThat(account.allowed("patch deployments.apps web -n shop")).isFalse();
    assertThat(account.allowed("create rolebindings.rbac.authorization.k8s.io -n shop")).isFalse();
  }

  @Test
  void namespacedOperatorReachesItsOwnNamespaceOnly() {
    AccessReviews account = reviewsAs(NAMESPACED, "own-keyturn");

    assertThat(account.allowed("list secrets -n " + NAMESPACED)).isTrue();
    assertThat(account.allowed("watch secretsyncs.keyturn.dev -n " + NAMESPACED)).isTrue();
    assertThat(account.allowed("patch secretsyncs.keyturn.dev/status db -n " + NAMESPACED))
        .isTrue();
    assertThat(account.allowed("get namespaces " + NAMESPACED + " -n " + NAMESPACED)).isTrue();

    assertThat(account.allowed("list secrets -n shop")).isFalse();
    assertThat(account.allowed("list namespaces")).isFalse();
    assertThat(account.allowed("list secretsyncs.keyturn.dev")).isFalse();
    assertThat(account.allowed("list clustersecretstores.keyturn.dev")).isFalse();
  }

  @Test
  void aRoleReadsItsOwnNamespaceByName() {
    assertThat(caller(NAMESPACED, "own-keyturn").get("/api/v1/namespaces/" + NAMESPACED).status())
        .isEqualTo(200);
    assertThat(caller(NAMESPACED, "own-keyturn").get("/api/v1/namespaces/shop").status())
        .isEqualTo(403);
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void upgradeKeepsEveryDefinitionAndTheObjectsOfTheUser() throws IOException {
    Map<String, String> before = uids();
    new Helm(ProjectFiles.operatorChart())
        .upgrade()
        .withName("keyturn")
        .withNamespace(ENROLLED)
        .withKubeConfig(cluster.adminKubeconfig())
        .withValuesFile(file("upgrade.yaml", VALUES.replace("true", "false") + "replicas: 1\n"))
        .call();

    assertThat(
            get("/apis/apps/v1/namespaces/" + ENROLLED + "/deployments/keyturn")
                .at("/spec/replicas")
                .asInt())
        .isEqualTo(1);
    assertThat(uids()).isEqualTo(before);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void uninstallKeepsDefinitionsAndTheObjectsOfTheUser() {
    Map<String, String> before = uids();
    Helm.uninstall("keyturn")
        .withNamespace(ENROLLED)
        .withKubeConfig(cluster.adminKubeconfig())
        .call();

    assertThat(
            cluster
                .admin()
                .get("/apis/apps/v1/namespaces/" + ENROLLED + "/deployments/keyturn")
                .status())
        .isEqualTo(404);
    assertThat(uids()).isEqualTo(before);
  }

  /** UIDs of the definitions and of the demo's sync, which stands for a user's. */
  private Map<String, String> uids() {
    Map<String, String> found =
        CRDS.stream()
            .collect(
                Collectors.toMap(crd -> crd, crd -> definition(crd).at("/metadata/uid").asText()));
    found.put(
        "hello",
        get("/apis/keyturn.dev/v1alpha1/namespaces/" + ENROLLED + "/secretsyncs/hello")
            .at("/metadata/uid")
            .asText());
    assertThat(found.values()).doesNotContain("");
    return found;
  }

  /** Their names and nothing of their schemas. */
  private void servePrometheusOperatorKinds() {
    for (String kind : List.of("ServiceMonitor", "PrometheusRule")) {
      String plural = kind.toLowerCase(Locale.ROOT) + "s";
      String name = plural + ".monitoring.coreos.com";
      cluster
          .admin()
          .post(
              "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
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
                      .formatted(name, kind, plural)))
          .orThrow();
      Waiting.until(
          Duration.ofSeconds(30), () -> established(name), () -> name + " is not established");
    }
  }

  private boolean established(String crd) {
    return Yaml.elements(definition(crd).at("/status/conditions"))
        .anyMatch(condition ->
            condition.path("type").asText().equals("Established")
                && condition.path("status").asText().equals("True"));
  }

  private JsonNode definition(String crd) {
    return get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + crd);
  }

  private List<JsonNode> pods() {
    return Yaml.elements(get("/api/v1/namespaces/" + ENROLLED + "/pods").path("items")).toList();
  }

  private JsonNode get(String path) {
    return cluster.admin().get(path).orThrow().json();
  }

  private void createRestrictedNamespace(String name) {
    cluster
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

  private AccessReviews reviewsAs(String namespace, String account) {
    return new AccessReviews(caller(namespace, account));
  }

  private HttpCaller caller(String namespace, String account) {
    return cluster.as(cluster.serviceAccountToken(namespace, account, Duration.ofMinutes(10)));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
