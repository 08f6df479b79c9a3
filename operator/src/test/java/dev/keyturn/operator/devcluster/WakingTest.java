package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What wakes a sync or a store, and what does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WakingTest {
  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private void request(String namespace, String name, String text) {
    house
        .client
        .resources(SecretSync.class)
        .inNamespace(namespace)
        .withName(name)
        .edit(sync -> {
          sync.getMetadata().setAnnotations(Map.of("keyturn.dev/sync-requested", text));
          return sync;
        });
  }

  private void clusterStore(String name) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: %s}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
        """,
        name);
  }

  private void throughScope(String namespace) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: %s}
        spec:
          secretStoreRef: {name: shared, kind: ClusterSecretStore}
          data: [{secretKey: value, remoteRef: {key: %s/db}}]
        """,
        namespace, namespace);
  }

  private void scope(String namespace) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: %s}
        spec:
          tenant: %s
          namespaces: {names: [%s]}
          stores: [{kind: ClusterSecretStore, name: shared, read: ["%s/**"]}]
        """,
        namespace, namespace, namespace, namespace);
  }

  private void storeWithCredential(String name) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: credentials}
        spec:
          provider:
            fake:
              data:
              - {key: backend, value: default}
              - {key: credential, value: credentials/%s}
        """,
        name, name);
  }

  private void credential(String name, String token) {
    house.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: credentials}
        stringData: {token: %s}
        """,
        name, token);
  }

  @Test
  void aStoreThatComesAfterItsSyncWakesIt() {
    house.namespace("late");
    house.backend.put("late", "v1");
    house.sync("late", "db", "late");
    house.awaitCondition("late", "db", "Synced", "False/NotFound");
    assertThat(house.error("late", "db").detail()).isEqualTo("store");
    house.store("late", "store");
    house.awaitSynced("late", "db");
    assertThat(house.data("late", "db")).isEqualTo(Map.of("value", "v1"));
  }

  @Test
  void aCredentialWakesExactlyTheStoresThatUseIt() {
    house.namespace("credentials");
    storeWithCredential("one");
    storeWithCredential("two");
    house.awaitStore("credentials", "one", "False/CredentialMissing");
    house.awaitStore("credentials", "two", "False/CredentialMissing");
    house.server.requests().clear();
    credential("one", "bad");
    house.awaitStore("credentials", "one", "False/AuthFailed");
    credential("one", "good");
    house.awaitStore("credentials", "one", "True/Valid");
    assertThat(house.requests("credentials"))
        .noneMatch(line -> line.contains("/two"))
        .filteredOn("get secrets/one"::equals)
        .hasSize(2);
  }

  @Test
  void aScopeOpensAndClosesASharedStore() {
    house.backend.put("scoped/db", "v1");
    house.namespace("scoped");
    clusterStore("shared");
    throughScope("scoped");
    house.awaitCondition("scoped", "db", "Synced", "False/ScopeDenied");
    assertThat(house.backend.ledger().reads("scoped/db")).isZero();
    scope("scoped");
    house.awaitSynced("scoped", "db");
    assertThat(house.condition("scoped", "db", "ScopeAllowed")).isEqualTo("True/Granted");
    house
        .client
        .resources(dev.keyturn.crds.v1alpha1.TenantSecretScope.class)
        .withName("scoped")
        .delete();
    house.awaitCondition("scoped", "db", "Synced", "False/ScopeDenied");
    assertThat(house.data("scoped", "db")).isEqualTo(Map.of("value", "v1"));
    assertThat(house.backend.ledger().reads("scoped/db")).isOne();
  }

  @Test
  void aNamespaceThatWasMadeAgainIsDenied() {
    house.backend.put("again/db", "v1");
    house.namespace("again");
    clusterStore("shared");
    scope("again");
    throughScope("again");
    house.awaitSynced("again", "db");
    int reads = house.backend.ledger().reads("again/db");
    house.client.namespaces().withName("again").delete();
    house.await().until(() -> house.client.namespaces().withName("again").get() == null);
    house.namespace("again");
    throughScope("again");
    house.awaitCondition("again", "db", "Synced", "False/ScopeDenied");
    assertThat(house.error("again", "db").detail()).isEqualTo("namespace-recreated");
    assertThat(house.backend.ledger().reads("again/db")).isEqualTo(reads);
    assertThat(house.hasSecret("again", "db")).isFalse();
  }

  @Test
  void aRequestIsEchoedOnlyAfterAReadThatBeganLater() throws InterruptedException {
    house.backend.put("asked", "v1");
    house.tenant("asked");
    house.sync("asked", "db", "asked");
    house.awaitSynced("asked", "db");
    int reads = house.backend.ledger().reads("asked");
    FakeGate gate = house.backend.gate();
    house.time.advance(Duration.ofMinutes(70));
    house.await().until(() -> house.backend.ledger().reads("asked") == reads + 1);
    request("asked", "db", "one");
    gate.release();
    house
        .await()
        .untilAsserted(
            () -> assertThat(house.status("asked", "db").lastHandledRequest()).isEqualTo("one"));
    assertThat(house.backend.ledger().reads("asked")).isEqualTo(reads + 2);
  }

  @Test
  void whatChangesWhileAnAttemptFailsIsNotForgotten() {
    house.backend.put("busy", "v1");
    house.tenant("busy");
    house.sync("busy", "db", "busy");
    house.awaitSynced("busy", "db");
    int reads = house.backend.ledger().reads("busy");
    house.backend.failRead("busy", Failure.of(FailureClass.InvalidData), 1);
    FakeGate gate = house.backend.gate();
    house.time.advance(Duration.ofMinutes(70));
    house.await().until(() -> house.backend.ledger().reads("busy") == reads + 1);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: busy}
        spec:
          tenant: busy
          namespaces: {names: [busy]}
          stores: [{kind: SecretStore, name: store, read: ["**"]}]
        """);
    house
        .await()
        .until(() ->
            house.client.resources(TenantSecretScope.class).withName("busy").get().getStatus()
                != null);
    gate.release();
    // Invalid data is not retried before the next due time: only the scope's change leads here.
    house.await().until(() -> house.backend.ledger().reads("busy") == reads + 2);
    house.awaitSynced("busy", "db");
  }

  @Test
  void aSyncThatIsMadeAgainWhileThePassOfTheOldOneRunsIsNotForgotten() {
    house.backend.put("remade", "v1");
    house.tenant("remade");
    house.sync("remade", "db", "remade");
    house.awaitSynced("remade", "db");
    int reads = house.backend.ledger().reads("remade");
    try (FakeGate gate = house.backend.gate()) {
      house.time.advance(Duration.ofMinutes(70));
      house.await().until(() -> house.backend.ledger().reads("remade") == reads + 1);
      assertThat(gate.waiting()).isPositive();
      house.client.resources(SecretSync.class).inNamespace("remade").withName("db").delete();
      house.sync("remade", "db", "remade", "target: {name: other}");
      // Its read shows that the events of the two came before: they are on one watch.
      house.sync("remade", "later", "remade-later");
      house.await().until(() -> house.backend.ledger().reads("remade-later") == 1);
    }
    house.awaitSynced("remade", "db");
    assertThat(house.data("remade", "other")).isEqualTo(Map.of("value", "v1"));
  }

  @Fault("D5")
  @Test
  void aStoreThatIsDeletedLeavesTheSecretsAndWakesTheSyncWhenItIsBack() {
    house.backend.put("bereft", "v1");
    house.tenant("bereft");
    house.sync("bereft", "db", "bereft");
    house.awaitSynced("bereft", "db");
    house.client.resource(house.storeNamed("bereft", "store")).delete();
    house.time.advance(Duration.ofMinutes(70));
    house.awaitCondition("bereft", "db", "Synced", "False/NotFound");
    assertThat(house.error("bereft", "db").detail()).isEqualTo("store");
    assertThat(house.data("bereft", "db")).isEqualTo(Map.of("value", "v1"));
    house.store("bereft", "store");
    house.awaitSynced("bereft", "db");
  }

  @Proves("F077")
  @Test
  void aRequestBringsANewValueAtOnce() {
    house.backend.put("fresh", "v1");
    house.tenant("fresh");
    house.sync("fresh", "db", "fresh");
    house.awaitSynced("fresh", "db");
    house.backend.put("fresh", "v2");
    request("fresh", "db", "one");
    house.awaitData("fresh", "db", Map.of("value", "v2"));
  }

  @Test
  @Proves("P085")
  void aSuspendedSyncReadsNothing() {
    house.backend.put("quiet", "v1");
    house.backend.put("loud", "v1");
    house.tenant("quiet");
    house.sync("quiet", "db", "quiet");
    house.awaitSynced("quiet", "db");
    house.sync("quiet", "db", "quiet", "suspend: true");
    house.awaitCondition("quiet", "db", "Ready", "True/Suspended");
    house.sync("quiet", "other", "loud");
    house.awaitSynced("quiet", "other");
    int reads = house.backend.ledger().reads("quiet");
    request("quiet", "db", "while suspended");
    house
        .client
        .secrets()
        .inNamespace("quiet")
        .withName("db")
        .edit(secret -> new SecretBuilder(secret).addToData("value", "ZWRpdGVk").build());
    for (int i = 0; i < 3; i++) {
      int others = house.backend.ledger().reads("loud");
      house.advanceUntil(
          Duration.ofMinutes(70),
          () -> assertThat(house.backend.ledger().reads("loud")).isGreaterThan(others));
    }
    assertThat(house.backend.ledger().reads("quiet")).isEqualTo(reads);
    assertThat(house.data("quiet", "db")).isEqualTo(Map.of("value", "edited"));
    house.sync("quiet", "db", "quiet", "suspend: false");
    house.awaitData("quiet", "db", Map.of("value", "v1"));
  }
}
