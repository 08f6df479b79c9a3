package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A scope that says how often its namespaces may read. */
final class ScopeLimitsTest {
  /** Half of the interval of the sync. */
  private static final Duration STEP = Duration.ofMinutes(5);

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void scope(String limits) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: shop}
        spec:
          tenant: shop
          namespaces: {names: [shop]}
          stores: [{kind: ClusterSecretStore, name: shared, read: ["shop/**"]}]
          limits: {%s}
        """,
        limits);
  }

  private int readsIn(Duration time) {
    house.await().until(() -> house.passesUnderWay() == 0);
    house.backend.ledger().clear();
    for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(STEP)) {
      house.time.advance(STEP);
      house.await().until(() -> house.passesUnderWay() == 0);
    }
    return house.backend.ledger().reads();
  }

  @Test
  void aShortIntervalIsLengthenedAndEveryEditOfTheLimitCounts() {
    house.namespace("shop");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: shared}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
        """);
    scope("minRefreshInterval: 4h");
    house.backend.put("shop/db", "v1");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: shared, kind: ClusterSecretStore}
          refreshInterval: 10m
          data: [{secretKey: value, remoteRef: {key: shop/db}}]
        """);
    house.awaitSynced("shop", "db");
    assertThat(readsIn(Duration.ofHours(8))).isBetween(1, 3);
    scope("");
    house.await().until(() -> readsIn(Duration.ofHours(1)) >= 5);
    scope("minRefreshInterval: 4h");
    house.await().until(() -> readsIn(Duration.ofHours(1)) <= 1);
    house.awaitSynced("shop", "db");
  }
}
