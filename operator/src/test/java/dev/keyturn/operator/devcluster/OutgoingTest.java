package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that go from the cluster to the backend: generated and pushed. */
final class OutgoingTest {
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final House house = House.started();
  private final OutgoingSyncs syncs = new OutgoingSyncs(house);

  @BeforeEach
  void tenant() {
    house.tenant("shop");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void generating() {
    syncs.apply(
        "gen",
        """
        generate:
        - secretKey: session
          generator: {password: {length: 40, symbols: "-_"}}
          remoteRef: {key: generated, property: session}
        """);
  }

  private void pushing(String more) {
    syncs.apply(
        "push",
        """
        push:
        - secretKey: token
          source: {name: app}
          remoteRef: {key: pushed, property: token}
        """
            + more.indent(2));
  }

  private void awaitRemote(String text) {
    house
        .await()
        .untilAsserted(() -> assertThat(house.backend.text("pushed")).isEqualTo(Optional.of(text)));
  }

  @Test
  void aGeneratedValueIsWhatTheBackendHolds() {
    generating();
    house.awaitSynced("shop", "gen");
    String value = house.data("shop", "gen").get("session");
    assertThat(value).hasSize(40);
    assertThat(house.backend.text("generated"))
        .isEqualTo(Optional.of("{\"session\":\"" + value + "\"}"));
    assertThat(house.backend.versions("generated")).isOne();
    assertThat(house.status("shop", "gen").generated()).hasSize(1);
    house.awaitReasons("shop", "SecretCreated", "StoreBecameReady", "ValueGenerated");
  }

  @Test
  void aValueThatStandsThereWinsAndItsSiblingsStay() {
    house.backend.put("generated", "{\"other\":\"1\"}");
    generating();
    house.awaitSynced("shop", "gen");
    String made = house.data("shop", "gen").get("session");
    assertThat(house.backend.text("generated"))
        .isEqualTo(Optional.of("{\"other\":\"1\",\"session\":\"" + made + "\"}"));
    house.client.secrets().inNamespace("shop").withName("gen").delete();
    house.awaitData("shop", "gen", Map.of("session", java.util.Objects.requireNonNull(made)));
    assertThat(house.backend.versions("generated")).isEqualTo(2);
  }

  @Test
  void aNodeThatLagsBehindAPushIsNoConflict() {
    syncs.source("app", "token", "one");
    house.backend.lagBehind(3);
    pushing("");
    syncs.awaitPushed("True/UpToDate");
    assertThat(house.backend.text("pushed")).isEqualTo(Optional.of("{\"token\":\"one\"}"));
    assertThat(house.backend.tags("pushed")).containsKey("keyturn-owner");
    // The value with its mark.
    assertThat(house.backend.ledger().writes()).isOne();
  }

  @Test
  void aPushThatCannotBeReadBackIsTriedAgain() {
    syncs.source("app", "token", "one");
    house.backend.lagBehind(1_000);
    pushing("");
    syncs.awaitPushed("False/Unavailable");
    assertThat(house.backend.versions("pushed")).isOne();
    house.backend.lagBehind(0);
    house.advanceUntil(
        Duration.ofMinutes(2),
        () -> assertThat(house.condition("shop", "push", "Pushed")).isEqualTo("True/UpToDate"));
    assertThat(house.backend.versions("pushed")).isOne();
  }

  @Test
  void aLostReplyAndARecreatedSyncEndWithOneValue() {
    house.backend.loseReply();
    generating();
    house.await().until(() -> house.backend.versions("generated") == 1);
    house.advanceUntil(
        Duration.ofMinutes(2),
        () -> assertThat(house.condition("shop", "gen", "Synced")).isEqualTo("True/UpToDate"));
    Map<String, String> value = house.data("shop", "gen");
    house
        .client
        .resources(dev.keyturn.crds.v1alpha1.SecretSync.class)
        .inNamespace("shop")
        .withName("gen")
        .delete();
    house.await().until(() -> !house.hasSecret("shop", "gen"));
    generating();
    house.awaitData("shop", "gen", value);
    assertThat(house.backend.versions("generated")).isOne();
  }

  @Test
  void aGeneratedValueThatVanishedIsNotMadeAnew() {
    generating();
    house.awaitSynced("shop", "gen");
    Map<String, String> value = house.data("shop", "gen");
    house.backend.purge("generated");
    house.advance(INTERVAL.plusMinutes(2));
    house.awaitCondition("shop", "gen", "Synced", "False/SourceDeleted");
    assertThat(house.data("shop", "gen")).isEqualTo(value);
    assertThat(house.backend.versions("generated")).isZero();
  }

  @Test
  void aDenialMakesNoValue() {
    house.backend.deny("generated");
    generating();
    house.awaitCondition("shop", "gen", "Synced", "False/AccessDenied");
    assertThat(house.backend.ledger().writes()).isZero();
  }

  @Test
  void aChangedSourceIsPushedWithoutWaitingForTheInterval() {
    syncs.source("app", "token", "one");
    pushing("");
    awaitRemote("{\"token\":\"one\"}");
    syncs.awaitPushed("True/UpToDate");
    syncs.source("app", "token", "two");
    awaitRemote("{\"token\":\"two\"}");
    assertThat(house.backend.versions("pushed")).isEqualTo(2);
    assertThat(house.backend.tags("pushed").get("keyturn-owner")).endsWith("/shop/push");
    assertThat(house.syncNamed("shop", "push").getFinalizers()).isEmpty();
  }

  @Test
  void aSourceThatChangedWhileTheOperatorWasDownIsPushedAfterItsStart() {
    syncs.source("app", "token", "one");
    pushing("");
    syncs.awaitPushed("True/UpToDate");
    house.stop();
    syncs.source("app", "token", "two");
    house.restart();
    awaitRemote("{\"token\":\"two\"}");
    assertThat(house.backend.versions("pushed")).isEqualTo(2);
  }

  @Test
  void aChangeWhosePushFailedIsTriedAgain() {
    syncs.source("app", "token", "one");
    pushing("");
    syncs.awaitPushed("True/UpToDate");
    house.backend.fail(Operation.WRITE, Failure.of(FailureClass.InvalidData), 1);
    syncs.source("app", "token", "two");
    syncs.awaitPushed("False/InvalidData");
    house.advanceUntil(
        INTERVAL.plusMinutes(2),
        () ->
            assertThat(house.backend.text("pushed")).isEqualTo(Optional.of("{\"token\":\"two\"}")));
    syncs.awaitPushed("True/UpToDate");
  }

  @Test
  void aPushThatFailsIsToldThoughAnotherWorkedSince() {
    syncs.source("app", "token", "one");
    syncs.source("other", "token", "one");
    syncs.apply(
        "push",
        """
        push:
        - secretKey: token
          source: {name: app}
          remoteRef: {key: pushed, property: token}
        - secretKey: token
          source: {name: other}
          remoteRef: {key: second, property: token}
        """);
    syncs.awaitPushed("True/UpToDate");
    house.backend.deny("second");
    house.advance(INTERVAL.plusMinutes(2));
    syncs.awaitPushed("False/AccessDenied");
    syncs.source("app", "token", "two");
    awaitRemote("{\"token\":\"two\"}");
    house.await().until(() -> house.passesUnderWay() == 0);
    syncs.awaitPushed("False/AccessDenied");
    house.backend.allow("second");
    house.advanceUntil(INTERVAL.plusMinutes(2), () -> syncs.awaitPushed("True/UpToDate"));
  }

  @Test
  void anUnchangedPushCostsOneLookPerIntervalAndNothingElse() {
    syncs.source("app", "token", "one");
    pushing("");
    syncs.awaitPushed("True/UpToDate");
    house.advance(INTERVAL.plusMinutes(2));
    house.await().until(() -> Integer.valueOf(1).equals(house.dependents("shop", "store")));
    house.server.requests().clear();
    int looks = house.backend.ledger().looks();
    int writes = house.backend.ledger().writes();
    for (int i = 0; i < 10; i++) {
      house.advance(INTERVAL.plusMinutes(2));
    }
    assertThat(house.backend.versions("pushed")).isOne();
    assertThat(house.backend.ledger().looks()).isEqualTo(looks + 10);
    assertThat(house.backend.ledger().writes()).isEqualTo(writes);
    assertThat(house.requests("shop")).isEmpty();
  }

  @Test
  void aForeignValueIsAConflictAndStays() {
    house.backend.put("pushed", "{\"token\":\"theirs\"}");
    syncs.source("app", "token", "ours");
    pushing("");
    syncs.awaitPushed("False/OwnershipConflict");
    assertThat(house.backend.text("pushed")).isEqualTo(Optional.of("{\"token\":\"theirs\"}"));
    assertThat(house.backend.ledger().writes()).isZero();
    assertThat(house.condition("shop", "push", "Ready")).isEqualTo("True/UpToDate");
  }

  @Test
  void anEqualUnmarkedValueGetsTheMarkAndNoVersion() {
    house.backend.put("pushed", "{\"token\":\"same\"}");
    syncs.source("app", "token", "same");
    pushing("");
    syncs.awaitPushed("True/UpToDate");
    assertThat(house.backend.versions("pushed")).isOne();
    assertThat(house.backend.tags("pushed").get("keyturn-owner")).endsWith("/shop/push");
  }

  @Test
  void anExistingValueStaysWithIfNotExists() {
    house.backend.put("pushed", "{\"token\":\"theirs\"}");
    syncs.source("app", "token", "ours");
    pushing("updatePolicy: IfNotExists");
    syncs.awaitPushed("True/UpToDate");
    assertThat(house.backend.text("pushed")).isEqualTo(Optional.of("{\"token\":\"theirs\"}"));
    assertThat(house.backend.tags("pushed")).isEmpty();
  }

  @Fault("R5")
  @Test
  void aLostReplyIsOneVersion() {
    syncs.source("app", "token", "one");
    house.backend.loseReply();
    pushing("");
    syncs.awaitPushed("True/UpToDate");
    assertThat(house.backend.versions("pushed")).isOne();
  }

  @Fault("L2")
  @Test
  void anOperatorThatDiesBetweenTheWriteAndTheStatusLeavesOneVersion() {
    syncs.source("app", "token", "one");
    house
        .server
        .faults()
        .failNext(
            10_000,
            RequestMatch.of("apply", "secretsyncs").withSubresource("status").withName("push"),
            500);
    pushing("");
    awaitRemote("{\"token\":\"one\"}");
    house.stop();
    house.server.faults().clear();
    assertThat(house.condition("shop", "push", "Pushed")).isEmpty();
    house.restart();
    syncs.awaitPushed("True/UpToDate");
    assertThat(house.backend.versions("pushed")).isOne();
  }

  @Test
  void whatAnotherHandChangedIsWrittenBackAtTheNextInterval() {
    syncs.source("app", "token", "one");
    pushing("");
    syncs.awaitPushed("True/UpToDate");
    house.backend.put("pushed", "{\"token\":\"edited\"}");
    house.advance(INTERVAL.plusMinutes(2));
    awaitRemote("{\"token\":\"one\"}");
    house.awaitReasons("shop", "DriftCorrected", "StoreBecameReady", "ValuePushed");
  }

  @Test
  void whatAnotherHandDeletedIsWrittenBackAtTheNextInterval() {
    syncs.source("app", "token", "one");
    pushing("");
    syncs.awaitPushed("True/UpToDate");
    house.backend.softDelete("pushed");
    house.advance(INTERVAL.plusMinutes(2));
    awaitRemote("{\"token\":\"one\"}");
  }

  @Fault("R6")
  @Test
  void aDeletedSyncTakesExactlyItsMarkedKeyWithIt() {
    house.backend.put("pushed-too", "{\"token\":\"theirs\"}");
    syncs.source("app", "token", "one");
    pushing("deletionPolicy: Delete");
    syncs.awaitPushed("True/UpToDate");
    assertThat(house.syncNamed("shop", "push").getFinalizers())
        .containsExactly(Api.FINALIZER_REMOTE_CLEANUP);
    var syncs =
        house.client.resources(dev.keyturn.crds.v1alpha1.SecretSync.class).inNamespace("shop");
    syncs.withName("push").delete();
    house.await().until(() -> syncs.withName("push").get() == null);
    assertThat(house.backend.text("pushed")).isEmpty();
    assertThat(house.backend.text("pushed-too")).isPresent();
  }

  @Test
  void aPushThatEndsWithDeleteTakesItsKeyAndThenTheFinalizerGoes() {
    syncs.source("app", "token", "one");
    pushing("deletionPolicy: Delete");
    syncs.awaitPushed("True/UpToDate");
    syncs.apply(
        "push",
        """
        push:
        - source: {name: app}
          remoteRef: {key: whole}
        """);
    house.await().untilAsserted(() -> assertThat(house.backend.text("pushed")).isEmpty());
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.backend.text("whole")).isEqualTo(Optional.of("{\"token\":\"one\"}")));
    house
        .await()
        .untilAsserted(() -> assertThat(house.syncNamed("shop", "push").getFinalizers()).isEmpty());
  }
}
