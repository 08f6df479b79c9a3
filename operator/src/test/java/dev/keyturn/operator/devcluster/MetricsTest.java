package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SyncLease;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the page of metrics says of leases, certificates and pushes. */
final class MetricsTest {
  private static final String EXPIRY = "keyturn_lease_expiry_timestamp_seconds";
  private static final String DURATION = "keyturn_lease_duration_seconds";
  private static final String CERTIFICATE_END = "keyturn_certificate_expiry_timestamp_seconds";
  private static final String CERTIFICATE_LIFE = "keyturn_certificate_lifetime_seconds";

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  @Proves("F082")
  void aLeaseShowsItsEndAndRenewalsMoveIt() {
    house.backend.sessions(Duration.ofDays(3650), true);
    house.tenant("shop");
    leased("");
    house.awaitSynced("shop", "db");
    SyncLease lease = Objects.requireNonNull(house.status("shop", "db").lease());
    double first = Instant.parse(Objects.requireNonNull(lease.expires())).getEpochSecond();
    assertThat(series(EXPIRY)).isEqualTo(first);
    assertThat(series(DURATION)).isEqualTo(3600);
    house.advanceUntil(
        Duration.ofMinutes(45),
        () -> assertThat(house.backend.ledger().asked(Operation.RENEW_LEASE)).isPositive());
    house.await().untilAsserted(() -> assertThat(series(EXPIRY)).isGreaterThan(first));
    leased("suspend: true");
    house.await().untilAsserted(() -> assertThat(page()).doesNotContain(EXPIRY));
  }

  @Test
  void aTlsTargetShowsItsCertificateAfterARestartTooAndUntilItsSyncIsGone() {
    house.tenant("shop");
    house.backend.put(
        "tls",
        "{\"tls.crt\":\"%s\",\"tls.key\":\"%s\"}"
            .formatted(file("leaf.pem"), file("leaf.key"))
            .replace("\n", "\\n"));
    certified("");
    house.awaitSynced("shop", "db");
    Instant begins = Instant.parse("2026-11-26T02:00:03Z");
    Instant ends = Instant.parse("2126-11-02T02:00:03Z");
    assertThat(series(CERTIFICATE_END)).isEqualTo(ends.getEpochSecond());
    assertThat(series(CERTIFICATE_LIFE)).isEqualTo(Duration.between(begins, ends).toSeconds());
    house.restart();
    house
        .await()
        .untilAsserted(() -> assertThat(series(CERTIFICATE_END)).isEqualTo(ends.getEpochSecond()));
    certified("suspend: true");
    house.await().untilAsserted(() -> assertThat(page()).doesNotContain(CERTIFICATE_END));
    certified("");
    house.await().untilAsserted(() -> assertThat(page()).contains(CERTIFICATE_END));
    house.client.resources(SecretSync.class).inNamespace("shop").withName("db").delete();
    house.await().untilAsserted(() -> assertThat(page()).doesNotContain(CERTIFICATE_END));
  }

  @Test
  void aPushIsCountedWithWhatBecameOfIt() {
    house.tenant("shop");
    source("v1");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: push, namespace: shop, labels: {keyturn.dev/secret-type: api-key}}
        spec:
          secretStoreRef: {name: store}
          push: [{secretKey: token, source: {name: app}, remoteRef: {key: pushed, property: token}}]
        """);
    house.await().untilAsserted(() -> assertThat(pushes("Changed")).isOne());
    house.advanceUntil(Duration.ofMinutes(65), () -> assertThat(pushes("Unchanged")).isPositive());
    assertThat(pushes("Changed")).isOne();
    house.backend.fail(Operation.WRITE, Failure.of(FailureClass.AccessDenied), 1_000);
    source("v2");
    house.await().untilAsserted(() -> assertThat(pushes("AccessDenied")).isPositive());
  }

  private void leased(String more) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 10m
          dataFrom: [{dynamic: {path: database/creds/app}}]
          %s
        """,
        more);
  }

  private void certified(String more) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          dataFrom: [{extract: {key: tls}}]
          target: {template: {type: kubernetes.io/tls}}
          %s
        """,
        more);
  }

  private static String file(String name) {
    try (var stream = MetricsTest.class.getResourceAsStream("/template/certificates/" + name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void source(String value) {
    house.secret("shop", "app", Map.of("token", value));
  }

  private String page() {
    return house.page(house.operator(), "/metrics").body();
  }

  private double series(String metric) {
    return value(metric + "{name=\"db\",namespace=\"shop\"} ");
  }

  private double pushes(String result) {
    return value(
        "keyturn_syncs_total{direction=\"push\",provider=\"fake\",result=\""
            + result
            + "\",secret_type=\"api-key\"} ");
  }

  /** The value of the line that begins so; 0 where there is none. */
  private double value(String start) {
    return page()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
        .sum();
  }
}
