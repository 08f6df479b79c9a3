package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.testkit.FakeGate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the status of a new sync says while its first read takes its time. */
final class FirstVisitTest {
  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aSlowFirstReadIsUnknownUntilItEnds() {
    house.backend.put("slow", "v1");
    house.tenant("slow");
    try (FakeGate gate = house.backend.gate()) {
      house.sync("slow", "db", "slow");
      house.await().until(() -> gate.waiting() == 1);
      assertThat(house.condition("slow", "db", "Ready")).isEmpty();
      house.time.advance(Duration.ofSeconds(6));
      house.awaitCondition("slow", "db", "Ready", "Unknown/FirstSync");
      assertThat(house.condition("slow", "db", "Reconciling")).isEqualTo("True/Progressing");
    }
    house.awaitSynced("slow", "db");
    assertThat(ofTheSync("slow"))
        .containsExactly(
            "apply secretsyncs/db/status", "apply secrets/db", "apply secretsyncs/db/status");
  }

  @Test
  void aFirstReadThatEndsInTimeHasOneStatus() {
    house.backend.put("swift", "v1");
    house.tenant("swift");
    house.sync("swift", "db", "swift");
    house.awaitSynced("swift", "db");
    house.time.advance(Duration.ofSeconds(6));
    house.sync("swift", "later", "swift");
    house.awaitSynced("swift", "later");
    assertThat(ofTheSync("swift"))
        .containsExactly("apply secrets/db", "apply secretsyncs/db/status");
  }

  @Test
  void aSyncThatHasAStatusKeepsItHoweverLongARead() {
    house.backend.put("known", "v1");
    house.tenant("known");
    house.sync("known", "db", "known");
    house.awaitSynced("known", "db");
    try (FakeGate gate = house.backend.gate()) {
      house.time.advance(Duration.ofMinutes(70));
      house.await().until(() -> gate.waiting() == 1);
      house.time.advance(Duration.ofSeconds(6));
      assertThat(house.condition("known", "db", "Ready")).isEqualTo("True/UpToDate");
    }
    house.await().until(() -> house.backend.ledger().reads("known") == 2);
    assertThat(ofTheSync("known"))
        .containsExactly("apply secrets/db", "apply secretsyncs/db/status");
  }

  @Test
  void aNewSyncThatQueuesForAMomentHasOneStatus() {
    house.backend.put("one", "v1");
    house.backend.put("two", "v2");
    house.namespace("queue");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: queue}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
          limits: {requestsPerSecond: 1, burst: 1, maxInFlight: 1}
        """);
    house.awaitStore("queue", "store", "True/Valid");
    try (FakeGate gate = house.backend.gate()) {
      house.sync("queue", "first", "one");
      house.await().until(() -> gate.waiting() == 1);
      double passes = house.finishedPasses();
      house.sync("queue", "db", "two");
      house.await().until(() -> house.finishedPasses() > passes);
    }
    house.awaitSynced("queue", "db");
    assertThat(ofTheSync("queue"))
        .containsExactly("apply secrets/db", "apply secretsyncs/db/status");
  }

  private List<String> ofTheSync(String namespace) {
    return house.writes(namespace).stream().filter(write -> write.contains("/db")).toList();
  }
}
