package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.AuditedRequest;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.FaultyProxy.Spoil;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real API server that does not take a Secret: by a rule, a right, or without a word. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusingApiServerTest {
  private RealControlPlane cluster;
  private FaultyProxy proxy;
  private Installation installation;
  private ClusterRules rules;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;
  private Path token;

  @BeforeAll
  void install(RealControlPlane realCluster, RealVault realVault, @TempDir Path folder)
      throws IOException {
    cluster = realCluster;
    vault = realVault;
    proxy = cluster.proxy();
    installation = Installation.enrolled(cluster, "refused");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    rules = new ClusterRules(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    token = Files.writeString(folder.resolve("token"), installation.tokenOf("first"));
    operator =
        installation.startWithToken(
            proxy.url(), token, "keyturn-0", "--endpoints-allow", vault.url().toString());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.awaitStore("vault", "True/Valid");
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

  private void value(String name, String value) {
    vault.keyValues().write(mount, name, Map.of("v", value));
  }

  /** The value under this key: another one is another spec, and makes an attempt at once. */
  private void sync(String name, String key, String... more) {
    shop.apply(
        Manifests.sync(
            name,
            "vault",
            "1h",
            "data: [{secretKey: %s, remoteRef: {key: %s, property: v}}]".formatted(key, name)
                + String.join("", more)));
  }

  private String write(String name) {
    return "PATCH /api/v1/namespaces/" + mount + "/secrets/" + name + "?";
  }

  private List<AuditedRequest> written(AuditLog.Mark mark, String name) {
    return installation
        .requests(mark)
        .matching(request -> request.kind().equals("patch secrets"))
        .matching(request -> request.name().equals(name))
        .all();
  }

  private void assertFailed(String name, String detail, Map<String, String> kept) {
    assertThat(shop.status(name).lastError()).extracting(SyncError::detail).isEqualTo(detail);
    assertThat(shop.data(name)).isEqualTo(kept);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  @Test
  @Fault(value = "K2", on = Fault.Tier.R)
  void aCreateThatWasCarriedOutBeforeItWasRefusedIsOurs() {
    AuditLog.Mark mark = cluster.audit().mark();
    proxy.spoil(write("twice"), Spoil.REPEATED, 1);
    value("twice", "one");
    sync("twice", "a");
    shop.awaitCondition("twice", Condition.READY, "True/UpToDate");
    assertThat(written(mark, "twice"))
        .extracting(AuditedRequest::status)
        .startsWith(201, 409)
        .filteredOn(status -> status == 201)
        .hasSize(1);
    assertThat(
            installation
                .client()
                .secrets()
                .inNamespace(mount)
                .withName("twice")
                .get()
                .getMetadata()
                .getOwnerReferences())
        .extracting(OwnerReference::getName)
        .containsExactly("twice");
    assertThat(shop.data("twice")).isEqualTo(Map.of("a", "one"));
  }

  @Test
  @Fault(value = "K2", on = Fault.Tier.R)
  void aSecretThatSomebodyElseCreatedIsAConflictAndKeepsItsBytes() {
    shop.secret("theirs", "a", "theirs");
    value("theirs", "ours");
    sync("theirs", "a");
    shop.awaitCondition("theirs", Condition.SYNCED, "False/OwnershipConflict");
    assertThat(shop.data("theirs")).isEqualTo(Map.of("a", "theirs"));
  }

  /** It is carried out and held for a minute; that the sync goes on shows that its call ended. */
  @Test
  @Fault(value = "K7", on = Fault.Tier.R)
  void aWriteThatHangsEndsAndTakesNothingFromOthers() {
    proxy.spoil(write("hanging"), Spoil.HELD, 1);
    value("hanging", "one");
    sync("hanging", "a");
    await().until(() -> sent("hanging").size() == 1);
    List<String> others = IntStream.range(0, 20).mapToObj(i -> "other-" + i).toList();
    for (String other : others) {
      value(other, "one");
      sync(other, "a");
    }
    others.forEach(other -> shop.awaitData(other, Map.of("a", "one")));
    assertThat(shop.condition("hanging", Condition.READY)).isNotEqualTo("True/UpToDate");
    shop.awaitCondition("hanging", Condition.READY, "True/UpToDate");
    assertThat(Duration.ofNanos(System.nanoTime() - sent("hanging").getFirst().nanoTime()))
        .isLessThan(Duration.ofSeconds(40));
    assertThat(shop.data("hanging")).isEqualTo(Map.of("a", "one"));
  }

  private List<FaultyProxy.Received> sent(String name) {
    return proxy.received().stream()
        .filter(request -> request.line().startsWith(write(name)))
        .toList();
  }

  @Test
  @Fault(value = "K10", on = Fault.Tier.R)
  void aRightThatIsTakenIsSaidAndWhatItIsGivenBackForHeals() {
    value("denied", "one");
    sync("denied", "a");
    shop.awaitData("denied", Map.of("a", "one"));
    var taken = rules.takeRights();
    sync("denied", "b");
    shop.awaitCondition("denied", Condition.SYNCED, "False/AccessDenied");
    assertFailed("denied", "not-enrolled", Map.of("a", "one"));
    rules.giveRights(taken);
    shop.request("denied");
    shop.awaitData("denied", Map.of("b", "one"));
    shop.awaitCondition("denied", Condition.SYNCED, "True/UpToDate");
  }

  @Test
  @Fault(value = "K11", on = Fault.Tier.R)
  void aQuotaThatIsExceededIsSaidAndTheOldSecretStays() {
    value("limited", "one");
    sync("limited", "a");
    shop.awaitData("limited", Map.of("a", "one"));
    rules.quota(0);
    sync("limited", "b", "\n  target: {name: moved}");
    shop.awaitCondition("limited", Condition.SYNCED, "False/AccessDenied");
    assertFailed("limited", "quota", Map.of("a", "one"));
    assertThat(shop.data("moved")).isEmpty();
    rules.noQuota();
    shop.request("limited");
    shop.awaitData("moved", Map.of("b", "one"));
    await().until(() -> shop.data("limited").isEmpty());
  }

  /** Its words hold the value; its name is all that is said. */
  @Test
  @Fault(value = "K12", on = Fault.Tier.R)
  void aPolicyThatRefusesIsNamedWithoutItsWordsAndNotAskedAtEveryInterval() {
    value("ruled", "one");
    value("beside", "one");
    sync("ruled", "a");
    shop.awaitData("ruled", Map.of("a", "one"));
    rules.policy(mount, "ruled", "'canary ' + string(object.data['v'])");
    try {
      value("ruled", "canary-in-the-policy");
      AuditLog.Mark mark = cluster.audit().mark();
      shop.apply(Manifests.extract("ruled", "vault", "10s", "ruled"));
      shop.awaitCondition("ruled", Condition.SYNCED, "False/TargetInvalid");
      assertFailed("ruled", "admission", Map.of("a", "one"));
      assertThat(shop.status("ruled").lastError())
          .extracting(SyncError::message)
          .asString()
          .contains(mount)
          .doesNotContain("canary");
      shop.apply(Manifests.extract("beside", "vault", "10s", "beside"));
      shop.awaitData("beside", Map.of("v", "one"));
      value("beside", "two");
      shop.awaitData("beside", Map.of("v", "two"));
      assertThat(written(mark, "ruled")).hasSize(1);
      assertThat(operator.output()).doesNotContain("canary-in-the-policy");
      assertThat(installation.client().events().v1().events().inNamespace(mount).list().getItems())
          .extracting(event -> String.valueOf(event.getNote()))
          .noneMatch(note -> note.contains("canary"));
    } finally {
      rules.noPolicy(mount, "ruled");
    }
    shop.request("ruled");
    shop.awaitData("ruled", Map.of("v", "canary-in-the-policy"));
  }

  /** The API server remembers for ten seconds that a token was good. */
  @Test
  @Fault(value = "K13", on = Fault.Tier.R)
  void aTokenThatEndsIsReplacedFromItsFile() throws IOException {
    String before = Files.readString(token);
    AuditLog.Mark mark = cluster.audit().mark();
    Files.writeString(token, installation.tokenOf("second"));
    var secrets = installation.client().secrets().inNamespace(installation.namespace());
    secrets.withName("first").delete();
    await().until(() -> cluster.as(before).get("/api").status() == 401);
    value("rotated", "one");
    sync("rotated", "a");
    shop.awaitData("rotated", Map.of("a", "one"));
    shop.awaitCondition("rotated", Condition.READY, "True/UpToDate");
    // Each of the operator's three clients has a login of its own.
    assertThat(
            cluster.audit().since(mark).byUserAgent("keyturn/").all().stream()
                .filter(request -> request.status() == 401))
        .hasSizeLessThanOrEqualTo(3);
    assertThat(operator.isAlive()).isTrue();
    assertThat(operator.metrics().sum("keyturn_leader")).isOne();
  }
}
