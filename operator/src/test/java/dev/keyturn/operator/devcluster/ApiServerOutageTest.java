package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that answers nothing of use for a while. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiServerOutageTest {
  private static final RequestMatch OURS = RequestMatch.any().by("keyturn/");
  private static final int ALWAYS = 1_000_000;

  private final House house = House.started();

  @AfterEach
  void heal() {
    house.server.faults().clear();
    house.time.goOn();
  }

  @AfterAll
  void close() {
    house.close();
  }

  private void synced(String namespace) {
    house.backend.put(namespace, "v1");
    house.tenant(namespace);
    house.sync(namespace, "db", namespace, "refreshInterval: 10m");
    house.awaitSynced(namespace, "db");
    house.awaitReasons(namespace, "SecretCreated", "StoreBecameReady");
    house.server.requests().clear();
  }

  private List<Condition> conditions(String namespace) {
    return Objects.requireNonNull(house.status(namespace, "db").conditions());
  }

  private long applies(String namespace, String name) {
    return house.requests(namespace).stream().filter(("apply secrets/" + name)::equals).count();
  }

  @Fault("K5")
  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void aMinuteOfErrorsTurnsNoConditionAndIsOverInHalfAMinute(int code) {
    String namespace = "errors-" + code;
    synced(namespace);
    List<Condition> before = conditions(namespace);
    house.backend.put(namespace, "v2");
    house.server.faults().failNext(ALWAYS, OURS, code);
    house.time.advance(Duration.ofMinutes(10));
    house.await().until(() -> applies(namespace, "db") > 0);
    house.time.stop();
    for (int i = 0; i < 12; i++) {
      house.time.advance(Duration.ofSeconds(5));
      house.await().until(() -> house.passesUnderWay() == 0);
      assertThat(conditions(namespace)).isEqualTo(before);
    }
    house.server.faults().clear();
    house.time.advance(Duration.ofSeconds(30));
    house.awaitData(namespace, "db", Map.of("value", "v2"));
    assertThat(conditions(namespace)).isEqualTo(before);
  }

  @Fault("K10")
  @Test
  void aDeniedWriteIsTriedEveryFiveMinutesAndHealsWithTheRole() {
    synced("denied");
    house.backend.put("denied", "v2");
    house
        .server
        .faults()
        .failNext(ALWAYS, RequestMatch.of("apply", "secrets").withName("db").by("keyturn/"), 403);
    house.time.advance(Duration.ofMinutes(10));
    house.awaitCondition("denied", "db", "Synced", "False/AccessDenied");
    assertThat(house.error("denied", "db").detail()).isEqualTo("not-enrolled");
    for (int i = 0; i < 6; i++) {
      long before = applies("denied", "db");
      house.time.advance(Duration.ofMinutes(5));
      house.await().until(() -> applies("denied", "db") > before);
    }
    assertThat(house.data("denied", "db")).isEqualTo(Map.of("value", "v1"));
    house.server.faults().clear();
    house.await().until(() -> house.passesUnderWay() == 0);
    house.time.advance(Duration.ofMinutes(5));
    house.awaitData("denied", "db", Map.of("value", "v2"));
    house.awaitSynced("denied", "db");
  }

  @Fault("K7")
  @Test
  void aCallThatHangsEndsAndTakesNothingFromOthers() {
    house.backend.put("hung", "v1");
    house.tenant("hung");
    house
        .server
        .faults()
        .delayNext(
            1, RequestMatch.of("apply", "secrets").withName("hanging"), Duration.ofMinutes(2));
    house.sync("hung", "hanging", "hung");
    house.await().until(() -> applies("hung", "hanging") == 1);
    for (int i = 0; i < 20; i++) {
      house.sync("hung", "other-" + i, "hung");
    }
    for (int i = 0; i < 20; i++) {
      house.awaitSynced("hung", "other-" + i);
    }
    assertThat(applies("hung", "hanging")).isOne();
    // The second try shows that the first call has ended, long before it would have been answered.
    house.await().atMost(Duration.ofSeconds(60)).until(() -> applies("hung", "hanging") == 2);
    house.awaitSynced("hung", "hanging");
  }

  @Fault("K8")
  @Test
  void fiveSecondsOfLatencyWriteNothingTwice() {
    synced("slow");
    house.backend.put("slow", "v2");
    house.server.faults().delayNext(ALWAYS, OURS, Duration.ofSeconds(5));
    house.time.advance(Duration.ofMinutes(10));
    house
        .await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(house.reasons("slow"))
                .containsExactly("SecretCreated", "SecretUpdated", "StoreBecameReady"));
    assertThat(house.data("slow", "db")).isEqualTo(Map.of("value", "v2"));
    house.await().until(() -> house.passesUnderWay() == 0);
    assertThat(house.writes("slow"))
        .filteredOn(line -> line.contains("/db"))
        .containsExactly("apply secrets/db", "apply secretsyncs/db/status");
    assertThat(house.condition("slow", "db", "Synced")).isEqualTo("True/UpToDate");
  }
}
