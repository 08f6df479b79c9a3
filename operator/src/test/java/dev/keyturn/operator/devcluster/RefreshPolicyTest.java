package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a sync reads, by its policy and its windows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefreshPolicyTest {
  private static final Map<String, String> EDITED = Map.of("value", "v3", "other", "o1");

  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private void request(String namespace, String name, String text) {
    house
        .client
        .resources(SecretSync.class)
        .inNamespace(namespace)
        .withName(name)
        .edit(sync -> {
          sync.getMetadata().setAnnotations(Map.of("keyturn.dev/sync-requested", text));
          return sync;
        });
  }

  /** More than an interval passes, and a sync that has no policy proves that it did. */
  private void anIntervalPasses(String namespace) {
    int reads = house.backend.ledger().reads(namespace + "/witness");
    house.advanceUntil(
        Duration.ofMinutes(70),
        () ->
            assertThat(house.backend.ledger().reads(namespace + "/witness")).isGreaterThan(reads));
  }

  private void tenantWithWitness(String namespace) {
    house.backend.put(namespace + "/value", "v1");
    house.backend.put(namespace + "/other", "o1");
    house.backend.put(namespace + "/witness", "w");
    house.tenant(namespace);
    house.sync(namespace, "witness", namespace + "/witness");
    house.awaitSynced(namespace, "witness");
  }

  private void withSecondKey(String namespace, String more) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: %s}
        spec:
          secretStoreRef: {name: store}
          data:
          - {secretKey: value, remoteRef: {key: %s/value}}
          - {secretKey: other, remoteRef: {key: %s/other}}
        %s
        """,
        namespace, namespace, namespace, more.indent(2));
  }

  @Proves("P022")
  @ParameterizedTest
  @CsvSource({"Periodic, true, true", "OnChange, false, true", "CreatedOnce, false, false"})
  void whatMakesASyncReadIsDecidedByItsPolicy(
      RefreshPolicy policy, boolean byTime, boolean byEdit) {
    String namespace = policy.name().toLowerCase(Locale.ROOT);
    String more = "refreshPolicy: " + policy;
    tenantWithWitness(namespace);
    house.sync(namespace, "db", namespace + "/value", more);
    house.awaitData(namespace, "db", Map.of("value", "v1"));
    house.awaitSynced(namespace, "db");

    house.backend.put(namespace + "/value", "v2");
    anIntervalPasses(namespace);
    if (byTime) {
      house.awaitData(namespace, "db", Map.of("value", "v2"));
    } else {
      assertThat(house.backend.ledger().reads(namespace + "/value")).isOne();
      assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "v1"));
    }

    withSecondKey(namespace, more);
    if (byEdit) {
      house.awaitData(namespace, "db", Map.of("value", "v2", "other", "o1"));
    } else {
      house
          .await()
          .untilAsserted(
              () -> assertThat(house.status(namespace, "db").observedGeneration()).isEqualTo(2));
      assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "v1"));
    }

    house.backend.put(namespace + "/value", "v3");
    request(namespace, "db", "now");
    house.awaitData(namespace, "db", EDITED);

    var secret = house.client.secrets().inNamespace(namespace).withName("db");
    secret.edit(live -> new SecretBuilder(live).addToData("value", "ZWRpdGVk").build());
    house.awaitData(namespace, "db", EDITED);
    secret.delete();
    house.awaitData(namespace, "db", EDITED);
    assertThat(house.condition(namespace, "db", "Ready")).isEqualTo("True/UpToDate");
  }

  @Proves("P022")
  @ParameterizedTest
  @CsvSource({"UTC", "Asia/Kolkata", "America/St_Johns"})
  void aDueTimeThatTheWindowForbidsIsMadeUpForWhenItOpens(String zone) {
    String namespace = "in-" + zone.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "-");
    tenantWithWitness(namespace);
    Instant opening =
        house.time.instant().plus(Duration.ofHours(4)).truncatedTo(ChronoUnit.MINUTES);
    ZonedDateTime local = opening.atZone(ZoneId.of(zone));
    house.sync(
        namespace,
        "db",
        namespace + "/value",
        """
        syncWindows:
        - kind: allow
          windows: [{schedule: "%d %d * * *", duration: 1h, timeZone: %s}]
        """
            .formatted(local.getMinute(), local.getHour(), zone));
    house.awaitData(namespace, "db", Map.of("value", "v1"));
    house.awaitSynced(namespace, "db");
    house.backend.put(namespace + "/value", "v2");
    anIntervalPasses(namespace);
    assertThat(house.backend.ledger().reads(namespace + "/value")).isOne();
    request(namespace, "db", "windows do not hold a request back");
    house.awaitData(namespace, "db", Map.of("value", "v2"));
    house.backend.put(namespace + "/value", "v3");
    anIntervalPasses(namespace);
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "v2"));
    assertThat(house.condition(namespace, "db", "Ready")).isEqualTo("True/UpToDate");
    house.time.advance(Duration.between(house.time.instant(), opening).plus(Duration.ofMinutes(6)));
    house.awaitData(namespace, "db", Map.of("value", "v3"));
  }

  @Proves("P022")
  @Test
  void anExpressionThatMakesNoSenseIsNamedByItsPath() {
    house.tenant("wrong");
    house.sync(
        "wrong",
        "db",
        "any",
        """
        syncWindows:
        - kind: deny
          windows: [{schedule: "0 0 * * *", duration: 1h}, {schedule: "0 0 31 2 *", duration: 1h}]
        """);
    house.awaitCondition("wrong", "db", "Synced", "False/ConfigInvalid");
    assertThat(house.error("wrong", "db").detail()).isEqualTo("field");
    assertThat(house.error("wrong", "db").message())
        .contains("spec.syncWindows[0].windows[1].schedule");
    assertThat(house.condition("wrong", "db", "Stalled")).isEqualTo("True/ConfigInvalid");
  }

  /** Nothing is read on the way back, so no attempt would say that it is well. */
  @Test
  void aSyncThatIsCreatedOnceIsUpToDateAgainWhenItIsResumed() {
    String created = "refreshPolicy: CreatedOnce";
    house.backend.put("paused/value", "v1");
    house.tenant("paused");
    house.sync("paused", "db", "paused/value", created);
    house.awaitSynced("paused", "db");
    house.sync("paused", "db", "paused/value", created + "\nsuspend: true");
    house.awaitCondition("paused", "db", "Ready", "True/Suspended");
    house.sync("paused", "db", "paused/value", created);
    house.awaitCondition("paused", "db", "Ready", "True/UpToDate");
    assertThat(house.condition("paused", "db", "Reconciling")).isEqualTo("False/Settled");
    assertThat(house.condition("paused", "db", "Stalled")).isEqualTo("False/Settled");
    assertThat(house.backend.ledger().reads("paused/value")).isOne();
    house
        .await()
        .untilAsserted(() -> assertThat(house.reasons("paused")).contains("Suspended", "Resumed"));
  }

  /** The schema allows 256 characters: a longer one would be refused for ever. */
  @Test
  void anOverlongRequestIsAnsweredByItsBeginning() {
    house.backend.put("long/value", "v1");
    house.tenant("long");
    house.sync("long", "db", "long/value");
    house.awaitSynced("long", "db");
    house.backend.put("long/value", "v2");
    String text = "now".repeat(1_000);
    request("long", "db", text);
    house.awaitData("long", "db", Map.of("value", "v2"));
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.status("long", "db").lastHandledRequest())
                .isEqualTo(text.substring(0, 256)));
    int reads = house.backend.ledger().reads("long/value");
    house.backend.put("long/witness", "w");
    house.sync("long", "witness", "long/witness");
    house.awaitSynced("long", "witness");
    assertThat(house.backend.ledger().reads("long/value")).isEqualTo(reads);
  }

  @Test
  void aStatusWithALongMessageIsWrittenAllTheSame() {
    house.backend.put("rules/value", "{}");
    house.tenant("rules");
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      members.append(i == 0 ? "" : ", ").append("m").append("x".repeat(400)).append(i);
    }
    house.sync(
        "rules",
        "db",
        "rules/value",
        "validate: [{secretKey: value, json: {requiredKeys: [" + members + "]}}]");
    house.awaitCondition("rules", "db", "Synced", "False/ValidationFailed");
    assertThat(house.error("rules", "db").message()).hasSize(1024).endsWith("...");
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.reasons("rules"))
                .contains("ValidationFailed")
                .doesNotContain("SyncFailed"));
  }
}
