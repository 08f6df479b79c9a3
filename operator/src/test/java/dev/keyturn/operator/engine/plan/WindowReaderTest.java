package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SyncWindow;
import dev.keyturn.crds.v1alpha1.TimeWindow;
import dev.keyturn.operator.engine.schedule.SyncWindows;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowReaderTest {
  private static final SyncWindow GOOD =
      new SyncWindow("deny", List.of(new TimeWindow("0 0 * * *", "1h", null)));

  private static SyncWindows read(SyncWindow... groups) {
    return ((WindowReader.Outcome.Read) WindowReader.read(List.of(groups))).windows();
  }

  @Test
  void whatIsNotSaidIsAlwaysOpen() {
    assertThat(WindowReader.read(null))
        .isEqualTo(new WindowReader.Outcome.Read(SyncWindows.ALWAYS));
  }

  @Test
  void theZoneIsThatOfTheWindow() {
    SyncWindows berlin =
        read(new SyncWindow("allow", List.of(new TimeWindow("0 2 * * *", "1h", "Europe/Berlin"))));
    assertThat(berlin.isOpen(Instant.parse("2026-07-01T00:30:00Z"))).isTrue();
    assertThat(berlin.isOpen(Instant.parse("2026-07-01T02:30:00Z"))).isFalse();
    SyncWindows utc =
        read(new SyncWindow("allow", List.of(new TimeWindow("0 2 * * *", "1h", null))));
    assertThat(utc.isOpen(Instant.parse("2026-07-01T02:30:00Z"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Allow, 0 2 * * *, 1h, -, kind",
        "allow, 0 2 * *, 1h, -, windows[1].schedule",
        "allow, 0 0 31 2 *, 1h, -, windows[1].schedule",
        "allow, 0 2 * * *, 1, -, windows[1].duration",
        "allow, 0 2 * * *, 0s, -, windows[1].duration",
        "allow, 0 2 * * *, 367d, -, windows[1].duration",
        "allow, 0 2 * * *, 1h, Europe/Atlantis, windows[1].timeZone",
        "allow, 0 2 * * *, 1h, UTC+1, windows[1].timeZone",
        "allow, 0 2 * * *, 1h, +01:00, windows[1].timeZone",
        "allow, 0 2 * * *, 1h, '', windows[1].timeZone"
      })
  void aWrongFieldIsNamedByItsPath(
      String kind, String schedule, String duration, @Nullable String zone, String field) {
    SyncWindow group =
        new SyncWindow(
            kind,
            List.of(
                new TimeWindow("0 0 * * *", "1h", null), new TimeWindow(schedule, duration, zone)));
    assertThat(WindowReader.read(List.of(GOOD, group)))
        .isEqualTo(new WindowReader.Outcome.Wrong("spec.syncWindows[1]." + field));
  }
}
