package dev.keyturn.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessReadingTest {

  @Test
  void readsTicksBehindANameWithSpacesAndParentheses() {
    String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 250 150 0 0 20 0 8 0 1000";
    List<String> status =
        List.of(
            "Name:\tjava",
            "VmHWM:\t    3072 kB",
            "VmRSS:\t    2048 kB",
            "RssAnon:\t    1024 kB",
            "Threads:\t8");

    ProcessReading reading = ProcessReading.parse(stat, status, 17);

    assertThat(reading)
        .isEqualTo(new ProcessReading(4.0, 2048 * 1024, 1024 * 1024, 3072 * 1024, 8, 17));
  }

  @Test
  void aProcessThatIsNotThereHasNoReading() {
    assertThat(ProcessReading.of(Long.MAX_VALUE)).isEmpty();
  }
}
