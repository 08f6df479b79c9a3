package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A sync that merges into a Secret that is not there yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MergeTargetTest {
  private static final String MERGE = "target: {name: app, creationPolicy: Merge}";

  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  @Test
  void aSecretThatAppearsWakesTheSyncThatWaitsForIt() {
    house.backend.put("later", "v1");
    house.tenant("later");
    house.sync("later", "db", "later", MERGE);
    house.awaitCondition("later", "db", "Synced", "False/NotFound");
    house.await().until(() -> house.requests("later").contains("watch secrets"));
    create("later");
    house.awaitData("later", "app", Map.of("own", "x", "value", "v1"));
    house.awaitSynced("later", "db");
  }

  @Test
  void waitingAsksNothingOfTheApiServer() {
    house.backend.put("idle", "v1");
    house.tenant("idle");
    house.sync("idle", "db", "idle", MERGE);
    house.awaitCondition("idle", "db", "Synced", "False/NotFound");
    house.await().until(() -> house.requests("idle").contains("watch secrets"));
    List<String> looks = looks("idle");
    int reads = house.backend.ledger().reads("idle");
    house.advanceUntil(
        Duration.ofMinutes(15),
        () -> assertThat(house.backend.ledger().reads("idle")).isGreaterThan(reads));
    house.awaitCondition("idle", "db", "Synced", "False/NotFound");
    assertThat(looks("idle")).isEqualTo(looks);
  }

  @Test
  void aSyncThatWaitsWhenTheOperatorStartsIsWokenAsWell() {
    house.backend.put("again", "v1");
    house.tenant("again");
    house.sync("again", "db", "again", MERGE);
    house.awaitCondition("again", "db", "Synced", "False/NotFound");
    long watches = watches("again");
    house.restart();
    house.await().until(() -> watches("again") > watches);
    create("again");
    house.awaitData("again", "app", Map.of("own", "x", "value", "v1"));
  }

  private void create(String namespace) {
    house.secret(namespace, "app", Map.of("own", "x"));
  }

  private List<String> looks(String namespace) {
    return house.requests(namespace).stream().filter("get secrets/app"::equals).toList();
  }

  private long watches(String namespace) {
    return house.requests(namespace).stream().filter("watch secrets"::equals).count();
  }
}
