package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand syncs of one store, all due when the operator starts. */
final class ColdStartTest {
  private static final int SYNCS = 1000;
  private static final Path CERTIFICATE =
      Path.of("src/test/resources/template/certificates/root.pem");

  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void theSecretThatTheStoreNamesIsReadOnceHoweverManySyncsStart() throws IOException {
    store();
    for (int i = 0; i < SYNCS; i++) {
      house.backend.put("k" + i, "v");
      house.sync("shop", "s" + i, "k" + i);
    }
    // What is known of the Secret counts for seconds until its watch has begun, also on a slow
    // machine.
    house.time.stop();
    house.restart();
    house
        .await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(reads()).isGreaterThanOrEqualTo(SYNCS));
    assertThat(looks()).isOne();
    house.time.goOn();

    house.stop();
    house.server.requests().clear();
    house.restart();
    house.await().until(() -> looks() > 0);
    // Before the clock runs ahead of it.
    house.await().until(() -> house.requests("shop").contains("watch secrets"));
    house.advanceUntil(
        Duration.ofMinutes(65), () -> assertThat(reads()).isGreaterThanOrEqualTo(2 * SYNCS));
    assertThat(looks()).isOne();
  }

  private void store() throws IOException {
    house.namespace("shop");
    house.secret("shop", "authority", Map.of("ca.crt", Files.readString(CERTIFICATE)));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
          caProvider: {type: Secret, name: authority, key: ca.crt}
          limits: {requestsPerSecond: 5000, burst: 5000, maxInFlight: 100}
        """);
  }

  private int reads() {
    return house.backend.ledger().reads();
  }

  private long looks() {
    return house.requests("shop").stream().filter("get secrets/authority"::equals).count();
  }
}
