package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whose the target Secret is, and what is done to Secrets of others: nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnershipTest {
  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private void foreign(String namespace, String name, Map<String, String> data) {
    house
        .client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(data)
                .build())
        .create();
  }

  private void synced(String namespace, String more) {
    house.backend.put(namespace, "first");
    house.tenant(namespace);
    house.sync(namespace, "db", namespace, more);
    house.awaitSynced(namespace, "db");
    house.awaitReasons(namespace, "SecretCreated", "StoreBecameReady");
  }

  @Test
  void aForeignSecretIsAConflictAndKeepsItsBytes() {
    house.backend.put("foreign", "ours");
    house.tenant("foreign");
    foreign("foreign", "db", Map.of("value", "theirs", "more", "theirs"));
    String version = house.secret("foreign", "db").getMetadata().getResourceVersion();
    house.sync("foreign", "db", "foreign");
    house.awaitCondition("foreign", "db", "Synced", "False/OwnershipConflict");
    assertThat(house.secret("foreign", "db").getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(house.condition("foreign", "db", "Stalled")).isEqualTo("True/OwnershipConflict");
  }

  @Test
  void theOwnerReferenceMakesTheSecretDieWithItsSync() {
    synced("owner", "");
    OwnerReference owner =
        house.secret("owner", "db").getMetadata().getOwnerReferences().getFirst();
    assertThat(owner.getUid()).isEqualTo(house.syncNamed("owner", "db").getMetadata().getUid());
    assertThat(owner.getController()).isTrue();
    assertThat(house.target("owner", "db").uid())
        .isEqualTo(house.secret("owner", "db").getMetadata().getUid());
    house.client.resource(house.syncNamed("owner", "db")).delete();
    house.await().until(() -> !house.hasSecret("owner", "db"));
  }

  @Test
  void anOrphanSurvivesItsSync() {
    synced("orphan", "target: {creationPolicy: Orphan}");
    Secret secret = house.secret("orphan", "db");
    assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
    house.client.resource(house.syncNamed("orphan", "db")).delete();
    house.sync("orphan", "after", "orphan");
    house.awaitSynced("orphan", "after");
    assertThat(house.secret("orphan", "db").getMetadata().getUid())
        .isEqualTo(secret.getMetadata().getUid());
  }

  @Test
  void twoSyncsMergeTheirKeysIntoOneSecretAndLeaveTheOthers() {
    house.backend.put("merge-a", "from-a");
    house.backend.put("merge-b", "from-b");
    house.tenant("merge");
    foreign("merge", "shared", Map.of("theirs", "kept"));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: a, namespace: merge}
        spec:
          secretStoreRef: {name: store}
          target: {name: shared, creationPolicy: Merge}
          data: [{secretKey: a, remoteRef: {key: merge-a}}]
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: b, namespace: merge}
        spec:
          secretStoreRef: {name: store}
          target: {name: shared, creationPolicy: Merge}
          data: [{secretKey: b, remoteRef: {key: merge-b}}]
        """);
    house.awaitSynced("merge", "a");
    house.awaitSynced("merge", "b");
    assertThat(house.data("merge", "shared"))
        .isEqualTo(Map.of("theirs", "kept", "a", "from-a", "b", "from-b"));
    assertThat(house.secret("merge", "shared").getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void aSecondWriterOfAMergedKeyIsAConflict() {
    house.backend.put("rivals", "ours");
    house.tenant("rivals");
    foreign("rivals", "shared", Map.of("value", "theirs"));
    house.sync("rivals", "late", "rivals", "target: {name: shared, creationPolicy: Merge}");
    house.awaitCondition("rivals", "late", "Synced", "False/OwnershipConflict");
    assertThat(house.data("rivals", "shared")).isEqualTo(Map.of("value", "theirs"));
  }

  @Test
  void aMergeWaitsUntilItsSecretIsThere() {
    house.backend.put("waits", "ours");
    house.tenant("waits");
    house.sync("waits", "db", "waits", "target: {creationPolicy: Merge}");
    house.awaitCondition("waits", "db", "Synced", "False/NotFound");
    assertThat(house.hasSecret("waits", "db")).isFalse();
    foreign("waits", "db", Map.of("theirs", "kept"));
    house.time.advance(Duration.ofMinutes(20));
    house.awaitData("waits", "db", Map.of("theirs", "kept", "value", "ours"));
    house.awaitSynced("waits", "db");
  }

  @Proves("P038")
  @Test
  void anEditedValueIsPutBackFromTheCacheByOneApply() {
    synced("edited", "");
    house.server.requests().clear();
    house
        .client
        .secrets()
        .inNamespace("edited")
        .withName("db")
        .edit(secret -> new SecretBuilder(secret).addToData("value", "ZWRpdGVk").build());
    house.awaitReasons("edited", "DriftCorrected", "SecretCreated", "StoreBecameReady");
    assertThat(house.data("edited", "db")).isEqualTo(Map.of("value", "first"));
    assertThat(house.writes("edited")).filteredOn("apply secrets/db"::equals).hasSize(1);
    assertThat(house.backend.ledger().reads("edited")).isOne();
  }

  private void edit(String namespace, String text) {
    house
        .client
        .secrets()
        .inNamespace(namespace)
        .withName("db")
        .edit(secret ->
            new SecretBuilder(secret)
                .addToData(
                    "value",
                    Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .build());
  }

  private long repairs(String namespace) {
    return house.writes(namespace).stream().filter("apply secrets/db"::equals).count();
  }

  @Fault("D2")
  @Test
  void anotherWriterThatNeverEndsIsAConflictAndIsWrittenOverOnceAMinute() {
    synced("fight", "");
    house.server.requests().clear();
    house.time.stop();
    for (int i = 1; i <= 5; i++) {
      edit("fight", "theirs" + i);
      house.awaitData("fight", "db", Map.of("value", "first"));
      assertThat(repairs("fight")).isEqualTo(i);
      house.time.advance(Duration.ofSeconds(6));
    }
    edit("fight", "theirs");
    house.awaitCondition("fight", "db", "Synced", "False/OwnershipConflict");
    assertThat(house.error("fight", "db").detail()).isEqualTo("contended");
    assertThat(house.data("fight", "db")).isEqualTo(Map.of("value", "theirs"));
    for (int minute = 1; minute <= 3; minute++) {
      for (int i = 0; i < 10; i++) {
        house.time.advance(Duration.ofSeconds(6));
        house.await().until(() -> house.passesUnderWay() == 0);
        edit("fight", "theirs" + minute + "-" + i);
      }
      assertThat(repairs("fight")).isBetween(4L + minute, 5L + minute);
      assertThat(house.condition("fight", "db", "Synced")).isEqualTo("False/OwnershipConflict");
    }
    house.time.advance(Duration.ofMinutes(1));
    house.awaitData("fight", "db", Map.of("value", "first"));
    house.time.advance(Duration.ofMinutes(1));
    house.awaitSynced("fight", "db");
    house.time.goOn();
  }

  @Test
  void aRemovedKeyIsPutBack() {
    synced("removed", "");
    house
        .client
        .secrets()
        .inNamespace("removed")
        .withName("db")
        .edit(secret -> new SecretBuilder(secret).withData(Map.of()).build());
    house.awaitReasons("removed", "DriftCorrected", "SecretCreated", "StoreBecameReady");
    assertThat(house.data("removed", "db")).isEqualTo(Map.of("value", "first"));
  }

  @Test
  void aKeyThatSomebodyAddsStaysAndIsNoDrift() {
    synced("added", "");
    house.server.requests().clear();
    house
        .client
        .secrets()
        .inNamespace("added")
        .withName("db")
        .edit(secret -> new SecretBuilder(secret).addToData("theirs", "a2VwdA==").build());
    house.sync("added", "after", "added");
    house.awaitSynced("added", "after");
    assertThat(house.data("added", "db")).isEqualTo(Map.of("value", "first", "theirs", "kept"));
    assertThat(house.writes("added")).doesNotContain("apply secrets/db");
  }

  @Test
  void ourLabelIsPutBack() {
    synced("label", "");
    house
        .client
        .secrets()
        .inNamespace("label")
        .withName("db")
        .edit(secret ->
            new SecretBuilder(secret).editMetadata().withLabels(Map.of()).endMetadata().build());
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.secret("label", "db").getMetadata().getLabels())
                .containsEntry("keyturn.dev/managed", "true"));
    assertThat(house.data("label", "db")).isEqualTo(Map.of("value", "first"));
  }

  @Fault("D1")
  @Test
  void aDeletedSecretIsMadeAgain() {
    synced("deleted", "");
    String uid = house.secret("deleted", "db").getMetadata().getUid();
    house.client.secrets().inNamespace("deleted").withName("db").delete();
    house.awaitReasons("deleted", "DriftCorrected", "SecretCreated", "StoreBecameReady");
    assertThat(house.data("deleted", "db")).isEqualTo(Map.of("value", "first"));
    assertThat(house.secret("deleted", "db").getMetadata().getUid()).isNotEqualTo(uid);
  }

  @Proves("P051")
  @Test
  void labelsAndAnnotationsOfTheSyncAreNotCopied() {
    house.backend.put("labels", "first");
    house.tenant("labels");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata:
          name: db
          namespace: labels
          labels: {app.kubernetes.io/instance: shop, team: a}
          annotations: {argocd.argoproj.io/tracking-id: "shop:keyturn.dev/SecretSync:labels/db"}
        spec:
          secretStoreRef: {name: store}
          data: [{secretKey: value, remoteRef: {key: labels}}]
        """);
    house.awaitSynced("labels", "db");
    var metadata = house.secret("labels", "db").getMetadata();
    assertThat(metadata.getLabels()).isEqualTo(Map.of("keyturn.dev/managed", "true"));
    assertThat(metadata.getAnnotations()).isNullOrEmpty();
  }

  @Proves("P062")
  @Test
  void labelsAndAnnotationsOfOthersSurviveANewValueAndARepair() {
    synced("guests", "target: {template: {mergePolicy: Merge, metadata: {labels: {team: shop}}}}");
    house
        .client
        .secrets()
        .inNamespace("guests")
        .withName("db")
        .edit(secret ->
            new SecretBuilder(secret)
                .editMetadata()
                .addToLabels("theirs", "kept")
                .addToAnnotations("example.com/theirs", "kept")
                .endMetadata()
                .build());
    house.backend.put("guests", "second");
    house.time.advance(Duration.ofMinutes(70));
    house.awaitData("guests", "db", Map.of("value", "second"));
    house
        .client
        .secrets()
        .inNamespace("guests")
        .withName("db")
        .edit(secret -> new SecretBuilder(secret).addToData("value", "ZWRpdGVk").build());
    house.awaitData("guests", "db", Map.of("value", "second"));
    var metadata = house.secret("guests", "db").getMetadata();
    assertThat(metadata.getLabels())
        .isEqualTo(Map.of("keyturn.dev/managed", "true", "team", "shop", "theirs", "kept"));
    assertThat(metadata.getAnnotations()).containsEntry("example.com/theirs", "kept");
  }

  @Proves("P068")
  @Test
  void aRenamedTargetLeavesOneSecret() {
    synced("renamed", "");
    house.sync("renamed", "db", "renamed", "target: {name: new}");
    house.awaitSynced("renamed", "db");
    assertThat(house.data("renamed", "new")).isEqualTo(Map.of("value", "first"));
    assertThat(house.client.secrets().inNamespace("renamed").list().getItems()).hasSize(1);
    assertThat(house.target("renamed", "db").name()).isEqualTo("new");
  }

  @Test
  void aRenameKeepsTheFormerSecretUntilTheNewOneIsThere() {
    synced("halfway", "");
    foreign("halfway", "new", Map.of("value", "theirs"));
    house.sync("halfway", "db", "halfway", "target: {name: new}");
    house.awaitCondition("halfway", "db", "Synced", "False/OwnershipConflict");
    assertThat(house.data("halfway", "db")).isEqualTo(Map.of("value", "first"));
    house.client.secrets().inNamespace("halfway").withName("new").delete();
    house.time.advance(Duration.ofHours(2));
    house.awaitSynced("halfway", "db");
    assertThat(house.hasSecret("halfway", "db")).isFalse();
  }

  @Test
  void aRenameLeavesASecretThatIsNoLongerOurs() {
    synced("given", "");
    house
        .client
        .secrets()
        .inNamespace("given")
        .withName("db")
        .edit(secret ->
            new SecretBuilder(secret)
                .editMetadata()
                .withOwnerReferences(java.util.List.of())
                .endMetadata()
                .build());
    house.sync("given", "db", "given", "target: {name: new}");
    house.awaitSynced("given", "db");
    assertThat(house.data("given", "db")).isEqualTo(Map.of("value", "first"));
  }

  @Fault("S5")
  @Test
  void anotherTypeIsRefusedAndTheSecretKept() {
    synced("type", "");
    String version = house.secret("type", "db").getMetadata().getResourceVersion();
    house.sync(
        "type",
        "db",
        "type",
        "target: {template: {type: kubernetes.io/basic-auth, mergePolicy: Merge,"
            + " data: {username: u, password: p}}}");
    house.awaitCondition("type", "db", "Synced", "False/TargetInvalid");
    assertThat(house.error("type", "db").detail()).isEqualTo("type-change");
    Secret kept = house.secret("type", "db");
    assertThat(kept.getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(kept.getType()).isEqualTo("Opaque");
  }
}
