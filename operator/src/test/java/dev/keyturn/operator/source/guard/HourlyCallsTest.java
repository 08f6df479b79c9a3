package dev.keyturn.operator.source.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HourlyCallsTest {
  private final HourlyCalls calls = new HourlyCalls();

  private static long minute(long number) {
    return Duration.ofMinutes(number).toNanos();
  }

  @Test
  void callsOfTheLastSixtyMinutesCountAndOlderOnesDoNot() {
    calls.add(true, minute(-90));
    calls.add(true, minute(-59));
    calls.add(false, minute(0));
    calls.add(true, minute(0) + 1);
    assertThat(calls.count(minute(0) + 2)).isEqualTo(new CallCount(3, 2));
    assertThat(calls.count(minute(1))).isEqualTo(new CallCount(2, 1));
    assertThat(calls.count(minute(60))).isEqualTo(CallCount.NONE);
  }

  @Test
  void aMinuteOfTheNextHourTakesThePlaceOfItsOwnOfThisOne() {
    calls.add(true, minute(7));
    calls.add(true, minute(67));
    calls.add(true, minute(67));
    assertThat(calls.count(minute(67))).isEqualTo(new CallCount(2, 2));
  }

  @Test
  void whereNothingWasAskedNothingCountsWhateverTheClockSays() {
    assertThat(calls.count(0)).isEqualTo(CallCount.NONE);
    assertThat(calls.count(minute(-1_000_000))).isEqualTo(CallCount.NONE);
  }
}
