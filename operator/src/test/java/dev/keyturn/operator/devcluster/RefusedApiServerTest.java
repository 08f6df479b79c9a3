package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An API server whose port is closed. */
final class RefusedApiServerTest {
  private static final List<String> SYNCS =
      IntStream.range(0, 60).mapToObj(number -> "sync-" + number).toList();

  private final House house = new House();

  @AfterEach
  void close() {
    house.time.goOn();
    house.close();
  }

  private int status(String page) {
    return house.page(house.operator(), page).statusCode();
  }

  @Fault("K6")
  @Test
  void afterTenMinutesAllThatWasDueIsDoneWithinAMinute() {
    house.electBy(Duration.ofSeconds(6));
    house.restart();
    house.tenant("shop");
    for (String sync : SYNCS) {
      house.backend.put(sync, "v1");
      house.sync("shop", sync, sync, "refreshInterval: 10m");
    }
    SYNCS.forEach(sync -> house.awaitSynced("shop", sync));
    assertThat(status("/readyz")).isEqualTo(200);

    house.time.stop();
    house.server.refuseConnections();
    SYNCS.forEach(sync -> house.backend.put(sync, "v2"));
    house.await().until(() -> status("/readyz") == 503);
    for (int i = 0; i < 7; i++) {
      house.time.advance(Duration.ofSeconds(90));
      house.await().until(() -> house.passesUnderWay() == 0);
      assertThat(status("/livez")).isEqualTo(200);
    }
    house.server.acceptConnections();
    house.await().until(() -> status("/readyz") == 200);
    house
        .await()
        .until(() ->
            house
                .page(house.operator(), "/metrics")
                .body()
                .contains("keyturn_leader{shard=\"0\"} 1"));
    for (int i = 0; i < 12; i++) {
      house.await().until(() -> house.passesUnderWay() == 0);
      house.time.advance(Duration.ofSeconds(5));
    }
    SYNCS.forEach(sync -> house.awaitData("shop", sync, Map.of("value", "v2")));
    SYNCS.forEach(sync -> house.awaitSynced("shop", sync));
  }
}
