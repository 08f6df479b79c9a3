package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.runtime.OperatorRuntime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two replicas: one acts, the other is ready to. */
final class TwoReplicasTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private boolean leads(OperatorRuntime replica) {
    return house
        .page(replica, "/metrics")
        .body()
        .lines()
        .anyMatch(line -> line.startsWith("keyturn_leader{") && line.endsWith(" 1.0"));
  }

  private String holder() {
    var lease = house.client.leases().inNamespace("keyturn").list().getItems().getFirst();
    String holder = lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }

  @Test
  void theStandbyIsReadyAndActsOnlyAfterTheOtherLeft() {
    house.backend.put("path", "v1");
    OperatorRuntime first = house.start(house.config("first", true));
    try (OperatorRuntime second = house.start(house.config("second", true))) {
      house.await().until(() -> leads(first));
      house.tenant("shop");
      house.sync("shop", "db", "path");
      house.awaitSynced("shop", "db");
      house.awaitReasons("shop", "SecretCreated", "StoreBecameReady");
      house.await().until(() -> house.page(second, "/readyz").statusCode() == 200);
      assertThat(leads(second)).isFalse();
      assertThat(house.events("shop"))
          .extracting(Event::getReportingInstance)
          .containsOnly("first");
      assertThat(house.backend.ledger().logins()).isOne();

      house.server.requests().clear();
      first.close();
      house.await().until(() -> leads(second));
      assertThat(holder()).startsWith("second");
      house.backend.put("path", "v2");
      house.advanceUntil(
          Duration.ofMinutes(70),
          () -> assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v2")));
      house.awaitReasons("shop", "SecretCreated", "SecretUpdated", "StoreBecameReady");
      assertThat(house.events("shop"))
          .filteredOn(event -> event.getReason().equals("SecretUpdated"))
          .extracting(Event::getReportingInstance)
          .isEqualTo(List.of("second"));
    }
    assertThat(holder()).isEmpty();
    assertThat(house.backend.openSessions()).isZero();
    assertThat(house.backend.openClients()).isZero();
  }
}
