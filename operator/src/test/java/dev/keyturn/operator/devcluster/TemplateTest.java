package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Templates that stand in ConfigMaps and Secrets, and what a template says of the Secret itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TemplateTest {
  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private void templates(String namespace, String kind, String text) {
    house.apply(
        """
        apiVersion: v1
        kind: %s
        metadata: {name: app, namespace: %s}
        %s: {app.ini: %s}
        """,
        kind, namespace, kind.equals("Secret") ? "stringData" : "data", text);
  }

  private void tenant(String namespace) {
    house.backend.put(namespace, "v");
    house.tenant(namespace);
  }

  private void synced(String namespace, String target) {
    house.sync(namespace, "db", namespace, target);
    house.awaitSynced(namespace, "db");
    house.awaitReasons(namespace, "SecretCreated", "StoreBecameReady");
  }

  @Proves("F051")
  @Test
  void anEditOfTheConfigMapRendersAnewAtOnceFromTheCache() {
    tenant("edit");
    templates("edit", "ConfigMap", "'a={{ .value }}'");
    synced("edit", "target: {template: {templateFrom: [{configMap: {name: app}}]}}");
    assertThat(house.data("edit", "db")).isEqualTo(Map.of("app.ini", "a=v"));
    house.server.requests().clear();
    templates("edit", "ConfigMap", "'b={{ .value }}'");
    house.awaitData("edit", "db", Map.of("app.ini", "b=v"));
    house.awaitReasons("edit", "SecretCreated", "SecretUpdated", "StoreBecameReady");
    assertThat(house.writes("edit"))
        .contains("apply secrets/db", "apply secretsyncs/db/status", "create events")
        .filteredOn("apply secrets/db"::equals)
        .hasSize(1);
    assertThat(house.backend.ledger().reads("edit")).isOne();
  }

  /** Far more than one buffer of the connection, whose ends tear characters. */
  @Test
  void aTextOfManyAlphabetsComesByTheWatchAsItIsAndNothingIsListedAnew() {
    tenant("alphabets");
    templates("alphabets", "ConfigMap", "'a={{ .value }}'");
    synced("alphabets", "target: {template: {templateFrom: [{configMap: {name: app}}]}}");
    house.server.requests().clear();
    for (String text : List.of("x\u00e9\u20ac\ud83d\ude00".repeat(3_000), "caf\u00e9", "plain")) {
      templates("alphabets", "ConfigMap", "'" + text + "={{ .value }}'");
      house.awaitData("alphabets", "db", Map.of("app.ini", text + "=v"));
    }
    assertThat(house.server.requests().count("list", "configmaps")).isZero();
  }

  @Test
  void aSecretMayHoldTemplatesToo() {
    tenant("secret");
    templates("secret", "Secret", "'a={{ .value }}'");
    synced("secret", "target: {template: {templateFrom: [{secret: {name: app}}]}}");
    assertThat(house.data("secret", "db")).isEqualTo(Map.of("app.ini", "a=v"));
    templates("secret", "Secret", "'b={{ .value }}'");
    house.awaitData("secret", "db", Map.of("app.ini", "b=v"));
  }

  @Test
  void aConfigMapThatAppearsWakesItsWaiter() {
    tenant("late");
    house.sync(
        "late",
        "db",
        "late",
        "target: {template: {templateFrom: [{configMap: {name: app, items: [{key: app.ini}]}}]}}");
    house.awaitCondition("late", "db", "Synced", "False/TemplateError");
    assertThat(house.error("late", "db").message()).contains("ConfigMap app");
    assertThat(house.backend.ledger().reads("late")).isZero();
    templates("late", "ConfigMap", "'a={{ .value }}'");
    house.awaitData("late", "db", Map.of("app.ini", "a=v"));
    house.awaitSynced("late", "db");
  }

  @Test
  void aConfigMapThatGoesLeavesTheSecretAsItWas() {
    tenant("gone");
    templates("gone", "ConfigMap", "'a={{ .value }}'");
    synced("gone", "target: {template: {templateFrom: [{configMap: {name: app}}]}}");
    house.client.configMaps().inNamespace("gone").withName("app").delete();
    house.awaitCondition("gone", "db", "Synced", "False/TemplateError");
    assertThat(house.condition("gone", "db", "Ready")).isEqualTo("True/ServingLastGood");
    assertThat(house.data("gone", "db")).isEqualTo(Map.of("app.ini", "a=v"));
  }

  @Test
  void aRestartFindsTheConfigMapAsTheTargetWasMadeFromIt() {
    House own = House.started();
    try {
      own.backend.put("restart", "v");
      own.tenant("restart");
      own.apply(
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: app, namespace: restart}
          data: {app.ini: '{{ bcrypt .value }}'}
          """);
      own.sync(
          "restart",
          "db",
          "restart",
          "target: {template: {templateFrom: [{configMap: {name: app}}]}}");
      own.awaitSynced("restart", "db");
      own.awaitReasons("restart", "SecretCreated", "StoreBecameReady");
      String hash = Objects.requireNonNull(own.data("restart", "db").get("app.ini"));
      own.stop();
      own.backend.ledger().clear();
      own.server.requests().clear();
      own.restart();
      own.await().until(() -> own.finishedPasses() > 0 && own.backend.ledger().probes() > 0);
      own.advance(Duration.ofHours(2));
      own.advance(Duration.ofHours(2));
      assertThat(own.data("restart", "db")).isEqualTo(Map.of("app.ini", hash));
      assertThat(own.writes("restart")).doesNotContain("apply secrets/db");
      own.apply(
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: app, namespace: restart}
          data: {app.ini: 'x={{ .value }}'}
          """);
      own.awaitData("restart", "db", Map.of("app.ini", "x=v"));
    } finally {
      own.close();
    }
  }

  @Test
  void theStatusSaysWhichVersionOfTheConfigMapWasUsed() {
    tenant("version");
    templates("version", "ConfigMap", "'a={{ .value }}'");
    synced("version", "target: {template: {templateFrom: [{configMap: {name: app}}]}}");
    String version =
        house
            .client
            .configMaps()
            .inNamespace("version")
            .withName("app")
            .get()
            .getMetadata()
            .getResourceVersion();
    List<SyncSource> sources = Objects.requireNonNull(house.status("version", "db").sources());
    assertThat(sources.getLast().store()).isEqualTo("ConfigMap/app");
    assertThat(sources.getLast().version()).endsWith("@" + version);
  }

  @Test
  void aFileHoldsTheWholeMap() {
    tenant("files");
    synced("files", "target: {template: {files: {app.env: dotenv, app.json: json}}}");
    assertThat(house.data("files", "db"))
        .isEqualTo(Map.of("app.env", "value=\"v\"\n", "app.json", "{\"value\":\"v\"}"));
  }

  @Test
  void labelsAndAnnotationsOfTheTemplateAreSetAndPutBack() {
    tenant("meta");
    synced(
        "meta",
        "target: {template: {metadata: {labels: {team: shop}, annotations: {a: '{{ .value }}'}}}}");
    assertThat(house.secret("meta", "db").getMetadata().getLabels())
        .isEqualTo(Map.of("keyturn.dev/managed", "true", "team", "shop"));
    house
        .client
        .secrets()
        .inNamespace("meta")
        .withName("db")
        .edit(secret ->
            new SecretBuilder(secret)
                .editMetadata()
                .addToAnnotations("a", "x")
                .endMetadata()
                .build());
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.secret("meta", "db").getMetadata().getAnnotations())
                .containsEntry("a", "v"));
  }

  @Test
  void aReservedLabelIsRefusedAfterRendering() {
    tenant("reserved");
    house.sync(
        "reserved", "db", "reserved", "target: {template: {metadata: {labels: {owner: helm}}}}");
    house.awaitCondition("reserved", "db", "Synced", "False/TargetInvalid");
    assertThat(house.hasSecret("reserved", "db")).isFalse();
  }

  @Test
  void anImmutableSecretIsWrittenOnceAndReadNoMore() {
    tenant("sealed");
    synced("sealed", "target: {immutable: true}");
    assertThat(house.secret("sealed", "db").getImmutable()).isTrue();
    house.backend.put("sealed", "other");
    int reads = house.backend.ledger().reads("sealed");
    house.advance(Duration.ofHours(2));
    house.advance(Duration.ofHours(2));
    assertThat(house.backend.ledger().reads("sealed")).isEqualTo(reads);
    assertThat(house.condition("sealed", "db", "Ready")).isEqualTo("True/UpToDate");
    assertThat(house.data("sealed", "db")).isEqualTo(Map.of("value", "v"));
  }

  @Test
  void aSecretBecomesImmutableWithoutANewValue() {
    tenant("sealing");
    synced("sealing", "");
    house.sync("sealing", "db", "sealing", "target: {immutable: true}");
    house.await().until(() -> Boolean.TRUE.equals(house.secret("sealing", "db").getImmutable()));
    house.awaitSynced("sealing", "db");
    assertThat(house.data("sealing", "db")).isEqualTo(Map.of("value", "v"));
  }

  @Test
  void adoptTakesASecretThatNobodyOwnsAndKeepsItsOtherKeys() {
    tenant("adopt");
    foreign("adopt", "Opaque");
    house.sync("adopt", "db", "adopt", "target: {adopt: true}");
    house.awaitSynced("adopt", "db");
    assertThat(house.data("adopt", "db")).isEqualTo(Map.of("value", "v", "more", "kept"));
    Secret secret = house.secret("adopt", "db");
    assertThat(secret.getMetadata().getOwnerReferences()).hasSize(1);
  }

  @Test
  void adoptLeavesASecretOfAnotherType() {
    tenant("type");
    foreign("type", "example.com/theirs");
    house.sync("type", "db", "type", "target: {adopt: true}");
    house.awaitCondition("type", "db", "Synced", "False/TargetInvalid");
    assertThat(house.data("type", "db")).isEqualTo(Map.of("value", "theirs", "more", "kept"));
  }

  private void foreign(String namespace, String type) {
    house
        .client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("db")
                .withNamespace(namespace)
                .endMetadata()
                .withType(type)
                .withStringData(Map.of("value", "theirs", "more", "kept"))
                .build())
        .create();
  }
}
