package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An event of a watch that is no JSON: the client's informer ends, and nothing begins it anew. */
final class HalfEventTest {
  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void theProcessSaysThatItDoesNotLiveAndTheNextOneListsAnew() {
    house.backend.put("path", "v1");
    house.tenant("shop");
    assertThat(house.page(house.operator(), "/livez").statusCode()).isEqualTo(200);
    house.server.faults().garbleWatchEvents(1, "secretsyncs");
    house.sync("shop", "db", "path");
    house.await().until(() -> house.page(house.operator(), "/livez").statusCode() == 503);
    house.restart();
    house.awaitSynced("shop", "db");
    assertThat(house.page(house.operator(), "/livez").statusCode()).isEqualTo(200);
  }
}
