package dev.keyturn.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S, 1m30s",
    "15m, PT15M, 15m",
    "1h5m, PT1H5M, 1h5m",
    "90d, P90D, 90d",
    "1d2h3m4s, P1DT2H3M4S, 1d2h3m4s",
    "0s, PT0S, 0s",
    "36h, PT36H, 1d12h",
  })
  void textsOfTheApiAreReadAndWritten(String text, Duration duration, String shortest) {
    assertThat(Durations.parse(text)).contains(duration);
    assertThat(Durations.text(duration)).isEqualTo(shortest);
    assertThat(Durations.parse(shortest)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "-5s", "5s1m", "1.5h", "100ms", " 5s", "5s\n", "0d", "10000d", "١s"})
  void otherTextsAreNotDurations(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }
}
