package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator that starts again and is shown what there was a minute ago. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StaleListTest {
  private static final String SYNCS = "secretsyncs";

  private final House house = House.started();

  @AfterEach
  void heal() {
    house.server.faults().clear();
  }

  @AfterAll
  void close() {
    house.close();
  }

  private void tenant(String namespace) {
    house.backend.put(namespace, "v1");
    house.backend.put(namespace + "-new", "v2");
    house.tenant(namespace);
  }

  /** The next operator sees these resources as they were then. */
  private void restartAsOf(long then, String... resources) {
    house.stop();
    for (String resource : resources) {
      house.server.faults().freeze(resource, then);
    }
    house.server.requests().clear();
    house.restart();
  }

  /** The operator has asked whether the sync is still the one that it sees, and let it be. */
  private void awaitDoubt(String namespace, String name) {
    house.await().until(() -> house.requests(namespace).contains("get secretsyncs/" + name));
    house.await().until(() -> house.passesUnderWay() == 0);
  }

  private String uid(String namespace, String secret) {
    return house.secret(namespace, secret).getMetadata().getUid();
  }

  @Fault("W4")
  @ParameterizedTest
  @ValueSource(strings = {"secretsyncs", "secretsyncs secrets"})
  void anOlderSpecIsNotWrittenOverANewerOne(String resources) {
    String namespace = "older-" + resources.split(" ").length;
    tenant(namespace);
    house.sync(namespace, "db", namespace, "refreshInterval: 10m");
    house.awaitSynced(namespace, "db");
    long then = house.server.faults().now();
    house.sync(namespace, "db", namespace + "-new", "refreshInterval: 10m");
    house.awaitSynced(namespace, "db");
    house.stop();
    house.backend.put(namespace, "v3");

    restartAsOf(then, resources.split(" "));
    house.advanceUntil(
        Duration.ofMinutes(11),
        () -> assertThat(house.requests(namespace)).contains("get secretsyncs/db"));
    awaitDoubt(namespace, "db");
    assertThat(house.backend.ledger().reads(namespace)).isGreaterThan(1);
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "v2"));

    house.server.faults().thaw();
    house.backend.put(namespace + "-new", "v4");
    house.advanceUntil(
        Duration.ofMinutes(11),
        () -> assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "v4")));
    assertThat(house.status(namespace, "db").observedGeneration()).isEqualTo(2);
  }

  @Fault("W4")
  @Test
  void aTargetThatHasItsOldNameBackIsNotDeletedAsTheFormerOne() {
    tenant("renamed");
    house.sync("renamed", "db", "renamed", "refreshInterval: 10m");
    house.awaitSynced("renamed", "db");
    String before = uid("renamed", "db");
    house.stop();
    house.sync("renamed", "db", "renamed", "refreshInterval: 10m\ntarget: {name: other}");
    long then = house.server.faults().now();
    house.sync("renamed", "db", "renamed", "refreshInterval: 10m\ntarget: {name: db}");

    restartAsOf(then, SYNCS);
    awaitDoubt("renamed", "db");
    assertThat(uid("renamed", "db")).isEqualTo(before);
    assertThat(house.hasSecret("renamed", "other")).isFalse();

    house.server.faults().thaw();
    house.awaitSynced("renamed", "db");
    assertThat(uid("renamed", "db")).isEqualTo(before);
    assertThat(house.writes("renamed")).noneMatch(line -> line.startsWith("delete"));
  }

  @Fault("W4")
  @Test
  void aDeletionPolicyThatIsNoMoreDeletesNothing() {
    tenant("kept");
    house.sync("kept", "db", "kept", "refreshInterval: 1m\ntarget: {deletionPolicy: Delete}");
    house.awaitSynced("kept", "db");
    long then = house.server.faults().now();
    house.stop();
    house.sync("kept", "db", "kept", "refreshInterval: 1m\ntarget: {deletionPolicy: Retain}");
    house.backend.purge("kept");

    restartAsOf(then, SYNCS);
    for (int look = 0; look < 8; look++) {
      int reads = house.backend.ledger().reads("kept");
      house.advanceUntil(
          Duration.ofMinutes(2),
          () -> assertThat(house.backend.ledger().reads("kept")).isGreaterThan(reads));
    }
    awaitDoubt("kept", "db");
    assertThat(house.data("kept", "db")).isEqualTo(Map.of("value", "v1"));
  }

  private void pushing(String namespace, String deletionPolicy) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: push, namespace: %1$s}
        spec:
          secretStoreRef: {name: store}
          push:
          - secretKey: token
            source: {name: app}
            remoteRef: {key: %1$s-pushed, property: token}
            deletionPolicy: %2$s
        """,
        namespace, deletionPolicy);
    house.awaitCondition(namespace, "push", "Pushed", "True/UpToDate");
  }

  private void source(String namespace) {
    house.secret(namespace, "app", Map.of("token", "one"));
  }

  private Optional<String> pushed(String namespace) {
    return house.backend.text(namespace + "-pushed");
  }

  private boolean isThere(String namespace) {
    return house.client.resources(SecretSync.class).inNamespace(namespace).withName("push").get()
        != null;
  }

  private void delete(String namespace) {
    house.client.resources(SecretSync.class).inNamespace(namespace).withName("push").delete();
  }

  /** What is seen is an object on its way out; what there is has its name, and another UID. */
  @Fault("W5")
  @Test
  void theCleanupOfAnObjectThatIsGoneIsSkippedForTheOneThatHasItsName() {
    house.tenant("again");
    source("again");
    pushing("again", "Delete");
    house.stop();
    delete("again");
    long then = house.server.faults().now();
    house.restart();
    house.await().until(() -> !isThere("again"));
    assertThat(pushed("again")).isEmpty();
    pushing("again", "Delete");
    SecretSync second = house.syncNamed("again", "push");

    restartAsOf(then, SYNCS);
    awaitDoubt("again", "push");
    assertThat(pushed("again")).isEqualTo(Optional.of("{\"token\":\"one\"}"));
    assertThat(house.writes("again")).isEmpty();
    assertThat(house.syncNamed("again", "push").getMetadata()).isEqualTo(second.getMetadata());

    house.server.faults().thaw();
    delete("again");
    house.await().until(() -> !isThere("again"));
    assertThat(pushed("again")).isEmpty();
  }

  /** A push that was taken out of the spec and put back. */
  @Fault("W4")
  @Test
  void whatWasPushedIsNotDeletedByASpecThatIsNoMore() {
    house.tenant("back");
    source("back");
    pushing("back", "Delete");
    house.stop();
    house.sync("back", "push", "back");
    long then = house.server.faults().now();
    house.backend.put("back", "v1");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: push, namespace: back}
        spec:
          secretStoreRef: {name: store}
          push:
          - secretKey: token
            source: {name: app}
            remoteRef: {key: back-pushed, property: token}
            deletionPolicy: Delete
        """);

    restartAsOf(then, SYNCS);
    awaitDoubt("back", "push");
    assertThat(pushed("back")).isEqualTo(Optional.of("{\"token\":\"one\"}"));
    assertThat(house.syncNamed("back", "push").getFinalizers())
        .isEqualTo(List.of(Api.FINALIZER_REMOTE_CLEANUP));
  }
}
