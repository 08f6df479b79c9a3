package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches that stay open and say nothing any more, not even a bookmark. */
final class SilentWatchTest {
  private static final Duration TWO_BOOKMARKS = Duration.ofMinutes(2);

  private final House house = House.started();

  @AfterEach
  void close() {
    house.time.goOn();
    house.close();
  }

  @Fault("W8")
  @Test
  @Proves("P080")
  void whatASilentWatchDidNotTellIsListedWithinTwoBookmarks() {
    house.backend.put("path", "v1");
    house.backend.put("other", "v2");
    house.tenant("shop");
    house.sync("shop", "db", "path", "refreshInterval: 720h");
    house.awaitSynced("shop", "db");
    house.time.stop();
    house.server.faults().silenceWatches("*");
    house.sync("shop", "db", "other", "refreshInterval: 720h");
    house.server.requests().clear();

    Instant end = house.time.instant().plus(TWO_BOOKMARKS);
    house
        .await()
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          house.time.advance(Duration.ofSeconds(5));
          return !house.time.instant().isBefore(end);
        });
    house.await().until(() -> house.server.requests().count("list", "secretsyncs") > 0);
    house.await().until(() -> house.server.requests().count("list", "secrets") > 0);
    house.awaitData("shop", "db", Map.of("value", "v2"));
    assertThat(house.page(house.operator(), "/metrics").body())
        .contains("keyturn_informer_last_activity_timestamp_seconds{resource=\"secrets\"}")
        .contains(
            "keyturn_informer_last_activity_timestamp_seconds{resource=\"keyturn.dev/secretsyncs\"}");
  }
}
