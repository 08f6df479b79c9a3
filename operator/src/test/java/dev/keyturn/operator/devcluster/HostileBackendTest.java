package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.source.http.ScriptedServer.Script;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no sound Vault gives: none of them reaches the Secret, none is repeated. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileBackendTest {
  private static final String CANARY = "kt-canary-7f3a";
  private static final String GOOD = "{\"value\":\"good\"}";

  private final ScriptedVault vault = new ScriptedVault();
  private final House house = new House();
  private int namespaces;

  HostileBackendTest() {
    house.allowEndpoints(vault.url());
    house.restart();
  }

  @AfterAll
  void close() {
    house.close();
    vault.close();
  }

  /** A namespace with a sync of the key of its name, which has worked once. */
  private String synced(String json) {
    String namespace = "hostile-" + ++namespaces;
    vault.holds(namespace, json);
    house.namespace(namespace);
    house.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: vault-token, namespace: %1$s}
        stringData: {token: hvs.given}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: %1$s}
        spec:
          timeouts: {request: 2s}
          retry: {maxAttempts: 1}
          provider:
            vault:
              server: %2$s
              path: secret
              auth: {tokenSecretRef: {name: vault-token, key: token}}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: %1$s}
        spec:
          secretStoreRef: {name: store}
          dataFrom: [{extract: {key: %1$s}}]
        """,
        namespace, vault.url());
    house.awaitSynced(namespace, "db");
    return namespace;
  }

  /** The next refresh is answered like this; the Secret stays as it is, and all is well after. */
  private void assertRefused(Script script, String reason, String detail) {
    String namespace = synced(GOOD);
    Secret before = house.secret(namespace, "db");
    vault.answers(namespace, script);
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.condition(namespace, "db", "Synced")).isEqualTo("False/" + reason));
    assertThat(house.error(namespace, "db").detail()).isEqualTo(detail);
    assertThat(house.secret(namespace, "db")).isEqualTo(before);
    assertThat(house.requests(namespace)).filteredOn("apply secrets/db"::equals).hasSize(1);
    assertThat(
            Serialization.asJson(house.syncNamed(namespace, "db"))
                + Serialization.asJson(house.events(namespace))
                + house.page(house.operator(), "/metrics").body())
        .doesNotContain(CANARY);
    vault.holds(namespace, "{\"value\":\"healed\"}");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "healed")));
  }

  private static Script json(String body) {
    return (request, peer) -> peer.json(200, body);
  }

  @Fault(value = "V11", backends = Backend.VAULT)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"data\":{\"data\":{},\"metadata\":{\"version\":2}}} | empty",
        "{\"data\":{\"data\":null,\"metadata\":{\"version\":2}}} | empty",
        "{} | none",
        "null | none",
        "'' | none"
      })
  void nothingIsNoValue(String body, String detail) {
    assertRefused(json(body), "InvalidData", detail);
  }

  @Fault(value = "V11", backends = Backend.VAULT)
  @Test
  void anEmptyTextIsAValue() {
    String namespace = synced("{\"value\":\"\",\"more\":\"x\"}");
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "", "more", "x"));
  }

  @Fault(value = "V13", backends = Backend.VAULT)
  @Proves("F013")
  @Test
  void oneByteASecondEndsAtTheTimeoutOfTheStore() {
    AtomicInteger bytes = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    assertRefused(
        (request, peer) -> {
          bytes.set(0);
          peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
          try {
            while (!never.await(1, TimeUnit.SECONDS)) {
              peer.raw("{");
              bytes.incrementAndGet();
            }
          } catch (InterruptedException closed) {
            throw new IOException(closed);
          }
        },
        "Timeout",
        "none");
    // Fewer than the default of 15 s would let through.
    assertThat(bytes.get()).isBetween(1, 10);
  }

  @Fault(value = "V14", backends = Backend.VAULT)
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofABodyThatIsCutOffNothingIsRead(boolean reset) {
    String whole = ScriptedVault.whole("{\"value\":\"" + CANARY + "\"}");
    assertRefused(
        (request, peer) -> {
          peer.raw(
              "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(whole.length() + 10, whole));
          if (reset) {
            peer.reset();
          }
        },
        "Unavailable",
        "none");
  }

  @Fault(value = "V15", backends = Backend.VAULT)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":{\"data\":{\"value\":\"" + CANARY,
        "{\"data\":{\"data\":{\"value\":\"" + CANARY + "\",},\"metadata\":{\"version\":2}}}",
        "{\"data\":{\"data\":{\"value\":" + CANARY + "},\"metadata\":{\"version\":2}}}"
      })
  void brokenJsonIsRepeatedNowhere(String body) {
    assertRefused(json(body), "InvalidData", "none");
  }

  @Fault(value = "V16", backends = Backend.VAULT)
  @Test
  void aLoginPageIsNoSecret() {
    assertRefused(
        (request, peer) ->
            peer.answer(
                200,
                "Content-Type: text/html\r\n",
                "<html><form action=\"/login\"><input value=\"" + CANARY + "\"></form></html>"),
        "InvalidData",
        "none");
  }

  @Fault(value = "V17", backends = Backend.VAULT)
  @Test
  void aBodyOf64MebibytesIsGivenUp() {
    byte[] chunk = new byte[64 * 1024];
    assertRefused(
        (request, peer) -> {
          peer.raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
          for (int i = 0; i < 1024; i++) {
            peer.raw(chunk);
          }
        },
        "InvalidData",
        "too-large");
  }

  @Fault(value = "V17", backends = Backend.VAULT)
  @Test
  void aPackedBodyIsNotUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[64 << 20]);
    }
    assertRefused(
        (request, peer) -> {
          peer.raw(
              "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                  .formatted(packed.size()));
          peer.raw(packed.toByteArray());
        },
        "InvalidData",
        "none");
  }

  @Proves("F153")
  @Test
  void plainHttpIsForListedHostsAloneAndNothingTurnsTheCheckOfCertificatesOff() throws IOException {
    house.namespace("unlisted");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: unlisted}
        spec:
          provider:
            vault:
              server: "http://vault.example:8200"
              auth: {tokenSecretRef: {name: vault-token, key: token}}
        """);
    house.awaitStore("unlisted", "store", "False/ConfigInvalid");
    assertThat(Serialization.asJson(house.storeNamed("unlisted", "store").getStatus()))
        .contains("--endpoints-allow");
    for (String kind : List.of("secretstores", "clustersecretstores", "secretsyncs")) {
      String name = "/META-INF/keyturn/crds/keyturn.dev_" + kind + ".yaml";
      try (InputStream definition = HostileBackendTest.class.getResourceAsStream(name)) {
        assertThat(new String(Objects.requireNonNull(definition).readAllBytes(), UTF_8))
            .doesNotContainIgnoringCase("skipverify")
            .doesNotContainIgnoringCase("insecure");
      }
    }
  }

  @Fault(value = "V27", backends = Backend.VAULT)
  @Test
  void aNodeThatLagsBehindIsUnavailableAndItsOldValueIsNotTaken() {
    AtomicInteger asked = new AtomicInteger();
    String namespace = synced(GOOD);
    String versioned = "{\"data\":{\"data\":{\"value\":\"%s\"},\"metadata\":{\"version\":%d}}}";
    vault.answers(namespace, json(versioned.formatted("seven", 7)));
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "seven")));
    house.await().until(() -> house.passesUnderWay() == 0);
    house.time.stop();
    vault.answers(
        namespace,
        (request, peer) -> {
          asked.incrementAndGet();
          peer.json(412, "{\"errors\":[\"required index state not present\"]}");
        });
    house.time.advance(Duration.ofMinutes(66));
    house.awaitCondition(namespace, "db", "Synced", "False/Unavailable");
    house.await().until(() -> house.passesUnderWay() == 0);
    assertThat(asked).hasValue(4);
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "seven"));

    vault.answers(namespace, json(versioned.formatted("six", 6)));
    double regressions = regressions();
    house.time.goOn();
    house.advanceUntil(
        Duration.ofMinutes(66), () -> assertThat(regressions()).isGreaterThan(regressions));
    house.await().until(() -> house.passesUnderWay() == 0);
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "seven"));

    vault.answers(namespace, json(versioned.formatted("eight", 8)));
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "eight")));
    house.awaitSynced(namespace, "db");
  }

  @Fault("V22")
  @Test
  void anOlderVersionIsCountedAndChangesNothing() {
    String namespace = synced(GOOD);
    String versioned = "{\"data\":{\"data\":{\"value\":\"%s\"},\"metadata\":{\"version\":%d}}}";
    vault.answers(namespace, json(versioned.formatted("seven", 7)));
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "seven")));
    house.awaitSynced(namespace, "db");
    house.await().until(() -> house.passesUnderWay() == 0);
    var before = house.status(namespace, "db").conditions();
    vault.answers(namespace, json(versioned.formatted("six", 6)));
    house.server.requests().clear();
    double regressions = regressions();
    house.advanceUntil(
        Duration.ofMinutes(66), () -> assertThat(regressions()).isGreaterThan(regressions));
    house.await().until(() -> house.passesUnderWay() == 0);
    assertThat(regressions()).isEqualTo(regressions + 1);
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "seven"));
    assertThat(house.status(namespace, "db").conditions()).isEqualTo(before);
    assertThat(house.requests(namespace)).noneMatch(line -> line.contains("/db"));
  }

  @Fault("V28")
  @Test
  void everyKindOfValueHasOneTextAndNullHasNone() {
    String digits = "123456789".repeat(111);
    String namespace =
        synced(
            "{\"whole\":12345678901234567890123,\"part\":1.50,\"small\":-1E-7,\"yes\":true,"
                + "\"no\":false,\"nested\": {\"b\" : [1, \"x\", null]},\"long\":"
                + digits
                + "}");
    assertThat(house.data(namespace, "db"))
        .isEqualTo(
            Map.of(
                "whole", "12345678901234567890123",
                "part", "1.50",
                "small", "-1E-7",
                "yes", "true",
                "no", "false",
                "nested", "{\"b\":[1,\"x\",null]}",
                "long", digits));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: nothing, namespace: %1$s}
        spec:
          secretStoreRef: {name: store}
          data: [{secretKey: value, remoteRef: {key: %1$s-null, property: value}}]
        """,
        namespace);
    vault.holds(namespace + "-null", "{\"value\":null}");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () ->
            assertThat(house.condition(namespace, "nothing", "Synced"))
                .isEqualTo("False/KeyMissing"));
    assertThat(house.hasSecret(namespace, "nothing")).isFalse();
  }

  @Fault("V28")
  @Test
  void anIntegerOfTenMegabytesIsNeverCutShort() {
    String namespace = synced(GOOD);
    Secret before = house.secret(namespace, "db");
    vault.holds(namespace, "{\"value\":" + "7".repeat(10_000_000) + "}");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.condition(namespace, "db", "Synced")).startsWith("False/"));
    assertThat(house.error(namespace, "db").errorClass()).isIn("InvalidData", "TargetTooLarge");
    assertThat(house.secret(namespace, "db")).isEqualTo(before);
  }

  private double regressions() {
    return house
        .page(house.operator(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("keyturn_version_regressions_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Fault(value = "V21", backends = Backend.VAULT)
  @Test
  void aRedirectToAMetadataAddressIsRefused() {
    assertRefused(
        (request, peer) ->
            peer.answer(302, "Location: http://169.254.169.254/latest/meta-data\r\n", ""),
        "Unavailable",
        "redirect-refused");
  }
}
