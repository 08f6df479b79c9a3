package dev.keyturn.operator.source.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptiveRateTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AdaptiveRate rate = new AdaptiveRate(100, 0);

  @Fault("V3")
  @Test
  void aRefusalHalvesItAndEveryTenCleanSecondsGiveOneBack() {
    rate.halve(SECOND, 5 * SECOND);
    assertThat(rate.perSecond(5 * SECOND)).isEqualTo(50);
    assertThat(rate.perSecond(15 * SECOND - 1)).isEqualTo(50);
    assertThat(rate.perSecond(15 * SECOND)).isEqualTo(51);
    assertThat(rate.perSecond(105 * SECOND)).isEqualTo(60);
  }

  @Test
  void itNeverFallsBelowOnePerSecond() {
    for (int i = 0; i < 20; i++) {
      rate.halve(i, i);
    }
    assertThat(rate.perSecond(20)).isEqualTo(1);
  }

  @Test
  void itNeverRisesAboveWhatWasConfigured() {
    rate.halve(0, 0);
    assertThat(rate.perSecond(100_000 * SECOND)).isEqualTo(100);
  }
}
