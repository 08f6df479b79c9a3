package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.keyturn.operator.source.http.TestCertificates;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Certificates of a store that may be asked five times a second, by a clock that stands. */
final class CertificateRateTest {
  private static final int RATE = 5;
  private static final int MANY = 40;

  private final ScriptedVault vault = new ScriptedVault();
  private final TestCertificates authority = new TestCertificates("pki");
  private final House house = new House();
  private final OutgoingSyncs syncs = new OutgoingSyncs(house);
  private int before;
  private int seconds;

  CertificateRateTest() {
    vault.issues((request, peer) -> peer.json(200, certificate()));
    house.allowEndpoints(vault.url());
    house.restart();
    house.namespace("shop");
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
          refreshInterval: 10h
          limits: {requestsPerSecond: %d}
          provider:
            vault:
              server: %s
              path: secret
              auth: {tokenSecretRef: {name: vault-token, key: token}}
        """,
        RATE, vault.url());
    house.awaitStore("shop", "store", "True/Valid");
    house.time.advance(Duration.ofSeconds(10));
    house.time.stop();
    before = vault.requests().size();
  }

  @AfterEach
  void close() {
    house.close();
    vault.close();
  }

  private String certificate() {
    TestCertificates.Client client = authority.client("shop.example.com");
    return JsonNodeFactory.instance
        .objectNode()
        .set(
            "data",
            JsonNodeFactory.instance
                .objectNode()
                .put("certificate", client.certificate())
                .put("private_key", client.key())
                .put("issuing_ca", authority.pem())
                .put("serial_number", "01:02"))
        .toString();
  }

  private void certificate(String name) {
    syncs.apply(
        name,
        """
        target: {template: {type: kubernetes.io/tls}}
        dataFrom:
        - pki: {mount: pki, role: web, commonName: shop.example.com}
        """);
  }

  private int calls() {
    return vault.requests().size() - before;
  }

  private int issued() {
    return asked("/v1/pki/issue/");
  }

  private int asked(String path) {
    return (int)
        vault.requests().stream().filter(request -> request.target().startsWith(path)).count();
  }

  private void awaitQuiet() {
    house.await().until(() -> house.passesUnderWay() == 0);
  }

  private void assertWithinLimits() {
    assertThat(calls()).isLessThanOrEqualTo(RATE + RATE * seconds);
  }

  @Test
  void certificatesAreIssuedAsOftenAsTheRateAllowsAndOnceForEachSync() {
    for (int i = 0; i < MANY; i++) {
      certificate("cert-" + i);
    }
    house.await().until(() -> issued() >= RATE);
    awaitQuiet();
    assertThat(issued()).isEqualTo(RATE);
    while (issued() < MANY) {
      int calls = calls();
      seconds++;
      house.time.advance(Duration.ofSeconds(1));
      house.await().until(() -> calls() > calls);
      awaitQuiet();
      assertWithinLimits();
    }
    house.time.goOn();
    for (int i = 0; i < MANY; i++) {
      house.awaitSynced("shop", "cert-" + i);
    }
    assertThat(issued()).isEqualTo(MANY);
  }

  @Test
  void theNextCertificateComesBeforeTheFirstSyncsThatWait() {
    certificate("held");
    house.awaitSynced("shop", "held");
    house.time.advance(Duration.ofMinutes(1));
    for (int i = 0; i < MANY; i++) {
      vault.holds("path-" + i, "{\"value\":\"v1\"}");
      house.sync("shop", "new-" + i, "path-" + i);
    }
    house.await().until(() -> asked("/v1/secret/") >= RATE);
    awaitQuiet();
    int reads = asked("/v1/secret/");
    assertThat(reads).isEqualTo(RATE);
    // What the line is called for at once is one burst; the certificate is in its last third then.
    house.time.advance(Duration.ofHours(17));
    house.await().until(() -> asked("/v1/secret/") > reads || issued() > 1);
    house.advanceUntil(Duration.ofSeconds(1), () -> assertThat(issued()).isGreaterThan(1));
    assertThat(asked("/v1/secret/")).isLessThan(MANY / 2);
  }
}
