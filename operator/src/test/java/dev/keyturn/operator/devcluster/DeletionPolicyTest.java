package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Secret goes only when its source is gone beyond doubt and the sync says so. */
final class DeletionPolicyTest {
  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void synced(String policy) {
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync(
        "shop", "db", "path", "refreshInterval: 1m\ntarget: {deletionPolicy: " + policy + "}");
    house.awaitSynced("shop", "db");
  }

  /** One more look at the backend. */
  private void look() {
    int reads = house.backend.ledger().reads("path");
    house.advance(Duration.ofMinutes(2));
    house.await().until(() -> house.backend.ledger().reads("path") > reads);
  }

  /** One more look at the backend by each of these syncs, which are named by their keys. */
  private void lookAt(List<String> keys) {
    Map<String, Integer> reads =
        keys.stream().collect(Collectors.toMap(key -> key, house.backend.ledger()::reads));
    house.advanceUntil(
        Duration.ofMinutes(2),
        () ->
            assertThat(keys)
                .allSatisfy(key ->
                    assertThat(house.backend.ledger().reads(key)).isGreaterThan(reads.get(key))));
  }

  private void syncedAll(List<String> keys) {
    house.tenant("shop");
    for (String key : keys) {
      house.backend.put(key, "v1");
      house.sync("shop", key, key, "refreshInterval: 1m\ntarget: {deletionPolicy: Delete}");
    }
    keys.forEach(key -> house.awaitSynced("shop", key));
  }

  private void acknowledge() {
    house
        .client
        .resources(SecretStore.class)
        .inNamespace("shop")
        .withName("store")
        .edit(store -> {
          store
              .getMetadata()
              .setAnnotations(
                  Map.of(
                      Api.ANNOTATION_DELETIONS_ACKNOWLEDGED,
                      house.time.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
          return store;
        });
  }

  private List<String> secrets(List<String> names) {
    return names.stream().filter(name -> house.hasSecret("shop", name)).toList();
  }

  @Fault("V8")
  @Proves("N09")
  @Test
  void theSecretIsDeletedAfterThreeConfirmationsOverTenMinutes() {
    synced("Delete");
    house.backend.purge("path");
    for (int i = 0; i < 4; i++) {
      look();
      assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
    }
    for (int i = 0; i < 3; i++) {
      look();
    }
    house.await().until(() -> !house.hasSecret("shop", "db"));
    house.await().until(() -> house.reasons("shop").contains("SecretDeleted"));
  }

  /** Lists of AWS lag by minutes; what they do not name is asked for by itself. */
  @Fault("V31")
  @Test
  void aListThatLagsBehindTakesNothingAway() {
    List<String> keys = List.of("path/a", "path/b");
    keys.forEach(key -> house.backend.put(key, "v1"));
    house.tenant("shop");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 1m
          target: {deletionPolicy: Delete}
          dataFrom: [{find: {path: path}}]
        """);
    house.awaitSynced("shop", "db");
    Map<String, String> both = house.data("shop", "db");
    assertThat(both).hasSize(2);
    keys.forEach(house.backend::purge);
    house.backend.lagLists();
    keys.forEach(key -> house.backend.put(key, "v2"));
    for (int i = 0; i < 7; i++) {
      int lists = house.backend.ledger().lists();
      house.advanceUntil(
          Duration.ofMinutes(2),
          () -> assertThat(house.backend.ledger().lists()).isGreaterThan(lists));
      assertThat(house.data("shop", "db")).containsOnlyKeys(both.keySet());
    }
    house
        .await()
        .until(() -> List.copyOf(house.data("shop", "db").values()), List.of("v2", "v2")::equals);
    assertThat(house.condition("shop", "db", "Synced")).startsWith("True/");
  }

  @Fault("V8")
  @Test
  void anotherAnswerStartsTheCountAnew() {
    synced("Delete");
    house.backend.purge("path");
    for (int i = 0; i < 4; i++) {
      look();
    }
    house.backend.failRead("path", Failure.of(FailureClass.Unavailable), 1);
    look();
    for (int i = 0; i < 3; i++) {
      look();
      assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
    }
  }

  @Fault("V8")
  @Test
  void aRestartStartsTheCountAnew() {
    synced("Delete");
    house.backend.purge("path");
    for (int i = 0; i < 4; i++) {
      look();
    }
    house.restart();
    for (int i = 0; i < 4; i++) {
      look();
      assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
    }
    assertThat(house.condition("shop", "db", "Synced")).isEqualTo("False/NotFound");
    for (int i = 0; i < 3; i++) {
      look();
    }
    house.await().until(() -> !house.hasSecret("shop", "db"));
  }

  @Fault("V10")
  @ParameterizedTest
  @CsvSource({"false, Retain", "true, Retain", "false, Delete", "true, Delete"})
  void aDeletedNewestVersionIsNoEmptyValueAndObeysThePolicy(boolean destroyed, String policy) {
    synced(policy);
    if (destroyed) {
      house.backend.destroy("path");
    } else {
      house.backend.softDelete("path");
    }
    look();
    house.awaitCondition("shop", "db", "Synced", "False/SourceDeleted");
    assertThat(house.error("shop", "db").detail())
        .isEqualTo(destroyed ? "destroyed" : "soft-deleted");
    assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
    for (int i = 0; i < 7; i++) {
      look();
    }
    if (policy.equals("Retain")) {
      assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
    } else {
      house.await().until(() -> !house.hasSecret("shop", "db"));
    }
  }

  @Fault("V9")
  @Proves("N09")
  @Test
  void whenManyKeysVanishNothingIsDeletedUntilAPersonSaysSo() {
    List<String> all = List.of("a", "b", "c", "d");
    List<String> gone = List.of("a", "b", "c");
    syncedAll(all);
    gone.forEach(house.backend::purge);
    for (int i = 0; i < 8; i++) {
      lookAt(all);
    }
    house.await().until(() -> house.reasons("shop").contains("DeletionGuardTripped"));
    house.awaitCondition("shop", "a", "Synced", "False/DeletionGuardTripped");
    house.time.advance(Duration.ofHours(2));
    lookAt(all);
    lookAt(all);
    assertThat(secrets(all)).isEqualTo(all);
    acknowledge();
    house.advanceUntil(
        Duration.ofMinutes(2), () -> assertThat(secrets(all)).isEqualTo(List.of("d")));
  }

  @Fault("V9")
  @Test
  void afterAWholeMountWasAwayNothingIsDeletedUntilAPersonSaysSo() {
    List<String> all = List.of("a", "b", "c");
    syncedAll(all);
    house.backend.loseContainer(true);
    for (int i = 0; i < 8; i++) {
      lookAt(all);
    }
    house.awaitCondition("shop", "a", "Synced", "False/DeletionGuardTripped");
    house.await().until(() -> house.reasons("shop").contains("DeletionGuardTripped"));
    assertThat(secrets(all)).isEqualTo(all);

    house.backend.loseContainer(false);
    house.backend.purge("a");
    for (int i = 0; i < 8; i++) {
      lookAt(all);
    }
    assertThat(secrets(all)).isEqualTo(all);
    acknowledge();
    house.advanceUntil(
        Duration.ofMinutes(2), () -> assertThat(secrets(all)).isEqualTo(List.of("b", "c")));
  }

  @Test
  void mergeTakesOurKeysAndLeavesTheSecret() {
    synced("Merge");
    house
        .client
        .secrets()
        .inNamespace("shop")
        .withName("db")
        .edit(secret -> new SecretBuilder(secret).addToData("theirs", "a2VwdA==").build());
    house.backend.purge("path");
    for (int i = 0; i < 7; i++) {
      look();
    }
    house.awaitData("shop", "db", Map.of("theirs", "kept"));
  }

  @Fault("V8")
  @Test
  void retainKeepsItForEver() {
    synced("Retain");
    house.backend.purge("path");
    for (int i = 0; i < 7; i++) {
      look();
    }
    assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
  }
}
