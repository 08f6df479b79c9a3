package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.Answer;
import dev.keyturn.e2e.process.Waiting;
import dev.keyturn.proof.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
          "clustersecretsyncs.keyturn.dev",
          "tenantsecretscopes.keyturn.dev");

  private final ChartCluster cluster;

  ChartInstallTest(@TempDir Path folder, Provision provision) {
    cluster = new ChartCluster(provision, folder);
  }

  @BeforeAll
  void install() {
    for (String namespace : List.of(ENROLLED, NAMESPACED, Render.NAMESPACE, "shop", "blog")) {
      cluster.createRestrictedNamespace(namespace);
    }
    cluster.install("own", NAMESPACED, "{rbac: {mode: namespaced}, crds: {enabled: false}}");
    cluster.servePrometheusOperatorKinds();
    cluster.install("keyturn", ENROLLED, VALUES);
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
                + cluster
                    .get("/api/v1/namespaces/" + ENROLLED + "/events")
                    .findValuesAsText("message"));

    assertThat(pods())
        .allMatch(pod -> pod.at("/spec/serviceAccountName").asText().equals("keyturn"));
  }

  @Test
  void definitionsAreEstablished() {
    CRDS.forEach(cluster::awaitEstablished);
  }

  @ParameterizedTest
  @MethodSource("dev.keyturn.e2e.chart.ValueSet#all")
  void serverAcceptsEveryObjectOfEveryValueSet(ValueSet set) {
    Render render = set.render();
    List<JsonNode> objects = new ArrayList<>(render.objects());
    objects.addAll(render.tests().objects());
    // A pod is admitted only where its account is there already.
    cluster.ensureServiceAccount(
        Render.NAMESPACE, render.tests().only("Pod").at("/spec/serviceAccountName").asText());

    assertThat(objects).isNotEmpty();
    assertThat(objects)
        .allSatisfy(object -> {
          Answer answer = cluster.rehearse(object);
          assertThat(answer.successful()).as(answer.text()).isTrue();
        });
  }

  @Test
  void demoObjectsArriveThoughTheSameReleaseBringsTheirKinds() {
    String kinds = "/apis/keyturn.dev/v1alpha1/namespaces/" + ENROLLED;

    assertThat(
            cluster.get(kinds + "/secretstores/demo").at("/spec/provider/fake/data/0/key").asText())
        .isEqualTo("demo/greeting");
    assertThat(cluster.get(kinds + "/secretsyncs/hello").at("/spec/secretStoreRef/name").asText())
        .isEqualTo("demo");
  }

  @Test
  void automaticMonitoringFollowsWhatTheClusterServesAtInstall() {
    String kinds = "/apis/monitoring.coreos.com/v1/namespaces/";

    assertThat(cluster.get(kinds + ENROLLED + "/servicemonitors").path("items")).hasSize(1);
    assertThat(cluster.get(kinds + ENROLLED + "/prometheusrules").path("items")).hasSize(1);
    assertThat(cluster.get(kinds + NAMESPACED + "/servicemonitors").path("items")).isEmpty();
    assertThat(cluster.get(kinds + NAMESPACED + "/prometheusrules").path("items")).isEmpty();
  }

  @Test
  void enrolledOperatorMayDoItsWorkAndNoMore() {
    AccessReviews account = cluster.reviewsAs(ENROLLED, "keyturn");

    account.awaitAllowed("list secrets -n shop");
    account.awaitAllowed("delete secrets -n shop");
    account.awaitAllowed("list configmaps -n shop");
    account.awaitAllowed("create serviceaccounts/token backend -n shop");
    account.awaitAllowed("watch secretsyncs.keyturn.dev");
    account.awaitAllowed("patch clustersecretstores.keyturn.dev/status");
    account.awaitAllowed("list namespaces");
    account.awaitAllowed("create events.events.k8s.io -n blog");
    account.awaitAllowed("update leases.coordination.k8s.io keyturn -n " + ENROLLED);
    account.awaitAllowed("get customresourcedefinitions.apiextensions.k8s.io " + CRDS.get(1));

    account.awaitDenied("list secrets");
    account.awaitDenied("get secrets db -n blog");
    account.awaitDenied("create serviceaccounts/token other -n shop");
    account.awaitDenied("create serviceaccounts/token backend -n blog");
    // Its finalizer, while it owes a cleanup at a backend.
    account.awaitAllowed("patch secretsyncs.keyturn.dev db -n shop");
    account.awaitDenied("update secretsyncs.keyturn.dev db -n shop");
    // Those that a ClusterSecretSync makes.
    account.awaitAllowed("create secretsyncs.keyturn.dev -n shop");
    account.awaitAllowed("delete secretsyncs.keyturn.dev db -n shop");
    account.awaitAllowed("watch clustersecretsyncs.keyturn.dev");
    account.awaitAllowed("patch clustersecretsyncs.keyturn.dev/status");
    account.awaitAllowed("update clustersecretsyncs.keyturn.dev/finalizers");
    account.awaitDenied("create secretsyncs.keyturn.dev -n blog");
    account.awaitDenied("delete secretsyncs.keyturn.dev db -n blog");
    account.awaitDenied("patch clustersecretsyncs.keyturn.dev db");
    account.awaitDenied("update leases.coordination.k8s.io other -n " + ENROLLED);
    account.awaitDenied("patch customresourcedefinitions.apiextensions.k8s.io " + CRDS.get(1));
    account.awaitDenied("patch deployments.apps web -n shop");
    account.awaitDenied("create rolebindings.rbac.authorization.k8s.io -n shop");
  }

  /** A namespace need not be there to be asked about. */
  @Test
  @Proves("N19")
  void enrolledOperatorReachesSecretsAndTokensOfNoneOfTwoHundredOtherNamespaces() {
    AccessReviews account = cluster.reviewsAs(ENROLLED, "keyturn");

    account.awaitAllowed("list secrets -n shop");
    account.awaitAllowed("create serviceaccounts/token backend -n shop");
    for (int i = 0; i < 200; i++) {
      String namespace = " -n tenant-" + i;
      account.awaitDenied("list secrets" + namespace);
      account.awaitDenied("get secrets db" + namespace);
      account.awaitDenied("patch secrets db" + namespace);
      account.awaitDenied("create serviceaccounts/token backend" + namespace);
    }
    account.awaitDenied("watch secrets");
    account.awaitDenied("create serviceaccounts/token backend");
  }

  @Test
  void namespacedOperatorReachesItsOwnNamespaceOnly() {
    AccessReviews account = cluster.reviewsAs(NAMESPACED, "own-keyturn");

    account.awaitAllowed("list secrets -n " + NAMESPACED);
    account.awaitAllowed("watch secretsyncs.keyturn.dev -n " + NAMESPACED);
    account.awaitAllowed("patch secretsyncs.keyturn.dev/status db -n " + NAMESPACED);
    account.awaitAllowed("get namespaces " + NAMESPACED + " -n " + NAMESPACED);

    account.awaitDenied("list secrets -n shop");
    account.awaitDenied("list namespaces");
    account.awaitDenied("list secretsyncs.keyturn.dev");
    account.awaitDenied("list clustersecretstores.keyturn.dev");
    account.awaitDenied("list clustersecretsyncs.keyturn.dev");
    account.awaitDenied("create secretsyncs.keyturn.dev -n " + NAMESPACED);
    account.awaitDenied("delete secretsyncs.keyturn.dev db -n " + NAMESPACED);
  }

  @Test
  void aRoleReadsItsOwnNamespaceByName() {
    assertThat(
            cluster.as(NAMESPACED, "own-keyturn").get("/api/v1/namespaces/" + NAMESPACED).status())
        .isEqualTo(200);
    assertThat(cluster.as(NAMESPACED, "own-keyturn").get("/api/v1/namespaces/shop").status())
        .isEqualTo(403);
  }

  @Test
  @Order(Integer.MAX_VALUE - 2)
  void upgradeMaySwitchTheModeThereAndBack() {
    String namespaced = "{rbac: {mode: namespaced}, crds: {enabled: false}}";
    String enrolled = "{namespaces: [{name: %s}], crds: {enabled: false}}".formatted(NAMESPACED);
    AccessReviews account = cluster.reviewsAs(NAMESPACED, "own-keyturn");

    cluster.upgrade("own", NAMESPACED, enrolled);
    account.awaitAllowed("list secrets -n " + NAMESPACED);
    account.awaitAllowed("list clustersecretstores.keyturn.dev");

    cluster.upgrade("own", NAMESPACED, namespaced);
    account.awaitAllowed("list secrets -n " + NAMESPACED);
    account.awaitDenied("list clustersecretstores.keyturn.dev");
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void upgradeKeepsEveryDefinitionAndTheObjectsOfTheUser() {
    Map<String, String> before = uids();
    cluster.upgrade(
        "keyturn", ENROLLED, VALUES.replace("enabled: true", "enabled: false") + "replicas: 1\n");

    assertThat(
            cluster
                .get("/apis/apps/v1/namespaces/" + ENROLLED + "/deployments/keyturn")
                .at("/spec/replicas")
                .asInt())
        .isEqualTo(1);
    assertThat(uids()).isEqualTo(before);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void uninstallKeepsDefinitionsAndTheObjectsOfTheUser() {
    Map<String, String> before = uids();
    cluster.uninstall("keyturn", ENROLLED);

    assertThat(
            cluster
                .answer("/apis/apps/v1/namespaces/" + ENROLLED + "/deployments/keyturn")
                .status())
        .isEqualTo(404);
    assertThat(uids()).isEqualTo(before);
  }

  /** UIDs of the definitions and of the demo's sync, which stands for a user's. */
  private Map<String, String> uids() {
    Map<String, String> found =
        CRDS.stream()
            .collect(
                Collectors.toMap(
                    crd -> crd, crd -> cluster.definition(crd).at("/metadata/uid").asText()));
    found.put(
        "hello",
        cluster
            .get("/apis/keyturn.dev/v1alpha1/namespaces/" + ENROLLED + "/secretsyncs/hello")
            .at("/metadata/uid")
            .asText());
    assertThat(found.values()).doesNotContain("");
    return found;
  }

  private List<JsonNode> pods() {
    return Yaml.elements(cluster.get("/api/v1/namespaces/" + ENROLLED + "/pods").path("items"))
        .toList();
  }
}
