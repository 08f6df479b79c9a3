package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the status says, and what the Secret holds, when something of the source is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TruthTest {
  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private static String json(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "\"k" + i + "\":\"v" + i + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private void twentyKeys(String namespace, boolean lastIsOptional) {
    String data =
        IntStream.range(0, 20)
            .mapToObj(i ->
                "{secretKey: k%d, remoteRef: {key: %s, property: k%d}, optional: %s}"
                    .formatted(i, namespace, i, lastIsOptional && i == 19))
            .collect(Collectors.joining(", "));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: %s}
        spec:
          secretStoreRef: {name: store}
          data: [%s]
        """,
        namespace, data);
  }

  @Test
  void anOptionalKeyThatIsNowhereDoesNotSpoilARefreshOfWhatIsUnchanged() {
    house.backend.put("present", "v1");
    house.tenant("optional");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: optional}
        spec:
          secretStoreRef: {name: store}
          data:
            - {secretKey: a, remoteRef: {key: present}}
            - {secretKey: b, remoteRef: {key: nowhere}, optional: true}
        """);
    house.awaitSynced("optional", "db");
    List<String> ofTheSync = List.of("apply secrets/db", "apply secretsyncs/db/status");
    house.advance(Duration.ofMinutes(70));
    house.awaitSynced("optional", "db");
    assertThat(house.data("optional", "db")).isEqualTo(Map.of("a", "v1"));
    assertThat(house.keys("optional", "db").missing()).isEqualTo(List.of("b"));
    assertThat(house.writes("optional"))
        .filteredOn(write -> write.contains("/db"))
        .isEqualTo(ofTheSync);
  }

  @Fault("V12")
  @Proves("N23")
  @Test
  void oneMissingKeyOfTwentyChangesNoByte() {
    house.backend.put("twenty", json(0, 20));
    house.tenant("twenty");
    twentyKeys("twenty", false);
    house.awaitSynced("twenty", "db");
    assertThat(house.keys("twenty", "db").display()).isEqualTo("20/20");
    var before = house.secret("twenty", "db");
    house.backend.put("twenty", json(0, 19).replace("v0", "changed"));
    house.time.advance(Duration.ofMinutes(70));
    house.awaitCondition("twenty", "db", "Synced", "False/KeyMissing");
    assertThat(house.keys("twenty", "db").display()).isEqualTo("19/20");
    assertThat(house.keys("twenty", "db").missing()).isEqualTo(List.of("k19"));
    assertThat(house.secret("twenty", "db")).isEqualTo(before);

    twentyKeys("twenty", true);
    house.awaitSynced("twenty", "db");
    Map<String, String> nineteen = new HashMap<>();
    IntStream.range(0, 19).forEach(i -> nineteen.put("k" + i, "v" + i));
    nineteen.put("k0", "changed");
    assertThat(house.data("twenty", "db")).isEqualTo(nineteen);
    assertThat(house.keys("twenty", "db").display()).isEqualTo("19/20");
    assertThat(house.keys("twenty", "db").missing()).isEqualTo(List.of("k19"));
  }

  @Proves({"P065", "N05"})
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"Sealed", "Throttled"})
  void aFailureTurnsSyncedAtOnceAndReadyOnlyWhenTheSecretIsStale(FailureClass kind) {
    String namespace = "ready-" + kind.name().toLowerCase(java.util.Locale.ROOT);
    house.backend.put(namespace, "v1");
    house.tenant(namespace);
    house.sync(namespace, "db", namespace, "maxStaleness: 3h");
    house.awaitSynced(namespace, "db");
    house.backend.failRead(namespace, Failure.of(kind), 10_000);
    house.time.advance(Duration.ofMinutes(70));
    house.awaitCondition(namespace, "db", "Synced", "False/" + kind.name());
    assertThat(house.condition(namespace, "db", "Ready")).isEqualTo("True/ServingLastGood");
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "v1"));
    house.time.advance(Duration.ofHours(3).plusMinutes(1));
    house.awaitCondition(namespace, "db", "Ready", "False/" + kind.name());
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "v1"));
  }

  /**
   * Its store cannot serve: that is no attempt of the sync, and its Secret is as good as before.
   */
  @Proves("N05")
  @ParameterizedTest
  @EnumSource(names = {"Sealed", "Throttled"})
  void aStoreThatCannotServeTurnsNothingBeforeTheSecretIsStale(FailureClass kind) {
    String namespace = "parked-" + kind.name().toLowerCase(java.util.Locale.ROOT);
    house.backend.put(namespace, "v1");
    house.tenant(namespace);
    house.sync(namespace, "db", namespace, "maxStaleness: 3h");
    house.awaitSynced(namespace, "db");
    house.backend.failRead(namespace, Failure.of(kind), 10_000);
    house.time.advance(Duration.ofMinutes(70));
    house.await().until(() -> house.backend.ledger().reads(namespace) > 1);
    assertThat(house.condition(namespace, "db", "Synced")).isEqualTo("True/UpToDate");
    assertThat(house.condition(namespace, "db", "Ready")).isEqualTo("True/UpToDate");
    house.time.advance(Duration.ofHours(3).plusMinutes(1));
    house.awaitCondition(namespace, "db", "Ready", "False/StoreNotReady");
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "v1"));
  }

  @Test
  void aTemplateIsRenderedFromTheReadValues() {
    house.backend.put("rendered", "{\"user\":\"shop\",\"password\":\"p@ss\"}");
    house.tenant("rendered");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: rendered}
        spec:
          secretStoreRef: {name: store}
          dataFrom: [{extract: {key: rendered}}]
          target:
            template:
              data:
                URL: "postgres://{{ .user }}:{{ .password | urlquery }}@db"
        """);
    house.awaitSynced("rendered", "db");
    assertThat(house.data("rendered", "db")).isEqualTo(Map.of("URL", "postgres://shop:p%40ss@db"));
  }

  @Test
  void aTemplateErrorNamesKeyAndColumn() {
    house.backend.put("crooked", "v1");
    house.tenant("crooked");
    house.sync(
        "crooked",
        "db",
        "crooked",
        "target: {template: {data: {URL: 'a{{ .value | nosuchfunction }}'}}}");
    house.awaitCondition("crooked", "db", "Synced", "False/TemplateError");
    assertThat(house.error("crooked", "db").message())
        .contains("URL")
        .containsPattern("column 1[0-9]|1:1[0-9]");
    assertThat(house.hasSecret("crooked", "db")).isFalse();
  }
}
