package dev.keyturn.e2e.kube;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.HttpFailureException;
import dev.keyturn.e2e.process.LoopbackPorts;
import dev.keyturn.e2e.process.Waiting;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER})
class RealControlPlaneTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NAMESPACES_BY_ONE = "/api/v1/namespaces?limit=1";

  @Test
  void adminKubeconfigOpensTheClusterForTheKubernetesClient(RealControlPlane cluster) {
    String namespace = cluster.createNamespace("harness");
    try (KubernetesClient client = cluster.adminClient()) {
      assertThat(client.namespaces().withName(namespace).get()).isNotNull();
      assertThat(client.getKubernetesVersion().getGitVersion()).startsWith("v1.");
    }
  }

  /** As the profile k3s does it. */
  @Test
  void aClusterThatSomebodyElseRunsIsUsedByItsKubeconfigAndKeepsItsProcesses(
      RealControlPlane cluster) {
    try (RealControlPlane attached = RealControlPlane.attach(new Running(cluster))) {
      String namespace = attached.createNamespace("attached");
      attached.createServiceAccount(namespace, "reader");
      String token = attached.serviceAccountToken(namespace, "reader", Duration.ofMinutes(10));
      assertThat(attached.as(token).get("/version").status()).isEqualTo(200);
      assertThat(attached.as(token).get(NAMESPACES_BY_ONE).status()).isEqualTo(403);
      assertThatThrownBy(attached::stopApiServer).isInstanceOf(TestAbortedException.class);
    }
    assertThat(cluster.admin().get("/readyz").status()).isEqualTo(200);
  }

  private record Running(RealControlPlane cluster) implements ExternalCluster {
    @Override
    public void start() {}

    @Override
    public Path kubeconfig() {
      return cluster.adminKubeconfig();
    }

    @Override
    public void close() {}
  }

  @Test
  void serviceAccountKubeconfigHasTheRightsOfTheServiceAccountOnly(RealControlPlane cluster) {
    String namespace = cluster.createNamespace("harness");
    cluster.createServiceAccount(namespace, "reader");
    Config config =
        Config.fromKubeconfig(cluster.serviceAccountKubeconfig(namespace, "reader").toFile());
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThat(client.getNamespace()).isEqualTo(namespace);
      assertThatThrownBy(() -> client.secrets().inNamespace(namespace).list())
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    }
  }

  @Test
  void auditLogCountsRequestsByUserVerbAndResource(RealControlPlane cluster) {
    String namespace = cluster.createNamespace("harness");
    cluster.createServiceAccount(namespace, "counted");
    var caller =
        cluster
            .as(cluster.serviceAccountToken(namespace, "counted", Duration.ofMinutes(10)))
            .with("User-Agent", "counting/1");
    AuditLog.Mark mark = cluster.audit().mark();
    caller.get("/api/v1/namespaces/" + namespace + "/secrets/absent");
    caller.post("/api/v1/namespaces/" + namespace + "/secrets", JSON.createObjectNode());
    caller.get("/api/v1/namespaces/" + namespace + "/pods/absent/log");

    AuditedRequests requests = cluster.audit().since(mark).by(namespace, "counted");

    assertThat(requests.countByKind())
        .containsOnly(
            Map.entry("get secrets", 1),
            Map.entry("create secrets", 1),
            Map.entry("get pods/log", 1));
    assertThat(requests.writes().count()).isEqualTo(1);
    assertThat(requests.byUserAgent("counting").all())
        .hasSize(3)
        .allSatisfy(request -> assertThat(request.status()).isEqualTo(403));
  }

  @Test
  void controllerManagerDeletesTheContentOfADeletedNamespace(RealControlPlane cluster) {
    String namespace = cluster.createNamespace("harness");
    cluster.createServiceAccount(namespace, "content");
    cluster.admin().delete("/api/v1/namespaces/" + namespace).orThrow();
    Waiting.until(
        Duration.ofSeconds(60),
        () -> cluster.admin().get("/api/v1/namespaces/" + namespace).status() == 404,
        () -> "namespace " + namespace + " is still there");
  }

  @Test
  void aNamespaceThatEndsWhileHistoryIsForgottenTakesItsCustomResourcesAlong(Provision provision) {
    try (RealControlPlane cluster =
        RealControlPlane.start(provision, ControlPlaneOptions.complete())) {
      CustomResources.install(cluster);
      String namespace = cluster.createNamespace("harness");
      String syncs = "/apis/keyturn.dev/v1alpha1/namespaces/" + namespace + "/secretsyncs";
      ObjectNode sync = JSON.createObjectNode();
      sync.put("apiVersion", "keyturn.dev/v1alpha1").put("kind", "SecretSync");
      sync.putObject("metadata").put("name", "left");
      ObjectNode spec = sync.putObject("spec");
      spec.putObject("secretStoreRef").put("name", "vault");
      spec.putArray("dataFrom").addObject().putObject("extract").put("key", "a");
      cluster.admin().post(syncs, sync).orThrow();
      cluster.admin().delete("/api/v1/namespaces/" + namespace).orThrow();

      cluster.forgetHistory();

      assertThat(cluster.admin().get("/api/v1/namespaces/" + namespace).status()).isEqualTo(404);
      Waiting.until(
          Duration.ofSeconds(60),
          () -> cluster.admin().get(syncs).status() == 200,
          () -> "SecretSyncs are not served again");
      assertThat(cluster.admin().get(syncs).orThrow().json().path("items")).isEmpty();
    }
  }

  @Test
  void serversCanBeStoppedAndStartedOnTheirDataAndLeaveNothingBehind(Provision provision) {
    RealControlPlane cluster =
        RealControlPlane.start(provision, ControlPlaneOptions.apiServerOnly());
    List<Long> pids;
    try (cluster) {
      String namespace = cluster.createNamespace("harness");
      cluster.stopApiServer();
      assertThatThrownBy(() -> cluster.admin().get("/readyz"))
          .isInstanceOf(HttpFailureException.class);
      cluster.stopEtcd();
      cluster.startEtcd();
      cluster.startApiServer();
      assertThat(cluster.admin().get("/api/v1/namespaces/" + namespace).status()).isEqualTo(200);
      String next = firstPageOfNamespaces(cluster);
      cluster.forgetHistory();
      assertThat(cluster.admin().get(NAMESPACES_BY_ONE + "&continue=" + next).status())
          .isEqualTo(410);
      pids = List.of(cluster.etcd().pid(), cluster.apiServer().pid());
    }
    assertThat(pids).allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
    assertThat(LoopbackPorts.isFree(cluster.url().getPort())).isTrue();
    assertThat(Files.exists(cluster.adminKubeconfig())).isFalse();
  }

  private static String firstPageOfNamespaces(RealControlPlane cluster) {
    String next =
        cluster.admin().get(NAMESPACES_BY_ONE).orThrow().json().at("/metadata/continue").asText();
    assertThat(next).isNotEmpty();
    return next;
  }
}
