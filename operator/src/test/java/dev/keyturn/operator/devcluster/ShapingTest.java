package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.provider.testkit.FakeGate;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Find, rewrite, rules and fallback of one sync against a backend in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShapingTest {
  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private FakeBackend tenant(String namespace, String store) {
    FakeBackend backend = house.backend(namespace + "-" + store);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: %s}
        spec:
          refreshInterval: 10s
          provider: {fake: {data: [{key: backend, value: %s-%s}]}}
        """,
        store, namespace, namespace, store);
    house.awaitStore(namespace, store, "True/Valid");
    return backend;
  }

  private void finding(String namespace, String name) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: %s}
        spec:
          secretStoreRef: {name: store}
          dataFrom:
          - find: {path: shop}
            rewrite:
            - regexp: {source: ^shop/, target: ""}
            - transform: {template: '{{ .value | replace "/" "." | upper }}'}
        """,
        name, namespace);
  }

  @Test
  void aFindIsSharedAndItsHitsComeAndGo() {
    house.namespace("find");
    FakeBackend backend = tenant("find", "store");
    backend.put("shop/db", "1");
    backend.put("shop/eu/api", "2");
    finding("find", "one");
    house.awaitSynced("find", "one");
    assertThat(house.data("find", "one")).isEqualTo(Map.of("DB", "1", "EU.API", "2"));
    finding("find", "two");
    house.awaitSynced("find", "two");
    assertThat(backend.ledger().lists()).isEqualTo(2);
    assertThat(backend.ledger().reads("shop/db")).isOne();

    house.server.requests().clear();
    house.advanceUntil(
        Duration.ofMinutes(66), () -> assertThat(backend.ledger().lists()).isEqualTo(4));
    house.await().untilAsserted(() -> assertThat(backend.ledger().reads("shop/db")).isEqualTo(2));
    assertThat(house.writes("find"))
        .noneMatch(write -> write.contains("secrets/") || write.contains("secretsyncs/"));

    backend.purge("shop/eu/api");
    backend.put("shop/new", "3");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.data("find", "one")).isEqualTo(Map.of("DB", "1", "NEW", "3")));
    house.awaitData("find", "two", Map.of("DB", "1", "NEW", "3"));
  }

  /** Upper and lower camel, kebab, Terraform and .NET names; a file of each format. */
  @Proves("P081")
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "upper-camel # {{ .value | lower | camelcase }} # DbUser",
        "camel # {{ .value | lower | camelcase | untitle }} # dbUser",
        "kebab # {{ .value | lower | replace \"_\" \"-\" }} # db-user",
        "terraform # TF_VAR_{{ .value | lower }} # TF_VAR_db_user",
        "dotted # {{ .value | lower | replace \"_\" \".\" }} # db.user"
      })
  void keysAreNamedAndFilesWrittenAsProgramsWantThem(String name, String template, String key) {
    String namespace = "names-" + name;
    house.namespace(namespace);
    tenant(namespace, "store").put("app", "{\"DB_USER\":\"it's\"}");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: app, namespace: %s}
        spec:
          secretStoreRef: {name: store}
          dataFrom: [{extract: {key: app}, rewrite: [{transform: {template: '%s'}}]}]
          target:
            template:
              mergePolicy: Merge
              files: {j: json, y: yaml, p: properties}
        """,
        namespace, template);
    house.awaitSynced(namespace, "app");
    assertThat(house.data(namespace, "app"))
        .isEqualTo(
            Map.of(
                key,
                "it's",
                "j",
                "{\"%s\":\"it's\"}".formatted(key),
                "y",
                "\"%s\": \"it's\"\n".formatted(key),
                "p",
                "%s=it's\n".formatted(key)));
  }

  @Test
  void theFoldersOfOneLevelAreListedTogether() {
    house.namespace("wide");
    FakeBackend backend = tenant("wide", "store");
    for (String folder : List.of("a", "b", "c", "d")) {
      backend.put("shop/" + folder + "/x", folder);
    }
    try (FakeGate top = backend.gate()) {
      finding("wide", "db");
      house.await().until(() -> top.waiting() == 1);
      try (FakeGate level = backend.gate()) {
        top.release();
        house.await().until(() -> level.waiting() == 4);
      }
    }
    house.awaitData("wide", "db", Map.of("A.X", "a", "B.X", "b", "C.X", "c", "D.X", "d"));
  }

  @Test
  void oneFolderThatCannotBeListedFailsTheWhole() {
    house.namespace("partly");
    FakeBackend backend = tenant("partly", "store");
    backend.put("shop/a/x", "1");
    backend.put("shop/b/x", "2");
    backend.failList("shop/b", Failure.of(FailureClass.AccessDenied), 1_000);
    finding("partly", "db");
    house.awaitCondition("partly", "db", "Synced", "False/AccessDenied");
    assertThat(house.error("partly", "db").message()).contains("folder shop/b");
    assertThat(house.hasSecret("partly", "db")).isFalse();
  }

  @Fault("S8")
  @Test
  void aBrokenRuleKeepsTheLastGoodSecret() {
    house.namespace("rules");
    FakeBackend backend = tenant("rules", "store");
    backend.put("db", "long-enough");
    house.sync("rules", "db", "db", "validate: [{secretKey: value, minLength: 8}]");
    house.awaitSynced("rules", "db");
    backend.put("db", "short");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () ->
            assertThat(house.condition("rules", "db", "Synced"))
                .isEqualTo("False/ValidationFailed"));
    assertThat(house.data("rules", "db")).isEqualTo(Map.of("value", "long-enough"));
    assertThat(house.error("rules", "db").message())
        .contains("key value, minLength 8")
        .doesNotContain("short");
  }

  @Fault("V33")
  @Proves("N24")
  @Test
  void aFallbackServesWhileTheFirstStoreIsDownAndNoLonger() {
    house.namespace("spare");
    FakeBackend first = tenant("spare", "store");
    FakeBackend second = tenant("spare", "standby");
    first.put("db", "first");
    second.put("db", "second");
    house.sync("spare", "db", "db", "fallback: [{storeRef: {name: standby}}]");
    house.awaitSynced("spare", "db");
    assertThat(house.data("spare", "db")).isEqualTo(Map.of("value", "first"));

    first.deny("db");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.condition("spare", "db", "Synced")).isEqualTo("False/AccessDenied"));
    first.allow("db");
    first.failRead("db", Failure.of(FailureClass.NotFound), 1);
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.condition("spare", "db", "Synced")).isEqualTo("False/NotFound"));
    assertThat(second.ledger().reads()).isZero();
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.condition("spare", "db", "Synced")).isEqualTo("True/UpToDate"));

    first.fail(FakeBackend.Operation.PROBE, Failure.of(FailureClass.Unavailable), 1_000);
    first.fail(FakeBackend.Operation.READ, Failure.of(FailureClass.Unavailable), 1_000);
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.data("spare", "db")).isEqualTo(Map.of("value", "second")));
    house
        .await()
        .untilAsserted(() ->
            assertThat(Objects.requireNonNull(house.status("spare", "db").sources()))
                .extracting(SyncSource::store)
                .isEqualTo(List.of("SecretStore/standby")));
    house.await().untilAsserted(() -> assertThat(house.reasons("spare")).contains("FallbackUsed"));

    first.heal();
    house.advanceUntil(
        Duration.ofMinutes(2),
        () -> assertThat(house.data("spare", "db")).isEqualTo(Map.of("value", "first")));
    house.await().untilAsserted(() -> assertThat(house.reasons("spare")).contains("FallbackEnded"));
  }

  /** A store that asks for patience is not down. */
  @Test
  void aThrottledStoreIsWaitedForAlthoughThereIsAFallback() {
    house.namespace("patient");
    FakeBackend first = tenant("patient", "store");
    FakeBackend second = tenant("patient", "standby");
    first.put("db", "first");
    second.put("db", "second");
    house.sync("patient", "db", "db", "maxStaleness: 1d\nfallback: [{storeRef: {name: standby}}]");
    house.awaitSynced("patient", "db");
    first.fail(
        FakeBackend.Operation.READ,
        Failure.of(FailureClass.Throttled).withRetryAfter(Optional.of(Duration.ofMinutes(4))),
        1);
    int reads = first.ledger().reads();
    house.advanceUntil(
        Duration.ofMinutes(66), () -> assertThat(first.ledger().reads()).isGreaterThan(reads));
    first.put("db", "again");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.data("patient", "db")).isEqualTo(Map.of("value", "again")));
    assertThat(second.ledger().reads()).isZero();
    assertThat(house.reasons("patient")).doesNotContain("SyncFailed", "FallbackUsed");
  }
}
