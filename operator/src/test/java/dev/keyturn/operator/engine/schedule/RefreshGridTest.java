package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshGridTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String UID = "0e4f1f2a-3b55-4c0a-9d3a-2d8f0c6f7b11";

  /** Seconds between points; the jitter of two neighbours is at most 5 % or 30 s each. */
  @ParameterizedTest
  @CsvSource({"10, 1", "300, 30", "3600, 60", "86400, 60", "7776000, 60"})
  void forAThousandYearsEveryPointIsLaterThanTheOneBeforeByAboutAnInterval(
      long seconds, long tolerance) {
    RefreshGrid grid = new RefreshGrid(UID, Duration.ofSeconds(seconds));
    Instant end = START.plus(Duration.ofDays(365_250));
    Instant from = START;
    int points = 0;
    while (from.isBefore(end) && points < 20_000) {
      Instant first = grid.nextAfter(from);
      Instant second = grid.nextAfter(first);
      assertThat(second).isAfter(first);
      assertThat(Duration.between(first, second).minusSeconds(seconds).abs())
          .isLessThanOrEqualTo(Duration.ofSeconds(tolerance));
      // Short intervals have too many points to visit all: strides cover the whole time.
      Duration stride = Duration.between(START, end).dividedBy(20_000);
      from = stride.compareTo(Duration.ofSeconds(seconds)) > 0 ? from.plus(stride) : first;
      points++;
    }
    assertThat(from).isAfterOrEqualTo(end.minus(Duration.ofDays(100)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1})
  void aPointIsNeverItsOwnNextOne(long offsetMillis) {
    RefreshGrid grid = new RefreshGrid(UID, Duration.ofMinutes(1));
    Instant point = grid.nextAfter(START);
    Instant next = grid.nextAfter(point.plusMillis(offsetMillis));
    if (offsetMillis < 0) {
      assertThat(next).isEqualTo(point);
    } else {
      assertThat(next).isAfter(point.plusMillis(offsetMillis));
    }
  }

  @Test
  void theGridIsTheSameAfterARestart() {
    assertThat(new RefreshGrid(UID, Duration.ofHours(1)).nextAfter(START))
        .isEqualTo(new RefreshGrid(UID, Duration.ofHours(1)).nextAfter(START));
  }

  @Test
  void timesBeforeTheEpochHaveADueTimeToo() {
    Instant early = Instant.parse("1960-01-01T00:00:00Z");
    Instant next = new RefreshGrid(UID, Duration.ofHours(1)).nextAfter(early);
    assertThat(Duration.between(early, next))
        .isBetween(Duration.ofMillis(1), Duration.ofMinutes(61));
  }

  @Test
  void aThousandObjectsAreSpreadOverTheInterval() {
    int[] perTenth = new int[10];
    for (int i = 0; i < 1000; i++) {
      String uid = new UUID(i * 7919L, i).toString();
      Instant due = new RefreshGrid(uid, Duration.ofHours(1)).nextAfter(START);
      perTenth[(int) Math.min(9, Duration.between(START, due).toSeconds() / 360)]++;
    }
    // 100 are expected in each; six standard deviations are 57.
    assertThat(Arrays.stream(perTenth).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(43, 157));
  }

  /** However they were applied: what counts is the UID, not the moment. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1_800})
  void theBusiestSecondOfFiveThousandObjectsHasAtMostTwiceTheMean(long offsetSeconds) {
    Duration interval = Duration.ofSeconds(60);
    int[] perSecond = new int[60];
    Random uids = new Random(42);
    for (int i = 0; i < 5000; i++) {
      String uid = new UUID(uids.nextLong(), uids.nextLong()).toString();
      Instant from = START.plusSeconds(offsetSeconds);
      Instant due = new RefreshGrid(uid, interval).nextAfter(from);
      perSecond[(int) (Duration.between(from, due).toSeconds() % 60)]++;
    }
    assertThat(Arrays.stream(perSecond).max().orElseThrow()).isLessThanOrEqualTo(2 * 5000 / 60);
  }

  @Test
  void thePointBeforeAndThePointAfterAreNeighbours() {
    RefreshGrid grid = new RefreshGrid(UID, Duration.ofHours(1));
    Instant point = grid.nextAfter(START);
    assertThat(grid.lastUntil(point)).isEqualTo(point);
    assertThat(grid.lastUntil(grid.nextAfter(point).minusMillis(1))).isEqualTo(point);
    assertThat(grid.nextAfter(grid.lastUntil(START))).isEqualTo(point);
  }

  @Test
  void objectsOfEqualPhaseDoNotMeetForEver() {
    RefreshGrid grid = new RefreshGrid(UID, Duration.ofHours(1));
    Instant first = grid.nextAfter(START);
    Instant second = grid.nextAfter(first);
    Instant third = grid.nextAfter(second);
    assertThat(Duration.between(first, second)).isNotEqualTo(Duration.between(second, third));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void anIntervalIsPositive(long seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RefreshGrid(UID, Duration.ofSeconds(seconds)));
  }
}
