package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.AuditedRequest;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A real API server that shows what there was some time ago, or has forgotten it. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OldAnswersTest {
  private static final String SYNCS = "/apis/keyturn.dev/v1alpha1/secretsyncs";
  private static final String LIST = "GET " + SYNCS + "?limit";
  private static final String WATCH = "watch=true";
  private static final String NO_HEADER = "X-Nothing: none";

  private RealControlPlane cluster;
  private FaultyProxy proxy;
  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane realCluster, RealVault realVault) {
    cluster = realCluster;
    vault = realVault;
    proxy = cluster.proxy();
    installation = Installation.enrolled(cluster, "old");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    operator = start();
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.awaitStore("vault", "True/Valid");
  }

  private OperatorProcess start() {
    return installation.start(
        proxy.url(),
        "keyturn-0",
        "--leader-election",
        "false",
        "--endpoints-allow",
        vault.url().toString());
  }

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
    proxy.close();
  }

  private void write(String key, String value) {
    vault.keyValues().write(mount, key, Map.of("v", value));
  }

  private void extract(String name, String key, String target) {
    shop.apply(Manifests.extract(name, "vault", "10s", key) + "  target: {" + target + "}\n");
  }

  private List<AuditedRequest> asked(AuditLog.Mark mark, String kind) {
    return installation.requests(mark).matching(request -> request.kind().equals(kind)).all();
  }

  private List<String> names(AuditLog.Mark mark, String kind) {
    return asked(mark, kind).stream().map(AuditedRequest::name).toList();
  }

  private String list(String query) {
    return installation.client().raw(SYNCS + query);
  }

  private String uid(String secret) {
    return installation
        .client()
        .secrets()
        .inNamespace(mount)
        .withName(secret)
        .require()
        .getMetadata()
        .getUid();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  /** As from an API server whose cache stands still: no watch leads out of it either. */
  @Test
  @Fault(value = "W4", on = Fault.Tier.R)
  void anOldListAfterARestartSetsNothingBackAndDeletesNothing() {
    write("first", "one");
    write("second", "two");
    extract("spec", "first", "name: spec");
    extract("renamed", "first", "name: renamed");
    shop.awaitData("spec", Map.of("v", "one"));
    shop.awaitData("renamed", Map.of("v", "one"));
    shop.awaitCondition("renamed", Condition.READY, "True/UpToDate");
    operator.close();
    extract("renamed", "first", "name: elsewhere");
    String then = list("");
    extract("renamed", "first", "name: renamed");
    operator = start();
    extract("spec", "second", "name: spec");
    shop.awaitData("spec", Map.of("v", "two"));
    shop.awaitCondition("renamed", Condition.READY, "True/UpToDate");
    String uid = uid("renamed");
    operator.close();
    write("first", "three");

    AuditLog.Mark mark = cluster.audit().mark();
    proxy.refuse(LIST, "200 OK", NO_HEADER, then, 1);
    proxy.refuse("GET " + SYNCS + "?allowWatch", "503 Service Unavailable", NO_HEADER, "", 1_000);
    operator = start();
    await().until(() -> names(mark, "get secretsyncs").containsAll(List.of("spec", "renamed")));
    assertThat(shop.data("spec")).isEqualTo(Map.of("v", "two"));
    assertThat(shop.data("elsewhere")).isEmpty();
    proxy.heal();

    write("second", "four");
    shop.awaitData("spec", Map.of("v", "four"));
    shop.awaitData("renamed", Map.of("v", "three"));
    assertThat(uid("renamed")).isEqualTo(uid);
    assertThat(names(mark, "patch secrets")).containsOnlyOnce("spec").doesNotContain("elsewhere");
    assertThat(asked(mark, "delete secrets")).isEmpty();
  }

  /** Etcd is compacted: the API server itself refuses, the watch first and then the next page. */
  @Test
  @Fault(value = "W6", on = Fault.Tier.R)
  void aVersionThatIsTooOldIsListedOnceMoreAndNoDeletionIsMissed() {
    write("kept", "one");
    extract("left", "kept", "creationPolicy: Orphan");
    extract("gone", "kept", "creationPolicy: Orphan");
    shop.awaitData("left", Map.of("v", "one"));
    shop.awaitData("gone", Map.of("v", "one"));
    shop.awaitCondition("gone", Condition.READY, "True/UpToDate");
    String page = list("?limit=1");
    assertThat(page).containsPattern("\"continue\":\"[^\"]");

    AuditLog.Mark mark = cluster.audit().mark();
    proxy.silence(WATCH);
    shop.client().resources(SecretSync.class).inNamespace(mount).withName("gone").delete();
    cluster.forgetHistory();
    proxy.heal();
    await().until(() -> !asked(mark, "list secretsyncs").isEmpty());
    shop.client().secrets().inNamespace(mount).withName("gone").delete();
    write("kept", "two");
    shop.awaitData("left", Map.of("v", "two"));
    assertThat(shop.data("gone")).isEmpty();
    assertThat(asked(mark, "list secretsyncs")).hasSize(1);
    operator.close();

    AuditLog.Mark restart = cluster.audit().mark();
    proxy.refuse(LIST, "200 OK", NO_HEADER, page, 1);
    operator = start();
    write("kept", "three");
    shop.awaitData("left", Map.of("v", "three"));
    assertThat(asked(restart, "list secretsyncs"))
        .extracting(AuditedRequest::status)
        .containsExactly(410, 200);
    assertThat(shop.data("gone")).isEmpty();
  }
}
