package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SyncLease;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of a lease, from its issue to its end. */
final class LeaseTest {
  private static final Map<String, String> FIRST = Map.of("username", "user-1", "password", "p1");
  private static final Map<String, String> SECOND = Map.of("username", "user-2", "password", "p2");

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private int asked(Operation operation) {
    return house.backend.ledger().asked(operation);
  }

  private void leased() {
    house.backend.sessions(Duration.ofDays(3650), true);
    house.tenant("shop");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 10m
          dataFrom: [{dynamic: {path: database/creds/app}}]
        """);
    house.awaitSynced("shop", "db");
    house.awaitData("shop", "db", FIRST);
  }

  private SyncLease lease() {
    return Objects.requireNonNull(house.status("shop", "db").lease());
  }

  @Test
  void aLeaseIsRenewedByItsIdAlsoAfterARestartAndNothingIsIssued() {
    leased();
    String expires = Objects.requireNonNull(lease().expires());
    house.restart();
    house.advanceUntil(
        Duration.ofMinutes(45), () -> assertThat(asked(Operation.RENEW_LEASE)).isPositive());
    house.await().untilAsserted(() -> assertThat(lease().expires()).isGreaterThan(expires));
    assertThat(asked(Operation.ISSUE)).isOne();
    house.awaitData("shop", "db", FIRST);
  }

  @Test
  void betweenItsRenewalsALeaseCostsOneLookUpPerIntervalAndNoWrite() {
    leased();
    house.awaitReasons("shop", "SecretCreated", "StoreBecameReady");
    house.server.requests().clear();
    house.advanceUntil(
        Duration.ofMinutes(11), () -> assertThat(asked(Operation.LOOKUP_LEASE)).isPositive());
    assertThat(house.writes("shop")).noneMatch(write -> write.contains("/db"));
    assertThat(asked(Operation.RENEW_LEASE)).isZero();
  }

  @Test
  void aLeaseNearItsGreatestLifeIsReplacedAndTheOldOneIsEndedLater() {
    leased();
    house.backend.leases().grant(Duration.ofMinutes(20));
    house.advanceUntil(Duration.ofMinutes(45), () -> house.awaitData("shop", "db", SECOND));
    assertThat(asked(Operation.REVOKE_LEASE)).isZero();
    house.advanceUntil(
        Duration.ofMinutes(11), () -> assertThat(asked(Operation.REVOKE_LEASE)).isOne());
    assertThat(house.backend.leases().alive()).isOne();
  }

  @Test
  void aLeaseThatTheSpecDoesNotWantAnyMoreIsEndedLater() {
    leased();
    house.backend.put("app", "one");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 10m
          data: [{secretKey: value, remoteRef: {key: app}}]
        """);
    house.awaitData("shop", "db", Map.of("value", "one"));
    house.advanceUntil(
        Duration.ofMinutes(11), () -> assertThat(asked(Operation.REVOKE_LEASE)).isOne());
    assertThat(house.backend.leases().alive()).isZero();
    house.await().untilAsserted(() -> assertThat(house.status("shop", "db").lease()).isNull());
  }

  /** To look after it must not have a credential made each time. */
  @Test
  void aFormerSecretThatCannotBeDeletedIsSaidUntilItIsGoneAndNothingIsIssuedForIt() {
    leased();
    house.server.faults().failNext(1_000, RequestMatch.of("delete", "secrets").by("keyturn/"), 403);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 10m
          target: {name: new}
          dataFrom: [{dynamic: {path: database/creds/app}}]
        """);
    house.awaitCondition("shop", "db", "Synced", "False/AccessDenied");
    int issued = asked(Operation.ISSUE);
    for (int i = 0; i < 2; i++) {
      long before = refusals();
      house.advanceUntil(
          Duration.ofMinutes(11), () -> assertThat(refusals()).isGreaterThan(before));
      house.await().until(() -> house.passesUnderWay() == 0);
      assertThat(house.condition("shop", "db", "Synced")).isEqualTo("False/AccessDenied");
    }
    assertThat(asked(Operation.ISSUE)).isEqualTo(issued);
  }

  private long refusals() {
    return house.writes("shop").stream().filter("delete secrets/db"::equals).count();
  }

  @Test
  void aLeaseThatSomebodyEndedIsReplacedWithinAnInterval() {
    leased();
    house.backend.leases().endAll();
    house.advanceUntil(Duration.ofMinutes(11), () -> house.awaitData("shop", "db", SECOND));
    house.awaitCondition("shop", "db", "Ready", "True/UpToDate");
  }

  @Fault("V23")
  @Test
  void inAnOutageTheValueIsKeptAndReadyIsFalseOnceTheLeaseHasEnded() {
    leased();
    for (Operation operation : Operation.values()) {
      house.backend.fail(operation, Failure.of(FailureClass.Unavailable), 1_000_000);
    }
    house.advanceUntil(
        Duration.ofMinutes(61),
        () -> assertThat(house.condition("shop", "db", "Ready")).isEqualTo("False/SourceDeleted"));
    assertThat(Conditions.find(house.status("shop", "db").conditions(), Condition.READY))
        .hasValueSatisfying(
            ready -> assertThat(ready.message()).startsWith("The lease or certificate has ended"));
    house.awaitData("shop", "db", FIRST);
    // What the alert KeyturnLeaseNotRenewed is made from.
    assertThat(house.page(house.operator(), "/metrics").body())
        .contains("keyturn_lease_expiry_timestamp_seconds{", "keyturn_lease_duration_seconds{");
    int issued = asked(Operation.ISSUE);
    house.backend.heal();
    house.advanceUntil(Duration.ofMinutes(6), () -> house.awaitData("shop", "db", SECOND));
    house.awaitCondition("shop", "db", "Ready", "True/UpToDate");
    // The old one is ended by the pass after the one that wrote the new one.
    house.await().untilAsserted(() -> assertThat(house.backend.leases().alive()).isOne());
    assertThat(asked(Operation.ISSUE)).isEqualTo(issued + 1);
    house.awaitData("shop", "db", SECOND);
  }
}
