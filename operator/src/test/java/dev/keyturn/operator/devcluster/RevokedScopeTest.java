package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A grant that ends while it is used. */
final class RevokedScopeTest {
  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  @BeforeEach
  void granted() {
    house.namespace("shop");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: shared}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: shop}
        spec:
          tenant: shop
          namespaces: {names: [shop]}
          stores:
          - kind: ClusterSecretStore
            name: shared
            read: ["shop/**", "dynamic:shop/**", "token:ecr/private"]
            write: ["shop/**"]
        """);
  }

  private void sync(String more) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: shared, kind: ClusterSecretStore}
          refreshInterval: 10m
        %s
        """,
        more.indent(2));
  }

  private void revoke() {
    house.client.resources(TenantSecretScope.class).withName("shop").delete();
  }

  private int asked(Operation operation) {
    return house.backend.ledger().asked(operation);
  }

  private void source(String text) {
    house.secret("shop", "app", Map.of("token", text));
  }

  @Fault("D8")
  @Test
  void aReadThatIsUnderWayIsDroppedAndTheTargetKept() {
    house.backend.put("shop/db", "v1");
    sync("data: [{secretKey: value, remoteRef: {key: shop/db}}]");
    house.awaitSynced("shop", "db");
    house.backend.put("shop/db", "v2");
    try (FakeGate gate = house.backend.gate()) {
      house.time.advance(Duration.ofMinutes(11));
      house.await().until(() -> gate.waiting() == 1);
      // Before the pass goes on, its grant has certainly ended: another sync shows that.
      revoke();
      house.apply(
          """
          apiVersion: keyturn.dev/v1alpha1
          kind: SecretSync
          metadata: {name: after, namespace: shop}
          spec:
            secretStoreRef: {name: shared, kind: ClusterSecretStore}
            data: [{secretKey: value, remoteRef: {key: shop/other}}]
          """);
      house.awaitCondition("shop", "after", "Stalled", "True/ScopeDenied");
      house.backend.ledger().clear();
      house.server.requests().clear();
    }
    house.awaitCondition("shop", "db", "Stalled", "True/ScopeDenied");
    house.awaitCondition("shop", "db", "ScopeAllowed", "False/ScopeDenied");
    assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
    assertThat(house.requests("shop")).doesNotContain("apply secrets/db");
    house.time.advance(Duration.ofMinutes(11));
    house.await().until(() -> house.passesUnderWay() == 0);
    assertThat(house.backend.ledger().reads()).isZero();
  }

  @Fault("D8")
  @Test
  void nothingIsPushedAnyMore() {
    source("one");
    sync("push: [{secretKey: token, source: {name: app}, remoteRef: {key: shop/pushed}}]");
    house.awaitCondition("shop", "db", "Pushed", "True/UpToDate");
    int versions = house.backend.versions("shop/pushed");
    revoke();
    house.advanceUntil(
        Duration.ofMinutes(11),
        () -> assertThat(house.condition("shop", "db", "Pushed")).isEqualTo("False/ScopeDenied"));
    house.backend.ledger().clear();
    source("two");
    house.time.advance(Duration.ofMinutes(11));
    house.await().until(() -> house.passesUnderWay() == 0);
    assertThat(house.backend.versions("shop/pushed")).isEqualTo(versions);
    assertThat(house.backend.ledger().reads()).isZero();
  }

  @Test
  void aTokenIsMadeOnlyWhereAScopeGrantsItsOwnPath() {
    house.backend.tokens().clock(house.time);
    sync("dataFrom: [{token: {ecr: {scope: Public}}}]");
    house.awaitCondition("shop", "db", "Synced", "False/ScopeDenied");
    assertThat(asked(Operation.ISSUE)).isZero();
    sync("dataFrom: [{token: {ecr: {}}}]");
    house.awaitSynced("shop", "db");
    assertThat(asked(Operation.ISSUE)).isOne();
  }

  @Fault("D8")
  @Test
  void noLeaseIsRenewedAnyMore() {
    house.backend.sessions(Duration.ofDays(3650), true);
    sync("dataFrom: [{dynamic: {path: shop/creds/app}}]");
    house.awaitSynced("shop", "db");
    Map<String, String> issued = house.data("shop", "db");
    revoke();
    house.awaitCondition("shop", "db", "Stalled", "True/ScopeDenied");
    house.backend.ledger().clear();
    for (int i = 0; i < 6; i++) {
      house.time.advance(Duration.ofMinutes(11));
      house.await().until(() -> house.passesUnderWay() == 0);
    }
    assertThat(asked(Operation.RENEW_LEASE)).isZero();
    assertThat(asked(Operation.ISSUE)).isZero();
    assertThat(house.data("shop", "db")).isEqualTo(issued);
  }
}
