package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.AuditedRequest;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.FaultyProxy.Received;
import dev.keyturn.e2e.process.FaultyProxy.Spoil;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Fault.Tier;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A leader that stands still, one that cannot reach the Lease, and one that comes again under its
 * name. Each replica has a way of its own to the API server, so that it is known who wrote; the
 * Lease is short.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StalledLeaderTest {
  private static final String LEASES = "/apis/coordination.k8s.io/";

  private RealControlPlane cluster;
  private Installation installation;
  private FaultyProxy backend;
  private RealVault vault;
  private Objects shop;
  private String mount;
  private Replica one;
  private Replica two;

  /** A process and its way to the API server. */
  private record Replica(String pod, OperatorProcess process, FaultyProxy api) {
    boolean leads() {
      return process.metrics().sum("keyturn_leader") == 1;
    }

    double queued() {
      return process.metrics().sum("keyturn_reconcile_queue_depth");
    }

    /** What it asked for from the n-th request on. */
    List<Received> since(int count) {
      List<Received> all = api.received();
      return all.subList(count, all.size());
    }

    void close() {
      process.close();
      api.close();
    }
  }

  @BeforeAll
  void install(RealControlPlane realCluster, RealVault realVault) {
    cluster = realCluster;
    vault = realVault;
    backend = FaultyProxy.before(vault.url());
    installation = Installation.enrolled(cluster, "stalled");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    one = start("keyturn-0");
    two = start("keyturn-1");
    shop.apply(Manifests.tokenStore(backend.url(), "vault", mount));
    shop.awaitStore("vault", "True/Valid");
  }

  private Replica start(String pod) {
    FaultyProxy api = cluster.proxy();
    return new Replica(
        pod,
        installation.start(
            api.url(),
            pod,
            "--lease-duration-seconds",
            "5",
            "--workers",
            "2",
            "--endpoints-allow",
            backend.url().toString()),
        api);
  }

  @AfterEach
  void heal() {
    backend.heal();
    one.api().heal();
    two.api().heal();
    one.process().resume();
    two.process().resume();
  }

  @AfterAll
  void uninstall() {
    one.close();
    two.close();
    installation.close();
    backend.close();
  }

  private Replica leader() {
    await().until(() -> one.leads() != two.leads());
    return one.leads() ? one : two;
  }

  private Replica otherThan(Replica replica) {
    return replica == one ? two : one;
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private void sync(String name, String value) {
    vault.keyValues().write(mount, name, Map.of("v", value));
    shop.apply(Manifests.extract(name, "vault", "1h", name));
  }

  private void change(String name, String value) {
    vault.keyValues().write(mount, name, Map.of("v", value));
    shop.request(name);
  }

  /** Writes, but for those to the Lease. */
  private static boolean isEffect(Received request) {
    return !request.line().startsWith("GET ") && !request.line().contains(LEASES);
  }

  private int version(String key) {
    return vault.keyValues().read(mount, key).json().at("/data/metadata/version").asInt();
  }

  /** Whose answer the pass waits for while it stands still: it goes on from there. */
  enum Phase {
    READ("GET /v1/%s/data/%s"),
    TARGET("PATCH /api/v1/namespaces/%s/secrets/%s"),
    STATUS("PATCH /apis/keyturn.dev/v1alpha1/namespaces/%s/secretsyncs/%s/status");

    private final String request;

    Phase(String request) {
      this.request = request;
    }

    String request(String namespace, String sync) {
      return request.formatted(namespace, sync);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Proves("N25")
  void aPassThatStoodStillHasNoEffectWhenAnotherLeads(Phase phase) {
    String name = "still-" + phase.name().toLowerCase(Locale.ROOT);
    sync(name, "one");
    shop.awaitData(name, Map.of("v", "one"));
    shop.awaitCondition(name, Condition.READY, "True/UpToDate");
    Replica old = leader();
    Replica next = otherThan(old);
    FaultyProxy before = phase == Phase.READ ? backend : old.api();
    before.spoil(phase.request(mount, name), Spoil.HELD, 1);
    change(name, "two");
    await().until(() -> before.left() == 0);
    old.process().suspend();
    await().until(next::leads);
    shop.awaitData(name, Map.of("v", "two"));
    change(name, "three");
    shop.awaitData(name, Map.of("v", "three"));
    shop.awaitHandled(name);

    AuditLog.Mark late = cluster.audit().mark();
    int sent = old.api().received().size();
    before.heal();
    old.process().resume();
    await().until(() -> gaveUp(old, sent));
    old.process().awaitReady();
    assertThat(old.since(sent)).noneMatch(StalledLeaderTest::isEffect);
    assertThat(effects(late)).isEmpty();
    assertThat(shop.data(name)).isEqualTo(Map.of("v", "three"));
    assertThat(shop.isHandled(name)).isTrue();
  }

  private List<AuditedRequest> effects(AuditLog.Mark mark) {
    return installation
        .requests(mark)
        .writes()
        .matching(request -> !request.resource().equals("leases"))
        .all();
  }

  /** It has looked at the Lease since, and does nothing more. */
  private static boolean gaveUp(Replica old, int sent) {
    return !old.leads()
        && old.queued() == 0
        && old.since(sent).stream().anyMatch(it -> it.line().contains(LEASES));
  }

  /** It stands still for longer than the Lease lasts. */
  @Test
  @Proves("N25")
  @Fault(
      value = "L5",
      on = {Tier.R, Tier.B})
  void whatALeaderThatStoodStillHadInHandIsRefusedAndTheRestIsNotSent() {
    List<String> queued = IntStream.range(0, 5).mapToObj(i -> "queued-" + i).toList();
    sync("in-hand", "one");
    queued.forEach(name -> sync(name, "one"));
    shop.secret("app", "token", "one");
    shop.apply(
        Manifests.sync(
            "pushed",
            "vault",
            "1h",
            "push: [{secretKey: token, source: {name: app},"
                + " remoteRef: {key: pushed, property: token}}]"));
    shop.awaitCondition("pushed", Condition.PUSHED, "True/UpToDate");
    shop.awaitData("in-hand", Map.of("v", "one"));
    queued.forEach(name -> shop.awaitCondition(name, Condition.READY, "True/UpToDate"));
    Replica old = leader();
    Replica next = otherThan(old);
    old.api().delay("PATCH /api/v1/namespaces/" + mount + "/secrets/in-hand", 1);
    backend.delay("POST /v1/" + mount + "/data/pushed", 1);
    change("in-hand", "two");
    shop.secret("app", "token", "two");
    await().until(() -> old.api().left() == 0 && backend.left() == 0);
    queued.forEach(name -> change(name, "two"));
    await().until(() -> old.queued() >= queued.size());
    old.process().suspend();

    await().until(next::leads);
    shop.awaitData("in-hand", Map.of("v", "two"));
    await().until(() -> version("pushed") == 2);
    queued.forEach(name -> shop.awaitData(name, Map.of("v", "two")));
    change("in-hand", "three");
    shop.awaitData("in-hand", Map.of("v", "three"));

    AuditLog.Mark late = cluster.audit().mark();
    VaultLedger.Mark lateAtVault = vault.ledger().mark();
    int sent = old.api().received().size();
    old.api().heal();
    backend.heal();
    await().until(() -> !lateWrites(late).isEmpty());
    assertThat(lateWrites(late)).singleElement().extracting(AuditedRequest::status).isEqualTo(409);
    await().until(() -> vault.ledger().count(lateAtVault, mount + "/data/pushed") > 0);
    old.process().resume();
    await().until(() -> gaveUp(old, sent));
    old.process().awaitReady();
    assertThat(old.since(sent)).noneMatch(StalledLeaderTest::isEffect);
    assertThat(shop.data("in-hand")).isEqualTo(Map.of("v", "three"));
    assertThat(version("pushed")).isEqualTo(2);
    assertThat(next.leads()).isTrue();
  }

  private List<AuditedRequest> lateWrites(AuditLog.Mark mark) {
    return installation
        .requests(mark)
        .matching(request -> request.kind().equals("patch secrets"))
        .matching(request -> request.name().equals("in-hand"))
        .all();
  }

  @Test
  @Fault(value = "L4", on = Tier.B)
  void aLeaderThatCannotReachTheLeaseWritesNothingWhenAnotherHasTakenIt() {
    Replica old = leader();
    Replica next = otherThan(old);
    int before = old.api().received().size();
    int nextBefore = next.api().received().size();
    for (String verb : List.of("GET ", "PUT ", "POST ")) {
      old.api().delay(verb + LEASES, 1_000);
    }
    List<String> names = new ArrayList<>();
    await()
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          String name = "dark-" + names.size();
          sync(name, "one");
          names.add(name);
          return next.leads();
        });
    assertThat(old.leads()).isFalse();
    names.forEach(name -> shop.awaitCondition(name, Condition.READY, "True/UpToDate"));
    long taken =
        next.since(nextBefore).stream()
            .filter(request -> request.line().startsWith("PUT " + LEASES))
            .findFirst()
            .orElseThrow()
            .nanoTime();
    List<Received> effects =
        old.since(before).stream().filter(StalledLeaderTest::isEffect).toList();
    assertThat(effects).isNotEmpty();
    assertThat(effects).noneMatch(request -> request.nanoTime() >= taken);
    assertThat(next.since(nextBefore)).anyMatch(StalledLeaderTest::isEffect);
  }

  /** The other one stands still meanwhile: nobody else may take the Lease. */
  @Test
  @Fault(value = "L8", on = Tier.B)
  void aRestartedContainerOfTheSamePodActsOnlyAfterItsOwnWriteOfTheLease() {
    Replica old = leader();
    Replica standby = otherThan(old);
    standby.process().suspend();
    old.process().kill();
    String holder = holder();
    assertThat(holder).startsWith(old.pod() + "_");
    String name = "restarted-" + old.pod();
    sync(name, "one");
    AuditLog.Mark mark = cluster.audit().mark();
    old.close();
    Replica again = start(old.pod());
    if (old == one) {
      one = again;
    } else {
      two = again;
    }
    shop.awaitData(name, Map.of("v", "one"));
    // Seen at its own door: of the killed one the API server may still answer what was under way.
    assertThat(
            again.since(0).stream()
                .map(Received::line)
                .filter(line -> !line.startsWith("GET "))
                .findFirst())
        .hasValueSatisfying(first -> assertThat(first).startsWith("PUT " + LEASES));
    List<AuditedRequest> claims =
        installation.requests(mark).matching(it -> it.kind().equals("update leases")).all();
    assertThat(claims.getFirst().status()).isEqualTo(200);
    assertThat(holder()).startsWith(old.pod() + "_").isNotEqualTo(holder);
  }

  private String holder() {
    return installation
        .client()
        .leases()
        .inNamespace(installation.namespace())
        .withName("keyturn")
        .get()
        .getSpec()
        .getHolderIdentity();
  }
}
