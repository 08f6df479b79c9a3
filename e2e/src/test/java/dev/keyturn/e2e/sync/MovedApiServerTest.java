package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.ControlPlaneOptions;
import dev.keyturn.e2e.kube.CustomResources;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A cluster of which parts are taken away and come back while one operator goes on. */
@RequiresComponents({ETCD, KUBE_APISERVER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MovedApiServerTest {
  private static final String DEFINITION = "secretsyncs.keyturn.dev";

  private RealControlPlane cluster;
  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(Provision provision, RealVault realVault) {
    vault = realVault;
    cluster = RealControlPlane.start(provision, ControlPlaneOptions.apiServerOnly().asMovable());
    installation = Installation.enrolled(cluster, "moved");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.awaitStore("vault", "True/Valid");
  }

  @AfterEach
  void itIsTheSameProcessAndServes() {
    assertThat(operator.isAlive()).isTrue();
    assertThat(operator.http().get("/livez").status()).isEqualTo(200);
    await().until(() -> operator.http().get("/readyz").status() == 200);
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
    cluster.close();
  }

  private void sync(String name, String value) {
    vault.keyValues().write(mount, name, Map.of("v", value));
    shop.apply(Manifests.extract(name, "vault", "1h", name));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  /** What is applied is seen by a watch only, what is repaired by another. */
  @Test
  @Fault(value = "K16", on = Fault.Tier.R)
  void anApiServerThatComesBackElsewhereWithAnotherCertificateIsFollowedWithinHalfAMinute() {
    sync("before", "one");
    shop.awaitData("before", Map.of("v", "one"));

    cluster.moveApiServer();
    long back = System.nanoTime();
    sync("after", "one");
    installation.client().secrets().inNamespace(mount).withName("before").delete();
    shop.awaitData("after", Map.of("v", "one"));
    shop.awaitData("before", Map.of("v", "one"));
    shop.awaitCondition("after", Condition.READY, "True/UpToDate");
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  @Fault(value = "K15", on = Fault.Tier.R)
  void aDefinitionThatIsTakenAwayAndInstalledAgainIsServedAgain() {
    sync("first", "one");
    shop.awaitData("first", Map.of("v", "one"));

    var definitions = installation.client().apiextensions().v1().customResourceDefinitions();
    definitions.withName(DEFINITION).delete();
    await().until(() -> definitions.withName(DEFINITION).get() == null);
    String path = "/apis/keyturn.dev/v1alpha1/secretsyncs";
    await().until(() -> cluster.admin().get(path).status() == 404);

    CustomResources.install(cluster);
    await()
        .ignoreException(KubernetesClientException.class)
        .untilAsserted(() -> sync("second", "one"));
    shop.awaitData("second", Map.of("v", "one"));
    shop.awaitCondition("second", Condition.READY, "True/UpToDate");
  }
}
