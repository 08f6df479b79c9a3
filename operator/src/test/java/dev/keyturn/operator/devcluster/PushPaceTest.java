package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushes to a backend that bears one version of a secret in ten minutes, as AWS does. */
final class PushPaceTest {
  private static final Duration SPACING = Duration.ofMinutes(10);
  private static final int BURST = 3;

  private final House house = House.started();
  private final OutgoingSyncs syncs = new OutgoingSyncs(house);

  @BeforeEach
  void push() {
    house.backend.spaceVersions(SPACING);
    house.tenant("shop");
    source(0);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: push, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 10h
          push:
          - secretKey: token
            source: {name: app}
            remoteRef: {key: pushed, property: token}
        """);
    syncs.awaitPushed("True/UpToDate");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void source(int value) {
    syncs.source("app", "token", "v" + value);
  }

  private Optional<String> remote(int value) {
    return Optional.of("{\"token\":\"v" + value + "\"}");
  }

  private void awaitRemote(int value) {
    house
        .await()
        .untilAsserted(() -> assertThat(house.backend.text("pushed")).isEqualTo(remote(value)));
  }

  /** Changes the source and waits until that was looked at. */
  private void change(int value) {
    int looks = house.backend.ledger().looks();
    source(value);
    house.await().until(() -> house.backend.ledger().looks() > looks);
  }

  private void exhaust() {
    for (int value = 1; value < BURST; value++) {
      change(value);
      awaitRemote(value);
    }
    change(BURST);
    syncs.awaitPushed("False/Delayed");
  }

  private String message() {
    return Conditions.find(house.status("shop", "push").conditions(), Condition.PUSHED)
        .map(Condition::message)
        .orElseThrow();
  }

  private void awaitArrival(int value) {
    house.advanceUntil(
        Duration.ofMinutes(3),
        () -> assertThat(house.backend.text("pushed")).isEqualTo(remote(value)));
    syncs.awaitPushed("True/UpToDate");
  }

  @Test
  void twentyChangesInTenMinutesAreFourVersionsAndTheLastOneArrives() {
    for (int value = 1; value <= 20; value++) {
      change(value);
      house.time.advance(SPACING.dividedBy(21));
    }
    assertThat(house.backend.versions("pushed")).isEqualTo(BURST);
    syncs.awaitPushed("False/Delayed");
    assertThat(house.condition("shop", "push", "Ready")).isEqualTo("True/UpToDate");
    awaitArrival(20);
    assertThat(house.backend.versions("pushed")).isEqualTo(BURST + 1);
  }

  @Test
  void theStatusSaysUntilWhenAndThatDoesNotMoveWithEachChange() {
    exhaust();
    String message = message();
    assertThat(message)
        .containsPattern("waits until \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ: ")
        .contains("SecretStore/store, key pushed");
    house.time.advance(SPACING.dividedBy(5));
    change(BURST + 1);
    syncs.awaitPushed("False/Delayed");
    assertThat(message()).isEqualTo(message);
    house.awaitReasons("shop", "StoreBecameReady", "ValuePushed");
  }

  @Test
  void aRestartMakesNoVersionMore() {
    exhaust();
    house.restart();
    syncs.awaitPushed("False/Delayed");
    change(BURST + 1);
    assertThat(house.backend.versions("pushed")).isEqualTo(BURST);
    awaitArrival(BURST + 1);
    assertThat(house.backend.versions("pushed")).isEqualTo(BURST + 1);
  }

  @Test
  void whatWasPutOffWhenTheOperatorStoppedIsWrittenAfterItsStart() {
    exhaust();
    house.stop();
    house.time.advance(SPACING.multipliedBy(2));
    house.restart();
    awaitRemote(BURST);
    syncs.awaitPushed("True/UpToDate");
    assertThat(house.backend.versions("pushed")).isEqualTo(BURST + 1);
  }

  @Test
  void aValueThatComesBackBeforeItsTimeIsNoVersion() {
    exhaust();
    source(BURST - 1);
    syncs.awaitPushed("True/UpToDate");
    assertThat(house.backend.versions("pushed")).isEqualTo(BURST);
  }

  @Test
  void aWriteThatWasRefusedCostsNoTurn() {
    for (int value = 1; value <= BURST; value++) {
      house.backend.fail(Operation.WRITE, Failure.of(FailureClass.InvalidData), 1);
      change(value);
      syncs.awaitPushed("False/InvalidData");
    }
    change(BURST + 1);
    awaitRemote(BURST + 1);
    assertThat(house.backend.versions("pushed")).isEqualTo(2);
  }
}
