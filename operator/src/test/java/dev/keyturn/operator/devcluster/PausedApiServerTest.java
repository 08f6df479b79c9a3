package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.runtime.OperatorRuntime;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An API server that takes every call and answers none. */
final class PausedApiServerTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void theReplicaIsUnreadyMeanwhileAndCatchesUpAfterwards() {
    house.backend.put("path", "v1");
    try (OperatorRuntime operator = house.start(house.config("one", true))) {
      house.tenant("shop");
      house.sync("shop", "db", "path");
      house.awaitSynced("shop", "db");
      assertThat(house.page(operator, "/readyz").statusCode()).isEqualTo(200);

      house.server.faults().pause();
      house.backend.put("path", "v2");
      house
          .await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> house.page(operator, "/readyz").statusCode() == 503);
      assertThat(house.page(operator, "/livez").statusCode()).isEqualTo(200);
      house.server.faults().resume();

      house.await().until(() -> house.page(operator, "/readyz").statusCode() == 200);
      house.advanceUntil(
          Duration.ofMinutes(70),
          () -> assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v2")));
    }
  }

  @Fault("K6")
  @Test
  void anApiServerThatIsAwayForTenMinutesIsWaitedForAndWhatIsDueIsDoneWithinAMinuteOfItsReturn() {
    house.backend.put("path", "v1");
    try (OperatorRuntime operator = house.start(house.config("one", true))) {
      house.tenant("shop");
      for (int i = 0; i < 20; i++) {
        house.sync("shop", "db-" + i, "path", "refreshInterval: 10m");
      }
      for (int i = 0; i < 20; i++) {
        house.awaitSynced("shop", "db-" + i);
      }
      house.server.faults().cutOffAfter(0, "keyturn/");
      house.server.faults().closeWatches("*");
      house.backend.put("path", "v2");
      house.time.advance(Duration.ofMinutes(10));
      house
          .await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> house.page(operator, "/readyz").statusCode() == 503);
      assertThat(house.page(operator, "/livez").statusCode()).isEqualTo(200);
      house.server.faults().clear();
      house.await().until(() -> house.page(operator, "/readyz").statusCode() == 200);
      for (int i = 0; i < 20; i++) {
        house.awaitData("shop", "db-" + i, Map.of("value", "v2"));
      }
    }
  }
}
