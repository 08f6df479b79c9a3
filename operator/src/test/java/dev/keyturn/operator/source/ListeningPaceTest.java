package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningPaceTest {
  private final ManualTime time = new ManualTime();
  private final ListeningPace pace = pace(0);

  /** A pace whose dice show always the same, of 0 to below 1. */
  private ListeningPace pace(double dice) {
    return new ListeningPace(
        new Ticks(time),
        new RandomGenerator() {
          @Override
          public long nextLong() {
            return 0;
          }

          @Override
          public double nextDouble() {
            return dice;
          }
        });
  }

  private static List<Duration> seconds(long... each) {
    return Arrays.stream(each).mapToObj(Duration::ofSeconds).toList();
  }

  @Test
  void waitsDoubleUpToTenMinutes() {
    Failure down = Failure.of(FailureClass.Unavailable);
    assertThat(Stream.generate(() -> pace.afterRefusal(down)).limit(40))
        .startsWith(seconds(15, 30, 60, 120, 240, 480, 600, 600).toArray(Duration[]::new))
        .endsWith(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.999})
  void eachIsSpreadByAFifth(double dice) {
    ListeningPace spread = pace(dice);
    Failure down = Failure.of(FailureClass.Unavailable);
    IntStream.range(0, 10)
        .forEach(i ->
            assertThat(spread.afterRefusal(down).toMillis())
                .isEqualTo((long) (Math.min(15_000L << i, 600_000) * (1 + 0.2 * dice))));
  }

  @Test
  void whatBreaksAgainAndAgainIsOpenedMoreSeldom() {
    assertThat(
            Stream.generate(
                    () -> {
                      pace.opened();
                      time.advance(Duration.ofSeconds(5));
                      return pace.afterEnd();
                    })
                .limit(4))
        .containsExactlyElementsOf(seconds(15, 30, 60, 120));
  }

  @Test
  void whatHeldForLongBeginsAnew() {
    Failure down = Failure.of(FailureClass.Unavailable);
    IntStream.range(0, 5).forEach(i -> pace.afterRefusal(down));
    pace.opened();
    time.advance(ListeningPace.LONGEST.plusSeconds(1));
    assertThat(pace.afterEnd()).isEqualTo(ListeningPace.LEAST);
  }

  @Test
  void aBackendWithoutEventsIsAskedAfterAnHour() {
    assertThat(pace.afterRefusal(Failure.of(FailureClass.NotFound)))
        .isEqualTo(ListeningPace.UNSUPPORTED);
  }

  @Test
  void noHurryBringsTwoAttemptsNearerThanTheLeastWait() {
    assertThat(pace.atLeast(Duration.ZERO)).isZero();
    pace.attempted();
    time.advance(Duration.ofSeconds(4));
    pace.beginAnew();
    assertThat(pace.atLeast(Duration.ZERO)).isEqualTo(Duration.ofSeconds(11));
    assertThat(pace.atLeast(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
  }
}
