package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.proof.Proves;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One sync and the several stores that its entries name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManyStoresTest {
  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private void storeOf(String namespace, String name, String backend) {
    house.backend(backend);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: %s}
        spec:
          provider: {fake: {data: [{key: backend, value: %s}]}}
        """,
        name, namespace, backend);
  }

  private void syncOfTwo(String namespace) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: both, namespace: %s}
        spec:
          secretStoreRef: {name: store}
          data:
          - {secretKey: new, remoteRef: {key: db}}
          - {secretKey: old, remoteRef: {key: db}, sourceRef: {storeRef: {name: legacy}}}
          dataFrom:
          - {extract: {key: all}, sourceRef: {storeRef: {name: legacy}}}
        """,
        namespace);
  }

  @Test
  @Proves("P021")
  void twoStoresMakeOneSecret() {
    house.tenant("two");
    storeOf("two", "legacy", "legacy-two");
    house.awaitStore("two", "legacy", "True/Valid");
    house.backend.put("db", "from-store");
    house.backend("legacy-two").put("db", "from-legacy");
    house.backend("legacy-two").put("all", "{\"a\":\"1\",\"b\":\"2\"}");
    syncOfTwo("two");
    house.awaitSynced("two", "both");
    assertThat(house.data("two", "both"))
        .isEqualTo(Map.of("new", "from-store", "old", "from-legacy", "a", "1", "b", "2"));
    assertThat(Objects.requireNonNull(house.status("two", "both").sources()))
        .extracting(SyncSource::store, SyncSource::key)
        .containsExactly(
            tuple("SecretStore/legacy", "all"),
            tuple("SecretStore/legacy", "db"),
            tuple("SecretStore/store", "db"));
  }

  @Test
  void theSyncWaitsForTheSecondStoreAndIsWokenByIt() {
    house.tenant("second");
    house.backend.put("db", "from-store");
    house.backend("legacy-second").put("db", "from-legacy");
    house.backend("legacy-second").put("all", "{\"a\":\"1\"}");
    syncOfTwo("second");
    house.awaitCondition("second", "both", "Synced", "False/NotFound");
    assertThat(house.error("second", "both").message()).contains("SecretStore legacy");
    assertThat(house.hasSecret("second", "both")).isFalse();
    storeOf("second", "legacy", "legacy-second");
    house.awaitSynced("second", "both");
    assertThat(house.data("second", "both"))
        .isEqualTo(Map.of("new", "from-store", "old", "from-legacy", "a", "1"));
    house.await().untilAsserted(() -> assertThat(house.dependents("second", "legacy")).isOne());
    assertThat(house.backend("legacy-second").ledger().reads("db")).isOne();
  }

  @Test
  void eachStoreNeedsAGrantOfItsOwn() {
    house.tenant("granted");
    house.backend.put("db", "from-store");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: closed}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
        """);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: both, namespace: granted}
        spec:
          secretStoreRef: {name: store}
          data:
          - {secretKey: own, remoteRef: {key: db}}
          - secretKey: shared
            remoteRef: {key: shared/db}
            sourceRef: {storeRef: {name: closed, kind: ClusterSecretStore}}
        """);
    house.awaitCondition("granted", "both", "Synced", "False/ScopeDenied");
    assertThat(house.error("granted", "both").message()).contains("ClusterSecretStore closed");
    assertThat(house.backend.ledger().reads("shared/db")).isZero();
    assertThat(house.hasSecret("granted", "both")).isFalse();
  }
}
