package dev.keyturn.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockWatchTest {
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private long nanos;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0",
    "6, 1, 0",
    "7, 1, 1",
    "-5, 1, 1",
    "3601, 1, 1",
    "-3599, 1, 1",
    "1, 3601, 1"
  })
  void aJumpOfMoreThanFiveSecondsCountsOnce(long wallSeconds, long seconds, long jumps) {
    ClockWatch watch = new ClockWatch(() -> wall, () -> nanos);
    wall = wall.plusSeconds(wallSeconds);
    nanos += Duration.ofSeconds(seconds).toNanos();
    watch.look();
    watch.look();
    assertThat(watch.jumps()).isEqualTo(jumps);
  }
}
