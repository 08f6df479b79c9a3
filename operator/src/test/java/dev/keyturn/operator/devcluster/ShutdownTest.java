package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.testkit.FakeGate;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of passes that run when the operator is told to end. */
final class ShutdownTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private void begin() {
    house.electBy(Duration.ofSeconds(15));
    // Longer than any test waits: who waits for it to pass is seen.
    house.drainFor(Duration.ofMinutes(5));
    house.restart();
    house.tenant("shop");
    house.backend.put("path", "v1");
  }

  private String holder() {
    var lease = house.client.leases().inNamespace("keyturn").list().getItems().getFirst();
    return Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
  }

  /** Until then nobody acts, so a backend that never answers must not hold it. */
  @Test
  void theLeaseIsGivenBackWhileAReadIsStillOpen() throws InterruptedException {
    begin();
    try (FakeGate gate = house.backend.gate()) {
      house.time.stop();
      house.sync("shop", "db", "path");
      house.await().until(() -> gate.waiting() == 1);
      assertThat(holder()).isNotEmpty();
      Thread ending = Thread.ofVirtual().start(house::stop);
      house.await().until(() -> holder().isEmpty());
      assertThat(gate.waiting()).isOne();
      gate.release();
      ending.join();
      house.time.goOn();
    }
    assertThat(house.data("shop", "db")).isEmpty();
  }

  @Test
  void aPassThatEndsInTimeWritesWhatItHasRead() throws InterruptedException {
    begin();
    try (FakeGate gate = house.backend.gate()) {
      house.sync("shop", "db", "path");
      house.await().until(() -> gate.waiting() == 1);
      var operator = house.operator();
      Thread ending = Thread.ofVirtual().start(house::stop);
      house.await().until(() -> house.page(operator, "/readyz").statusCode() != 200);
      gate.release();
      ending.join();
    }
    assertThat(holder()).isEmpty();
    assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
    house.awaitSynced("shop", "db");
  }
}
