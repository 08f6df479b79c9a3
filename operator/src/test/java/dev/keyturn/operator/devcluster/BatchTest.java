package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.testkit.FakeLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backend that reads twenty secrets by one request, as AWS Secrets Manager does. */
final class BatchTest {
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final int SECRETS = 100;
  private static final int SYNCS_OF_EACH = 2;

  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private void start(int secrets, int syncsOfEach) {
    house.backend.batches(20, 6);
    house.restart();
    for (int secret = 0; secret < secrets; secret++) {
      house.backend.put("app/" + secret, "v1");
    }
    house.tenant("shop");
    for (int sync = 0; sync < secrets * syncsOfEach; sync++) {
      house.sync("shop", "sync-" + sync, "app/" + sync % secrets, "refreshInterval: 10m");
    }
    for (int sync = 0; sync < secrets * syncsOfEach; sync++) {
      house.awaitSynced("shop", "sync-" + sync);
    }
  }

  @Test
  void anIntervalCostsARequestForTwentySecretsHoweverTheSyncsAreSpread() {
    start(SECRETS, SYNCS_OF_EACH);
    // What was read when the syncs were made is not yet old enough to be read ahead.
    interval(10);
    List<Integer> requests = new ArrayList<>();
    for (int interval = 0; interval < 3; interval++) {
      house.backend.ledger().clear();
      interval(10);
      requests.add(house.backend.ledger().batches().size() + house.backend.ledger().reads());
    }
    // The grid moves each due time by up to 5 %: an interval may hold what belongs to the next.
    assertThat(requests.stream().mapToInt(Integer::intValue).sum())
        .as("requests by interval: %s", requests)
        .isLessThanOrEqualTo(3 * SECRETS / 20 + 1);
  }

  /**
   * In steps, so that the syncs come due one after the other as they do in the world; in each one
   * some sync must come due.
   */
  private void interval(int steps) {
    for (int step = 0; step < steps; step++) {
      house.advance(INTERVAL.dividedBy(steps));
    }
  }

  @Test
  void aChangeThatIsReadAheadReachesItsSecretAtOnce() {
    start(8, 6);
    interval(3);
    interval(3);
    house.backend.put("app/5", "v2");
    house.backend.ledger().clear();
    house.advanceUntil(
        INTERVAL.dividedBy(4), () -> assertThat(house.backend.ledger().batches()).isNotEmpty());
    for (int sync = 5; sync < 8 * 6; sync += 8) {
      house.awaitData("shop", "sync-" + sync, Map.of("value", "v2"));
    }
    assertThat(house.backend.ledger().batches()).hasSize(1);
    assertThat(house.backend.ledger().reads()).isZero();
  }

  @Test
  void nothingIsReadAheadForASyncThatIsSuspended() {
    start(8, 1);
    for (int sync = 0; sync < 4; sync++) {
      house.sync("shop", "sync-" + sync, "app/" + sync, "refreshInterval: 10m\nsuspend: true");
      house.awaitCondition("shop", "sync-" + sync, "Ready", "True/Suspended");
    }
    house.backend.ledger().clear();
    house.advance(INTERVAL.plusMinutes(2));
    assertThat(house.backend.ledger().entries())
        .extracting(FakeLedger.Entry::key)
        .contains("app/4", "app/5", "app/6", "app/7")
        .doesNotContain("app/0", "app/1", "app/2", "app/3");
    assertThat(house.backend.ledger().batches()).isEmpty();
  }
}
