package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.runtime.OperatorRuntime;
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
    house.electBy(Duration.ofSeconds(6));
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
}
