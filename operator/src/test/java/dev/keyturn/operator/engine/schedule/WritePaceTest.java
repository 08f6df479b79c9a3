package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritePaceTest {
  private static final Duration SPACING = Duration.ofMinutes(10);
  private static final long STEP = SPACING.toNanos();

  private static WritePace burst(long now) {
    WritePace pace = WritePace.rested(now);
    for (int version = 0; version < WritePace.BURST; version++) {
      assertThat(pace.delay(SPACING, now)).isZero();
      pace = pace.written(SPACING, now);
    }
    return pace;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -7, Long.MAX_VALUE - 5})
  void aBurstAndThenOneEachSpacing(long start) {
    WritePace pace = burst(start);
    assertThat(pace.delay(SPACING, start)).isEqualTo(SPACING);
    assertThat(pace.delay(SPACING, start + STEP - 1)).isEqualTo(Duration.ofNanos(1));
    for (int version = 1; version < 100; version++) {
      long now = start + version * STEP;
      assertThat(pace.delay(SPACING, now)).isZero();
      pace = pace.written(SPACING, now);
      assertThat(pace.delay(SPACING, now)).isEqualTo(SPACING);
    }
  }

  @Test
  void aQuietTimeGivesTheBurstBackAndNoMore() {
    WritePace pace = burst(0);
    for (int version = 0; version < WritePace.BURST; version++) {
      assertThat(pace.delay(SPACING, 100 * STEP)).isZero();
      pace = pace.written(SPACING, 100 * STEP);
    }
    assertThat(pace.delay(SPACING, 100 * STEP)).isEqualTo(SPACING);
  }

  @Test
  void aVersionThatWasNotMadeCostsNothing() {
    assertThat(burst(0).givenBack(SPACING).delay(SPACING, 0)).isZero();
  }

  @Test
  void ofAnUnknownTimeTheNewestVersionIsTheLastOfABurst() {
    WritePace pace = WritePace.after(SPACING, 0);
    assertThat(pace).isEqualTo(burst(0));
    assertThat(pace.delay(SPACING, STEP / 2)).isEqualTo(SPACING.dividedBy(2));
    assertThat(pace.delay(SPACING, STEP)).isZero();
  }

  @Test
  void itMayBeForgottenOnceTheAgeOfTheNewestVersionSaysAsMuch() {
    WritePace pace = WritePace.rested(0).written(SPACING, 0);
    assertThat(pace.isOver(SPACING, 3 * STEP)).isFalse();
    assertThat(pace.isOver(SPACING, 4 * STEP)).isTrue();
  }
}
