package dev.keyturn.operator.devcluster;

import dev.keyturn.operator.source.http.TestCertificates;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend whose certificate comes from another authority from now on. */
final class ReplacedAuthorityTest {
  private static final Instant GOOD = Instant.now().plus(Duration.ofDays(1));

  private final TestCertificates first = new TestCertificates("first");
  private final TestCertificates second = new TestCertificates("second");
  private volatile SSLContext shown = first.server("127.0.0.1", GOOD);
  private final ScriptedVault vault = new ScriptedVault(() -> shown);
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
    vault.close();
  }

  private void authority(String kind, TestCertificates authority) {
    house.apply(
        """
        apiVersion: v1
        kind: %s
        metadata: {name: authority, namespace: shop}
        %s:
          ca.crt: |
        %s
        """,
        kind,
        kind.equals("Secret") ? "stringData" : "data",
        authority.pem().indent(4).stripTrailing());
  }

  @Fault("V19")
  @ParameterizedTest
  @ValueSource(strings = {"ConfigMap", "Secret"})
  void itsNewAuthorityIsTrustedWithinAMinuteOfItsPublication(String kind) {
    house.allowEndpoints(vault.url());
    house.restart();
    house.namespace("shop");
    vault.holds("db", "{\"value\":\"one\"}");
    authority(kind, first);
    house.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: vault-token, namespace: shop}
        stringData: {token: hvs.given}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          refreshInterval: 1m
          retry: {maxAttempts: 1}
          caProvider: {type: %s, name: authority, key: ca.crt}
          provider:
            vault:
              server: %s
              path: secret
              auth: {tokenSecretRef: {name: vault-token, key: token}}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 10m
          dataFrom: [{extract: {key: db}}]
        """,
        kind, vault.url());
    house.awaitData("shop", "db", Map.of("value", "one"));
    // A pass sets its next due time at its end: the clock must not move before.
    house.awaitSynced("shop", "db");
    house.await().until(() -> house.passesUnderWay() == 0);

    shown = second.server("127.0.0.1", GOOD);
    vault.holds("db", "{\"value\":\"two\"}");
    house.advanceUntil(
        Duration.ofMinutes(11), () -> house.awaitStore("shop", "store", "False/TlsError"));
    house.awaitData("shop", "db", Map.of("value", "one"));

    house.time.stop();
    authority(kind, second);
    house.time.advance(Duration.ofSeconds(50));
    house.awaitStore("shop", "store", "True/Valid");
    house.awaitData("shop", "db", Map.of("value", "two"));
    house.time.goOn();
  }
}
