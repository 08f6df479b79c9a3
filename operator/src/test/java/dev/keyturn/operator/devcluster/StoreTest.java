package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store says of its backend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoreTest {
  private final House house = House.started();

  StoreTest() {
    house.namespace("shop");
  }

  @AfterAll
  void close() {
    house.close();
  }

  private void apply(String kind, String name, String entries) {
    String namespace = kind.equals("SecretStore") ? ", namespace: shop" : "";
    house.backend(name);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: %s
        metadata: {name: %s%s}
        spec:
          refreshInterval: 10m
          provider: {fake: {data: [{key: backend, value: %s}%s]}}
        """,
        kind, name, namespace, name, entries);
  }

  private String ready(String kind, String name) {
    return kind.equals("SecretStore")
        ? House.text(
            house.client.resources(SecretStore.class).inNamespace("shop").withName(name).get(),
            "Ready")
        : House.text(
            house.client.resources(ClusterSecretStore.class).withName(name).get(), "Ready");
  }

  private void awaitReady(String kind, String name, String expected) {
    house.await().untilAsserted(() -> assertThat(ready(kind, name)).isEqualTo(expected));
  }

  @Proves("P001")
  @ParameterizedTest
  @ValueSource(strings = {"SecretStore", "ClusterSecretStore"})
  void aDeadBackendIsSaidWithinTheIntervalAndAnUnverifiedOneIsNeverReady(String kind) {
    String name = "dead-" + kind.toLowerCase(java.util.Locale.ROOT);
    apply(kind, name, "");
    awaitReady(kind, name, "True/Valid");
    house
        .backend(name)
        .fail(FakeBackend.Operation.PROBE, Failure.of(FailureClass.Unavailable), Integer.MAX_VALUE);
    house.time.advance(Duration.ofMinutes(10).plusSeconds(30));
    awaitReady(kind, name, "False/Unavailable");
    house.backend(name).heal();
    house.time.advance(Duration.ofSeconds(10));
    awaitReady(kind, name, "True/Valid");

    String unverified = "unverified-" + kind.toLowerCase(java.util.Locale.ROOT);
    apply(kind, unverified, ", {key: account, value: tenant}");
    awaitReady(kind, unverified, "Unknown/Unverified");
  }

  @Test
  void aSealedBackendParksTheSyncsAndAnOpenedOneWakesThem() {
    apply("SecretStore", "vault", "");
    awaitReady("SecretStore", "vault", "True/Valid");
    FakeBackend backend = house.backend("vault");
    backend.put("path", "v1");
    backend.seal(true);
    house.time.advance(Duration.ofMinutes(11));
    awaitReady("SecretStore", "vault", "False/Sealed");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: parked, namespace: shop}
        spec:
          secretStoreRef: {name: vault}
          data: [{secretKey: value, remoteRef: {key: path}}]
        """);
    house.awaitCondition("shop", "parked", "Synced", "False/StoreNotReady");
    assertThat(backend.ledger().reads()).isZero();
    backend.seal(false);
    house.time.advance(Duration.ofSeconds(10));
    house.awaitData("shop", "parked", Map.of("value", "v1"));
  }

  @Fault("V7")
  @Test
  void whileALoginLivesThatCannotBeReplacedTheSyncsGoOnAndTheStoreWarns() {
    FakeBackend backend = house.backend("waning");
    backend.put("path", "v1");
    backend.put("closed", "v1");
    house.namespace("waning");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: waning}
        spec:
          refreshInterval: 10m
          provider: {fake: {data: [{key: backend, value: waning}]}}
        """);
    house.awaitStore("waning", "store", "True/Valid");
    house.sync("waning", "db", "path", "refreshInterval: 10m");
    house.awaitSynced("waning", "db");
    backend.fail(FakeBackend.Operation.LOGIN, Failure.of(FailureClass.Unavailable), 1_000_000);
    backend.fail(FakeBackend.Operation.RENEW, Failure.of(FailureClass.Unavailable), 1_000_000);
    backend.deny("closed");
    house.sync("waning", "closed", "closed");
    house
        .await()
        .untilAsserted(() -> assertThat(authenticated()).isEqualTo("True/LoginNotRenewed"));
    assertThat(
            Conditions.find(
                house.storeNamed("waning", "store").getStatus().conditions(),
                Condition.AUTHENTICATED))
        .hasValueSatisfying(login -> assertThat(login.message()).contains("and ends at 20"));
    house.awaitStore("waning", "store", "True/Valid");
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.events("waning"))
                .anyMatch(event -> event.getReason().equals("LoginNotRenewed")));
    backend.put("path", "v2");
    house.advanceUntil(
        Duration.ofMinutes(11), () -> house.awaitData("waning", "db", Map.of("value", "v2")));
    house.awaitSynced("waning", "db");

    backend.heal();
    backend.allow("closed");
    house.advanceUntil(Duration.ofMinutes(2), () -> house.awaitSynced("waning", "closed"));
  }

  private String authenticated() {
    return House.text(house.storeNamed("waning", "store"), "Authenticated");
  }

  @Proves({"P008", "P050"})
  @ParameterizedTest
  @CsvSource({"SecretStore, false", "ClusterSecretStore, true"})
  void onlyTheClusterKindNamesTheNamespaceOfItsAuthority(String kind, boolean accepted) {
    String manifest =
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: %s
        metadata: {name: authority%s}
        spec:
          caProvider: {type: ConfigMap, name: authority, key: ca.crt, namespace: other}
          provider:
            vault: {server: "https://vault.example", auth: {tokenSecretRef: {name: t, key: k%s}}}
        """;
    boolean cluster = kind.equals("ClusterSecretStore");
    String namespace = cluster ? "" : ", namespace: shop";
    String tokens = cluster ? ", namespace: other" : "";
    if (accepted) {
      house.apply(manifest, kind, namespace, tokens);
      assertThat(house.client.resources(ClusterSecretStore.class).withName("authority").get())
          .isNotNull();
    } else {
      assertThatThrownBy(() -> house.apply(manifest, kind, namespace, tokens))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(".spec.caProvider.namespace: field not declared in schema");
    }
  }

  @Proves("F020")
  @Test
  void thePrefixOfTheStoreIsPutBeforeEveryKey() {
    house.backend.put("dev_x", "of dev");
    house.backend.put("x", "of nobody");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: dev, namespace: shop}
        spec:
          keyPrefix: dev_
          provider: {fake: {data: [{key: backend, value: default}]}}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: prefixed, namespace: shop}
        spec:
          secretStoreRef: {name: dev}
          data: [{secretKey: value, remoteRef: {key: x}}]
        """);
    house.awaitData("shop", "prefixed", Map.of("value", "of dev"));
    assertThat(house.backend.ledger().reads("x")).isZero();
  }
}
