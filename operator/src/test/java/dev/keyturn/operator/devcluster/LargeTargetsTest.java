package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Secrets as large as the API takes them are looked after as any other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LargeTargetsTest {
  private static final int SYNCS = 12;

  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private static String large(int number) {
    return Integer.toString(number).repeat(1_000_000).substring(0, 1_000_000);
  }

  private long writes(String namespace) {
    return house.writes(namespace).stream().filter(write -> write.contains(" secrets/")).count();
  }

  @Test
  void driftOfALargeSecretIsSetRightAndARestartWritesNothing() {
    house.backend.put("large", large(1));
    house.tenant("large");
    house.sync("large", "db", "large");
    house.awaitSynced("large", "db");
    assertThat(writes("large")).isOne();

    house
        .client
        .secrets()
        .inNamespace("large")
        .withName("db")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"stringData\":{\"value\":\"" + large(2) + "\"}}");
    house.awaitData("large", "db", Map.of("value", large(1)));
    house.awaitSynced("large", "db");

    house.server.requests().clear();
    house.restart();
    house.advance(Duration.ofMinutes(70));
    house.awaitSynced("large", "db");
    assertThat(writes("large")).isZero();
    assertThat(house.data("large", "db")).isEqualTo(Map.of("value", large(1)));
  }

  /** More than are written at once. */
  @Test
  void manyLargeSecretsAtOnceAreAllWrittenOnce() {
    house.tenant("many");
    for (int i = 0; i < SYNCS; i++) {
      house.backend.put("many-" + i, large(i));
      house.sync("many", "db-" + i, "many-" + i);
    }
    for (int i = 0; i < SYNCS; i++) {
      house.awaitSynced("many", "db-" + i);
      assertThat(house.data("many", "db-" + i)).isEqualTo(Map.of("value", large(i)));
    }
    assertThat(writes("many")).isEqualTo(SYNCS);
  }
}
