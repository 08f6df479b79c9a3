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
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorOptions;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Fault.Tier;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An operator that is killed after each of its writes, and one that is started after it. Of what it
 * sends after that write nothing arrives. There is one at a time and no Lease, so that nobody waits
 * for the end of one.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledOperatorTest {
  /** Of a store: status and event; of a sync: Secret, status and event. */
  private static final int WRITES = 5;

  private static final int WRITES_OF_STORE = 2;

  private RealControlPlane cluster;
  private FaultyProxy api;
  private FaultyProxy backend;
  private Installation installation;
  private OperatorProcess operator;
  private RealVault vault;
  private String mount;
  private AuditLog.Mark begin;

  @BeforeAll
  void install(RealControlPlane realCluster, RealVault realVault) {
    cluster = realCluster;
    vault = realVault;
    api = cluster.proxy();
    backend = FaultyProxy.before(vault.url());
    installation =
        Installation.enrolled(
            cluster,
            Stream.concat(
                    Stream.of("other", "clean"), Collections.nCopies(WRITES, "killed").stream())
                .toArray(String[]::new));
    mount = installation.tenant(0);
    vault.keyValues().mount(mount, 2);
    begin = cluster.audit().mark();
    api.stopAfterWrites("/secrets", 1);
    operator = OperatorProcess.launch(options());
    restart(api);
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
    api.close();
    backend.close();
  }

  private OperatorOptions options() {
    return installation
        .options(api.url(), "keyturn-0")
        .with("--leader-election", "false")
        .with("--endpoints-allow", backend.url().toString());
  }

  /** Kills the operator when the last write that passes was answered, and starts another. */
  private void restart(FaultyProxy stopped) {
    await().until(stopped::hasStopped);
    operator.kill();
    operator.close();
    stopped.heal();
    operator = OperatorProcess.start(options());
  }

  private Objects tenant(int index) {
    return new Objects(installation.client(), installation.tenant(index));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private void sync(Objects shop, String name, String rest) {
    vault.keyValues().write(mount, name, Map.of("v", "one"));
    shop.apply(
        Manifests.sync(
            name, "vault", "1h", "dataFrom: [{extract: {key: " + name + "}}]\n  " + rest));
  }

  private void store(Objects shop) {
    shop.secret("vault-token", "token", vault.rootToken());
    shop.apply(Manifests.tokenStore(backend.url(), "vault", mount));
  }

  /** Each object after the writes of the one before it, so that the n-th write is always one. */
  private void begin(Objects shop) {
    store(shop);
    await().until(() -> api.hasStopped() || writes(shop) == WRITES_OF_STORE);
    sync(shop, shop.namespace(), "");
  }

  /** How many writes into a namespace the operator has sent. */
  private long writes(Objects shop) {
    return api.received().stream()
        .map(FaultyProxy.Received::line)
        .filter(line -> !line.startsWith("GET "))
        .filter(line -> line.contains("/namespaces/" + shop.namespace() + "/"))
        .count();
  }

  /** Objects that came into being or ended; events say what happened and are not state. */
  private List<String> created(Objects shop) {
    return installation
        .requests(begin)
        .writes()
        .matching(request -> request.namespace().equals(shop.namespace()))
        .matching(request -> request.status() == 201 || request.verb().startsWith("delete"))
        .matching(request -> !request.resource().equals("events"))
        .all()
        .stream()
        .map(request -> request.verb() + " " + request.resource())
        .toList();
  }

  /** What there is in the end, without names and times. */
  private List<Object> end(Objects shop) {
    shop.awaitStore("vault", "True/Valid");
    shop.awaitCondition(shop.namespace(), Condition.READY, "True/UpToDate");
    Secret secret = secret(shop, shop.namespace());
    List<Object> end = new ArrayList<>();
    end.add(shop.data(shop.namespace()));
    for (String type : List.of("Ready", "Synced", "Stalled", "Reconciling")) {
      end.add(shop.condition(shop.namespace(), type));
    }
    end.add(secret.getType());
    end.add(secret.getMetadata().getLabels());
    end.add(secret.getMetadata().getAnnotations().keySet());
    end.add(secret.getMetadata().getOwnerReferences().size());
    end.add(installation.client().secrets().inNamespace(shop.namespace()).list().getItems().size());
    end.add(created(shop));
    return end;
  }

  private Secret secret(Objects shop, String name) {
    return installation.client().secrets().inNamespace(shop.namespace()).withName(name).get();
  }

  @Test
  @Fault(value = "L1", on = Tier.B)
  void aKillAfterAnyWriteEndsAsIfThereHadBeenNone() {
    Objects undisturbed = tenant(1);
    begin(undisturbed);
    await().until(() -> writes(undisturbed) == WRITES);
    List<Object> clean = end(undisturbed);
    for (int write = 1; write <= WRITES; write++) {
      Objects shop = tenant(1 + write);
      api.stopAfterWrites("/namespaces/" + shop.namespace() + "/", write);
      begin(shop);
      restart(api);
      assertThat(end(shop)).as("killed after write %s", write).isEqualTo(clean);
    }
    assertThat(
            installation
                .requests(begin)
                .matching(request -> request.namespace().equals(installation.namespace()))
                .writes()
                .countByKind())
        .isEqualTo(Map.of("patch secrets", 1));
  }

  @Test
  @Fault(
      value = "L2",
      on = {Tier.R, Tier.B})
  void whatWasWrittenToVaultBeforeTheKillIsOneVersion() {
    Objects shop = tenant(0);
    store(shop);
    shop.awaitStore("vault", "True/Valid");
    shop.secret("app", "token", "one");
    // The mark that it is ours, and then the value.
    for (int write = 1; write <= 2; write++) {
      String name = "pushed-" + write;
      backend.stopAfterWrites("/" + mount + "/", write);
      shop.apply(
          Manifests.sync(
              name,
              "vault",
              "1h",
              "push: [{secretKey: token, source: {name: app}, remoteRef: {key: "
                  + name
                  + ", property: token}}]"));
      restart(backend);
      shop.awaitCondition(name, Condition.PUSHED, "True/UpToDate");
      assertOneVersion(name, Map.of("token", "one"));
    }
    backend.stopAfterWrites("/" + mount + "/", 1);
    shop.apply(
        Manifests.sync(
            "made",
            "vault",
            "1h",
            "generate: [{secretKey: key, generator: {password: {length: 24}},"
                + " remoteRef: {key: made, property: key}}]"));
    restart(backend);
    shop.awaitCondition("made", Condition.SYNCED, "True/UpToDate");
    assertOneVersion("made", shop.data("made"));
  }

  /** Between the mark and the value, whichever of them comes first. */
  @Test
  @Fault(
      value = "L2",
      on = {Tier.R, Tier.B})
  void whatWasHalfPushedBeforeTheKillIsOursStill() {
    Objects shop = tenant(0);
    store(shop);
    shop.awaitStore("vault", "True/Valid");
    shop.secret("half", "token", "one");
    String entry =
        "push: [{secretKey: token, source: {name: half}, remoteRef: {key: %s, property: token},"
            + " deletionPolicy: Delete}]";
    backend.stopAfterWrites("/" + mount + "/", 1);
    shop.apply(Manifests.sync("half", "vault", "1h", entry.formatted("half")));
    await().until(backend::hasStopped);
    operator.kill();
    shop.secret("half", "token", "two");
    restart(backend);
    shop.awaitCondition("half", Condition.PUSHED, "True/UpToDate");
    assertOneVersion("half", Map.of("token", "two"));

    backend.stopAfterWrites("/" + mount + "/", 1);
    shop.apply(Manifests.sync("dropped", "vault", "1h", entry.formatted("dropped")));
    await().until(backend::hasStopped);
    operator.kill();
    var dropped =
        installation.client().resources(SecretSync.class).inNamespace(mount).withName("dropped");
    dropped.delete();
    restart(backend);
    await().until(() -> dropped.get() == null);
    assertThat(vault.keyValues().read(mount, "dropped").status()).isEqualTo(404);
  }

  private void assertOneVersion(String key, Map<String, String> data) {
    var read = vault.keyValues().read(mount, key).json().path("data");
    assertThat(read.at("/metadata/version").asInt()).isOne();
    assertThat(data).isNotEmpty();
    data.forEach((name, value) -> assertThat(read.at("/data/" + name).asText()).isEqualTo(value));
  }

  /** The garbage collector is the real one: a Secret that dies with its sync shows that it ran. */
  @Test
  @Fault(value = "D7", on = Tier.B)
  void anOrphanSurvivesItsSyncWhereverTheOperatorWasKilled() {
    Objects shop = tenant(0);
    store(shop);
    shop.awaitStore("vault", "True/Valid");
    sync(shop, "turned", "");
    shop.awaitCondition("turned", Condition.READY, "True/UpToDate");

    api.stopAfterWrites("/secrets/born", 1);
    sync(shop, "born", "target: {creationPolicy: Orphan}");
    assertSurvives(shop, "born");
    api.stopAfterWrites("/secrets/turned", 1);
    sync(shop, "turned", "target: {creationPolicy: Orphan}");
    assertSurvives(shop, "turned");
  }

  /** Its sync is deleted while nobody serves. */
  private void assertSurvives(Objects shop, String name) {
    await().until(api::hasStopped);
    operator.kill();
    Secret before = secret(shop, name);
    assertThat(before).isNotNull();
    var syncs = installation.client().resources(SecretSync.class).inNamespace(shop.namespace());
    syncs.withName(name).delete();
    restart(api);
    sync(shop, "after-" + name, "");
    shop.awaitCondition("after-" + name, Condition.READY, "True/UpToDate");
    syncs.withName("after-" + name).delete();
    await().until(() -> secret(shop, "after-" + name) == null);
    assertThat(syncs.withName(name).get()).isNull();
    assertThat(secret(shop, name).getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(shop.data(name)).isEqualTo(Map.of("v", "one"));
  }
}
