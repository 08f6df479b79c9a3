package dev.keyturn.cli.migrate.eso;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "1h, 1h",
    "1h0m0s, 1h",
    "1.5h, 1h30m",
    "90m, 1h30m",
    "10s, 10s",
    "1500ms, 2s",
    "300us, 1s",
    "48h, 2d",
    ".5h, 30m",
    "0, 0s",
    "0s, 0s"
  })
  void whatGoWritesInOurForm(String written, String ours) {
    assertThat(GoDuration.parse(written).map(GoDuration::ours)).contains(ours);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1d", "-1h", "h", "1h 2m", "1h2", "soon", "99999999999999999h"})
  void whatIsNoDuration(String written) {
    assertThat(GoDuration.parse(written)).isEmpty();
  }
}
