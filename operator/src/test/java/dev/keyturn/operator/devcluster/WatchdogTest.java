package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.devcluster.fault.RequestMatch;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A watch that lost an event and says nothing more. */
final class WatchdogTest {
  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aLostChangeIsNoticedByANewList() {
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync("shop", "db", "path", "refreshInterval: 720h");
    house.awaitSynced("shop", "db");
    house.server.faults().dropWatchEvents(1, "secrets");
    house
        .client
        .secrets()
        .inNamespace("shop")
        .withName("db")
        .edit(secret -> new SecretBuilder(secret).addToData("value", "ZWRpdGVk").build());
    assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "edited"));
    untilNoticed(Map.of("value", "v1"));
  }

  private void untilNoticed(Map<String, String> data) {
    house
        .await()
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          house.time.advance(Duration.ofMinutes(5));
          assertThat(house.data("shop", "db")).isEqualTo(data);
        });
  }

  @Test
  void aLostDeletionIsNoticedByANewList() {
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync("shop", "db", "path", "refreshInterval: 720h");
    house.awaitSynced("shop", "db");
    house.server.faults().dropWatchEvents(1, "secrets");
    house.client.secrets().inNamespace("shop").withName("db").delete();
    long lists = house.server.requests().count("list", "secrets");
    untilNoticed(Map.of("value", "v1"));
    assertThat(house.server.requests().count("list", "secrets")).isGreaterThan(lists);
  }

  @Test
  void aWriteWhoseEventIsLateIsNotTakenForADeletion() {
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync("shop", "other", "path", "refreshInterval: 720h");
    house.awaitSynced("shop", "other");
    house.server.faults().delayWatchEvents(1, "secrets", Duration.ofSeconds(4));
    house.sync("shop", "db", "path", "refreshInterval: 720h");
    house.awaitSynced("shop", "db");
    house.time.advance(Duration.ofMinutes(2));
    // The repair shows that the events behind the late one have come.
    house
        .client
        .secrets()
        .inNamespace("shop")
        .withName("other")
        .edit(secret -> new SecretBuilder(secret).withData(Map.of()).build());
    house.awaitData("shop", "other", Map.of("value", "v1"));
    assertThat(house.writes("shop")).filteredOn("apply secrets/db"::equals).hasSize(1);
  }

  @Test
  void whileASilentWatchIsListedAnewTheSyncsGoOn() {
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync("shop", "db", "path", "refreshInterval: 720h");
    house.awaitSynced("shop", "db");
    house.server.faults().failNext(Integer.MAX_VALUE, RequestMatch.of("list", "secrets"), 503);
    // An event that comes late makes the watch one that is heard, and its silence begins anew.
    house
        .await()
        .until(() -> {
          house.time.advance(Duration.ofMinutes(15));
          return house.server.requests().count("list", "secrets") > 1;
        });
    house.backend.put("path", "v2");
    house
        .client
        .resources(SecretSync.class)
        .inNamespace("shop")
        .withName("db")
        .edit(sync -> {
          sync.getMetadata().setAnnotations(Map.of("keyturn.dev/sync-requested", "now"));
          return sync;
        });
    house.awaitData("shop", "db", Map.of("value", "v2"));
  }
}
