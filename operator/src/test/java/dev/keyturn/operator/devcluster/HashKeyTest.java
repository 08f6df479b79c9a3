package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SyncLease;
import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.TargetHash;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another key of the hashes costs: nothing but the stamps, where the one before is known. */
final class HashKeyTest {
  private static final String SALTED = "target: {template: {data: {hash: '{{ bcrypt .value }}'}}}";
  private static final List<String> ALL =
      List.of("plain", "salted", "onchange", "once", "sealed", "asleep");

  private final House house = House.started();

  @BeforeEach
  void prepare() {
    house.backend.sessions(Duration.ofDays(3650), true);
    house.tenant("shop");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void sync(String name, String more) {
    house.backend.put(name, "v1");
    house.sync("shop", name, name, more);
    house.awaitSynced("shop", name);
  }

  /** One of each sort. */
  private void syncs() {
    sync("plain", "");
    sync("salted", SALTED);
    sync("onchange", "refreshPolicy: OnChange\n" + SALTED);
    sync("once", "refreshPolicy: CreatedOnce");
    sync("sealed", "target: {immutable: true}");
    sync("asleep", "");
    house.sync("shop", "asleep", "asleep", "suspend: true");
    house.awaitCondition("shop", "asleep", "Ready", "True/Suspended");
    Workloads workloads = new Workloads(house, "shop");
    workloads.deployment("api", "env: [{name: A, value: b}]");
    sync("db", "restart: {workloads: [{kind: Deployment, name: api}]}");
    house.await().untilAsserted(() -> assertThat(workloads.updated()).isEqualTo("True/UpToDate"));
  }

  private Map<String, String> keys() {
    return new TreeMap<>(house.secret("keyturn", "keyturn-hmac").getData());
  }

  private void keys(Map<String, String> data) {
    house
        .client
        .secrets()
        .inNamespace("keyturn")
        .withName("keyturn-hmac")
        .edit(secret -> {
          secret.setData(data);
          return secret;
        });
  }

  private String currentId() {
    return MacKey.of(Base64.getDecoder().decode(keys().get("current"))).id();
  }

  /** As the page says that a person does it. */
  private void rotate() {
    house.stop();
    byte[] fresh = new byte[MacKey.BYTES];
    new SecureRandom().nextBytes(fresh);
    String old = Objects.requireNonNull(keys().get("current"));
    keys(Map.of("previous", old, "current", Base64.getEncoder().encodeToString(fresh)));
    house.server.requests().clear();
  }

  private void lose() {
    house.stop();
    house.client.secrets().inNamespace("keyturn").withName("keyturn-hmac").delete();
    house.server.requests().clear();
  }

  private String stampedBy(String name) {
    return TargetHash.parse(Objects.requireNonNull(house.target("shop", name).hash()))
        .orElseThrow()
        .keyId();
  }

  private Map<String, Map<String, String>> contents(List<String> names) {
    Map<String, Map<String, String>> contents = new TreeMap<>();
    names.forEach(name -> contents.put(name, house.data("shop", name)));
    return contents;
  }

  private List<String> targetWrites() {
    return house.writes("shop").stream().filter(line -> line.contains(" secrets/")).toList();
  }

  private long stamps(String name) {
    return house.writes("shop").stream()
        .filter(("apply secretsyncs/" + name + "/status")::equals)
        .count();
  }

  private int reads(String key) {
    return house.backend.ledger().reads(key);
  }

  @Test
  void aRotatedKeyCostsOneStampForEachSyncAndNothingElse() {
    syncs();
    Map<String, Map<String, String>> before = contents(ALL);
    int onChange = reads("onchange");
    rotate();
    house.restart();
    for (String name : List.of("onchange", "once", "sealed", "asleep")) {
      house.await().untilAsserted(() -> assertThat(stampedBy(name)).isEqualTo(currentId()));
    }
    assertThat(List.of(stamps("plain"), stamps("salted"), stamps("db"))).containsOnly(0L);
    house.advanceUntil(
        Duration.ofMinutes(70),
        () ->
            assertThat(List.of(stampedBy("plain"), stampedBy("salted"), stampedBy("db")))
                .containsOnly(currentId()));
    house.advance(Duration.ofMinutes(70));

    assertThat(targetWrites()).isEmpty();
    assertThat(contents(ALL)).isEqualTo(before);
    assertThat(reads("onchange")).isEqualTo(onChange);
    for (String name : ALL) {
      assertThat(stamps(name)).as(name).isOne();
    }
    assertThat(new Workloads(house, "shop").patches()).isZero();
    assertThat(new Workloads(house, "shop").updated()).isEqualTo("True/UpToDate");

    // From here on the key before is not needed any more.
    house.stop();
    keys(Map.of("current", Objects.requireNonNull(keys().get("current"))));
    house.restart();
    house.advance(Duration.ofMinutes(70));
    assertThat(targetWrites()).isEmpty();
    assertThat(contents(ALL)).isEqualTo(before);
  }

  @Test
  void whatDriftedUnderTheKeyBeforeIsRepairedAtOnceAndRestartsNothing() {
    syncs();
    Map<String, Map<String, String>> before = contents(List.of("db", "once"));
    rotate();
    for (String name : List.of("db", "once", "onchange")) {
      house
          .client
          .secrets()
          .inNamespace("shop")
          .withName(name)
          .edit(secret -> {
            secret.getData().replaceAll((key, value) -> "eHh4");
            return secret;
          });
    }
    house.restart();
    house
        .await()
        .untilAsserted(() -> assertThat(contents(List.of("db", "once"))).isEqualTo(before));
    house
        .await()
        .untilAsserted(() -> assertThat(house.data("shop", "onchange")).doesNotContainValue("xxx"));
    house.await().untilAsserted(() -> assertThat(stampedBy("db")).isEqualTo(currentId()));
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.reasons("shop").stream().filter("DriftCorrected"::equals).count())
                .isEqualTo(3));
    house.advance(Duration.ofMinutes(70));
    assertThat(new Workloads(house, "shop").patches()).isZero();
    assertThat(new Workloads(house, "shop").updated()).isEqualTo("True/UpToDate");
  }

  @Test
  void aValueThatChangedMeanwhileIsWrittenAndRestartsItsWorkload() {
    syncs();
    rotate();
    house.backend.put("db", "v2");
    house.restart();
    house.advanceUntil(
        Duration.ofMinutes(70), () -> house.awaitData("shop", "db", Map.of("value", "v2")));
    house.advanceUntil(
        Workloads.DEBOUNCE,
        () -> assertThat(new Workloads(house, "shop").updated()).isEqualTo("True/Restarted"));
    assertThat(new Workloads(house, "shop").patches()).isOne();
  }

  @Test
  void readyStaysWhileTheStoreIsAwayWhateverTheKey() {
    sync("plain", "");
    house.backend.fail(Operation.READ, Failure.of(FailureClass.Unavailable), 1_000_000);
    rotate();
    house.restart();
    house.advanceUntil(
        Duration.ofMinutes(62),
        () -> assertThat(house.condition("shop", "plain", "Synced")).startsWith("False"));
    assertThat(house.condition("shop", "plain", "Ready")).isEqualTo("True/ServingLastGood");

    lose();
    house.restart();
    house.advance(Duration.ofMinutes(1));
    assertThat(house.condition("shop", "plain", "Ready")).isEqualTo("True/ServingLastGood");
  }

  @Test
  void aLeaseUnderTheKeyBeforeIsGoneOnWith() {
    leased();
    String before = lease();
    rotate();
    house.restart();
    house.await().untilAsserted(() -> assertThat(stampedBy("leased")).isEqualTo(currentId()));
    assertThat(lease()).isNotEqualTo(before);
    assertThat(stamps("leased")).isOne();
    house.advanceUntil(
        Duration.ofMinutes(45),
        () -> assertThat(house.backend.ledger().asked(Operation.RENEW_LEASE)).isPositive());
    assertThat(house.backend.ledger().asked(Operation.ISSUE)).isOne();
    assertThat(targetWrites()).isEmpty();
  }

  private void leased() {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: leased, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 10m
          dataFrom: [{dynamic: {path: database/creds/app}}]
        """);
    house.awaitSynced("shop", "leased");
  }

  private String lease() {
    SyncLease lease = Objects.requireNonNull(house.status("shop", "leased").lease());
    return Objects.requireNonNull(lease.idHash());
  }

  @Test
  void aPushUnderTheKeyBeforeIsStampedWithoutAWriteToItsBackend() {
    OutgoingSyncs outgoing = new OutgoingSyncs(house);
    outgoing.source("app", "token", "one");
    String push =
        "push: [{secretKey: token, source: {name: app}, remoteRef: {key: pushed, property: token}}]";
    outgoing.apply("push", push + "\nrefreshPolicy: OnChange");
    outgoing.awaitPushed("True/UpToDate");
    String before = pushedUnder();
    rotate();
    house.restart();
    house.await().untilAsserted(() -> assertThat(pushedUnder()).isEqualTo(currentId()));
    assertThat(before).isNotEqualTo(currentId());
    assertThat(stamps("push")).isOne();
    assertThat(house.backend.versions("pushed")).isOne();
    assertThat(house.condition("shop", "push", "Pushed")).isEqualTo("True/UpToDate");
  }

  private String pushedUnder() {
    List<SyncPushed> pushed = Objects.requireNonNull(house.status("shop", "push").pushed());
    return Objects.requireNonNull(pushed.getFirst().hash()).split(":")[0];
  }

  @Test
  void aLostKeyCostsARead() {
    syncs();
    List<String> unsalted = List.of("plain", "once", "sealed", "db");
    Map<String, Map<String, String>> before = contents(unsalted);
    lose();
    house.backend.put("once", "v2");
    house.client.secrets().inNamespace("shop").withName("onchange").delete();
    house.restart();
    house
        .await()
        .untilAsserted(() -> assertThat(house.data("shop", "onchange")).containsKey("hash"));
    house.advanceUntil(
        Duration.ofMinutes(6),
        () -> {
          for (String name : List.of("plain", "salted", "onchange", "once", "sealed", "db")) {
            assertThat(stampedBy(name)).as(name).isEqualTo(currentId());
          }
        });

    assertThat(targetWrites())
        .containsExactlyInAnyOrder(
            "apply secrets/onchange", "apply secrets/once", "apply secrets/salted");
    before.put("once", Map.of("value", "v2"));
    assertThat(contents(unsalted)).isEqualTo(before);
    for (String name : List.of("plain", "sealed", "db")) {
      assertThat(stamps(name)).as(name).isOne();
    }
    house.advance(Duration.ofMinutes(70));
    assertThat(new Workloads(house, "shop").patches()).isZero();
    assertThat(house.condition("shop", "plain", "Ready")).isEqualTo("True/UpToDate");
  }

  /** An id in an annotation is ours by its hash alone, so nobody may end the lease before. */
  @Test
  void aLeaseUnderALostKeyIsReplacedSoonAndRunsOut() {
    leased();
    lose();
    house.restart();
    house.advanceUntil(
        Duration.ofMinutes(6),
        () -> assertThat(house.backend.ledger().asked(Operation.ISSUE)).isEqualTo(2));
    house.await().untilAsserted(() -> assertThat(stampedBy("leased")).isEqualTo(currentId()));
    assertThat(house.data("shop", "leased")).containsEntry("username", "user-2");
    house.advance(Duration.ofMinutes(45));
    assertThat(house.backend.ledger().asked(Operation.REVOKE_LEASE)).isZero();
    assertThat(house.backend.ledger().asked(Operation.ISSUE)).isEqualTo(2);
  }
}
