package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Proves;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store refuses by itself reaches no backend. */
final class StoreRulesClusterTest {
  private static final String CATEGORIES =
      "naming: {pattern: '^org/(database|redis|jwt|llm|oauth|email|integrations)/[a-z0-9-]+$'}";

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void store(String rule) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
          %s
        """,
        rule);
  }

  private void shop(String rule) {
    house.namespace("shop");
    store(rule);
    house.awaitStore("shop", "store", "True/Valid");
  }

  private void push(String key) {
    house.secret("shop", "app", Map.of("token", "t"));
    pushing(key);
  }

  private void pushing(String key) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: push, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          push: [{secretKey: token, source: {name: app}, remoteRef: {key: %s}}]
        """,
        key);
  }

  private String pushed() {
    return Objects.requireNonNull(house.status("shop", "push").conditions()).stream()
        .filter(condition -> condition.type().equals("Pushed"))
        .map(condition -> condition.reason() + " " + condition.message())
        .findFirst()
        .orElse("");
  }

  @Test
  @Proves("F019")
  void namesOutsideTheNamingAreRefusedPullAndPush() {
    house.backend.put("org/database/main", "v1");
    house.backend.put("org/files/main", "v1");
    shop(CATEGORIES);
    house.sync("shop", "good", "org/database/main");
    house.awaitData("shop", "good", Map.of("value", "v1"));
    house.sync("shop", "other", "org/files/main");
    house.awaitCondition("shop", "other", "Synced", "False/ConfigInvalid");
    assertThat(house.condition("shop", "other", "Stalled")).isEqualTo("True/ConfigInvalid");
    assertThat(house.error("shop", "other").message())
        .contains("spec.naming.pattern", "spec.data[0]", "org/files/main");
    assertThat(house.backend.ledger().reads("org/files/main")).isZero();

    push("org/files/new");
    house
        .await()
        .untilAsserted(
            () -> assertThat(pushed()).startsWith("ConfigInvalid").contains("org/files/new"));
    assertThat(house.backend.ledger().entries())
        .noneMatch(entry -> entry.key().startsWith("org/files/"));
    pushing("org/email/new");
    house.awaitCondition("shop", "push", "Pushed", "True/UpToDate");
    assertThat(house.backend.text("org/email/new")).contains("t");
  }

  @Test
  void aChangeOfTheNamingWakesWhatItRefused() {
    house.backend.put("db", "v1");
    shop(CATEGORIES);
    house.sync("shop", "db", "db");
    house.awaitCondition("shop", "db", "Synced", "False/ConfigInvalid");
    store("naming: {pattern: '^db$'}");
    house.awaitSynced("shop", "db");
  }

  @Test
  void aNamingThatIsNoExpressionStallsTheStore() {
    house.namespace("shop");
    store("naming: {pattern: '('}");
    house.awaitStore("shop", "store", "False/ConfigInvalid");
    assertThat(house.storeCondition("shop", "store", "Stalled")).isEqualTo("True/ConfigInvalid");
  }

  @Test
  void aStoreThatIsOnlyReadIsNotWrittenTo() {
    house.backend.put("db", "v1");
    shop("access: ReadOnly");
    assertThat(Objects.requireNonNull(house.storeNamed("shop", "store").getStatus()).capabilities())
        .isEqualTo("ReadOnly");
    house.sync("shop", "db", "db");
    house.awaitSynced("shop", "db");
    push("new");
    house
        .await()
        .untilAsserted(
            () -> assertThat(pushed()).startsWith("ConfigInvalid").contains("spec.access"));
    assertThat(house.backend.ledger().entries()).noneMatch(entry -> entry.key().equals("new"));
  }

  @Test
  void aStoreThatIsOnlyWrittenToIsNotReadForASync() {
    house.backend.put("db", "v1");
    shop("access: WriteOnly");
    push("new");
    house.awaitCondition("shop", "push", "Pushed", "True/UpToDate");
    house.sync("shop", "db", "db");
    house.awaitCondition("shop", "db", "Synced", "False/ConfigInvalid");
    assertThat(house.error("shop", "db").message()).contains("spec.access");
    assertThat(house.backend.ledger().entries()).noneMatch(entry -> entry.key().equals("db"));
  }
}
