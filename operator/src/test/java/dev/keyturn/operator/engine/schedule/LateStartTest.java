package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateStartTest {
  private static final Instant SERVED = Instant.parse("2026-01-01T00:00:00Z");

  private static DueTimes dueTimes(int number, Duration interval) {
    return new DueTimes(new UUID(number * 7919L, 3).toString(), interval, SyncWindows.ALWAYS);
  }

  private static LateStart.Before before(boolean cutOff) {
    return new LateStart.Before(Optional.of(SERVED), cutOff);
  }

  private static List<LateStart.Missed> missed(Duration interval, Duration down, boolean cutOff) {
    List<LateStart.Missed> missed = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      LateStart.missed(dueTimes(i, interval), interval, before(cutOff), SERVED.plus(down))
          .ifPresent(missed::add);
    }
    return missed;
  }

  @Test
  void onlyWhatWasDueWhileNobodyServedIsLate() {
    Duration hour = Duration.ofHours(1);
    for (int i = 0; i < 1000; i++) {
      DueTimes dueTimes = dueTimes(i, hour);
      Instant now = SERVED.plus(Duration.ofMinutes(6));
      assertThat(LateStart.missed(dueTimes, hour, before(false), now).isPresent())
          .isEqualTo(!dueTimes.nextAfter(SERVED).isAfter(now));
    }
    assertThat(missed(hour, Duration.ofMinutes(6), false).size()).isBetween(60, 140);
    assertThat(missed(hour, Duration.ZERO, false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT1H, PT6M, false, 300",
    "PT1H, P3D, false, 300",
    "PT2M, PT1H, false, 60",
    "PT10S, PT1H, false, 5",
    "PT1H, PT10M, true, 45",
    "PT10S, PT10M, true, 5"
  })
  void theOldestComesFirstAndAllComeWithinTheSpread(
      Duration interval, Duration down, boolean cutOff, long spreadSeconds) {
    List<LateStart.Missed> missed = missed(interval, down, cutOff);
    List<LateStart.Missed> oldestFirst =
        missed.stream().sorted(Comparator.comparing(LateStart.Missed::due)).toList();
    assertThat(oldestFirst)
        .isNotEmpty()
        .isSortedAccordingTo(Comparator.comparing(LateStart.Missed::delay));
    assertThat(missed)
        .allSatisfy(each ->
            assertThat(each.delay()).isBetween(Duration.ZERO, Duration.ofSeconds(spreadSeconds)));
    long inFirstHalf =
        missed.stream().filter(each -> each.delay().toSeconds() < spreadSeconds / 2.0).count();
    assertThat((double) inFirstHalf / missed.size()).isBetween(0.35, 0.65);
  }

  @ParameterizedTest
  @CsvSource({"PT24H, 300", "PT1H, 300", "PT2M, 60", "PT10S, 5"})
  void whatNoHashCanTellIsReadWithinMinutesAndNotAllAtOnce(Duration interval, long spreadSeconds) {
    long inFirstHalf = 0;
    for (int i = 0; i < 1000; i++) {
      Duration wait = LateStart.waitOfUnverified(new UUID(i * 7919L, 3).toString(), interval);
      assertThat(wait).isBetween(Duration.ZERO, Duration.ofSeconds(spreadSeconds));
      inFirstHalf += wait.toMillis() < spreadSeconds * 500 ? 1 : 0;
    }
    assertThat(inFirstHalf).isBetween(350L, 650L);
  }

  @Test
  void whatFailedBeforeIsTriedAgainWithinAMinute() {
    for (int i = 0; i < 100; i++) {
      assertThat(LateStart.waitOfFailing(new UUID(i, i).toString()))
          .isBetween(Duration.ZERO, Duration.ofSeconds(60));
    }
  }
}
