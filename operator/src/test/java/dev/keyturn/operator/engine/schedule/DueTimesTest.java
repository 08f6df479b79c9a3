package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueTimesTest {
  private static final String UID = "0e4f1f2a-3b55-4c0a-9d3a-2d8f0c6f7b11";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private static CronWindow window(String schedule, Duration length, String zone) {
    return new CronWindow(Cron.parse(schedule).orElseThrow(), length, ZoneId.of(zone));
  }

  private static SyncWindows allow(CronWindow... windows) {
    return new SyncWindows(List.of(windows), List.of());
  }

  private static SyncWindows deny(CronWindow... windows) {
    return new SyncWindows(List.of(), List.of(windows));
  }

  @Test
  void withoutWindowsTheGridIsTheDueTimes() {
    DueTimes dueTimes = new DueTimes(UID, HOUR, SyncWindows.ALWAYS);
    assertThat(dueTimes.nextAfter(START)).isEqualTo(new RefreshGrid(UID, HOUR).nextAfter(START));
  }

  @Test
  void aPointThatWasMissedIsDueWithinATenthOfTheWindow() {
    DueTimes dueTimes = new DueTimes(UID, HOUR, allow(window("0 2 * * *", HOUR, "UTC")));
    Instant opening = Instant.parse("2026-01-01T02:00:00Z");
    Instant due = dueTimes.nextAfter(START);
    assertThat(due).isBetween(opening, opening.plus(Duration.ofMinutes(5)));
    assertThat(dueTimes.nextAfter(due)).isBefore(opening.plus(Duration.ofHours(25)));
  }

  @Test
  void aPointOfYesterdayIsStillOwedAfterAStartInTheNight() {
    Instant point = new RefreshGrid(UID, Duration.ofDays(1)).nextAfter(START);
    CronWindow soonAfter =
        window(
            "%d %d * * *"
                .formatted(
                    point.plusSeconds(7200).atOffset(ZoneOffset.UTC).getMinute(),
                    point.plusSeconds(7200).atOffset(ZoneOffset.UTC).getHour()),
            HOUR,
            "UTC");
    DueTimes dueTimes = new DueTimes(UID, Duration.ofDays(1), allow(soonAfter));
    assertThat(dueTimes.nextAfter(point.plusSeconds(60)))
        .isBetween(point.plusSeconds(7000), point.plusSeconds(7200 + 360));
  }

  @Test
  void openingIsNoRush() {
    SyncWindows night = allow(window("0 2 * * *", HOUR, "UTC"));
    Set<Instant> seconds = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      DueTimes dueTimes = new DueTimes(new UUID(i, 7).toString(), HOUR, night);
      seconds.add(dueTimes.nextAfter(START));
    }
    assertThat(seconds).hasSizeGreaterThan(180);
  }

  @Test
  void denyBeatsAllow() {
    SyncWindows windows =
        new SyncWindows(
            List.of(window("0 2 * * *", HOUR, "UTC")),
            List.of(window("30 2 * * *", Duration.ofMinutes(10), "UTC")));
    Instant two = Instant.parse("2026-01-01T02:00:00Z");
    assertThat(windows.isOpen(two)).isTrue();
    assertThat(windows.isOpen(two.plusSeconds(1799))).isTrue();
    assertThat(windows.isOpen(two.plusSeconds(1800))).isFalse();
    assertThat(windows.isOpen(two.plusSeconds(2400))).isTrue();
    assertThat(windows.isOpen(two.plusSeconds(3600))).isFalse();
    assertThat(windows.nextOpen(two.plusSeconds(1900))).isEqualTo(two.plusSeconds(2400));
    assertThat(windows.openFor(two, Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void whatIsOnlyDeniedIsOpenOtherwise() {
    SyncWindows windows = deny(window("0 8 * * MON-FRI", Duration.ofHours(10), "Europe/Berlin"));
    assertThat(windows.isOpen(Instant.parse("2026-01-05T06:59:00Z"))).isTrue();
    assertThat(windows.isOpen(Instant.parse("2026-01-05T07:00:00Z"))).isFalse();
    assertThat(windows.isOpen(Instant.parse("2026-01-05T16:59:00Z"))).isFalse();
    assertThat(windows.isOpen(Instant.parse("2026-01-05T17:00:00Z"))).isTrue();
    assertThat(windows.isOpen(Instant.parse("2026-01-04T12:00:00Z"))).isTrue();
  }

  @Test
  void windowsThatFollowEachOtherAreClosedAllAlong() {
    SyncWindows windows =
        deny(
            window("0 8 * * *", Duration.ofHours(2), "UTC"),
            window("30 9 * * *", Duration.ofHours(2), "UTC"));
    assertThat(windows.nextOpen(Instant.parse("2026-01-01T08:10:00Z")))
        .isEqualTo("2026-01-01T11:30:00Z");
  }

  @Test
  void whatIsDeniedForEverNeverEndsTheSearchNorOpens() {
    SyncWindows windows = deny(window("* * * * *", HOUR, "UTC"));
    Instant reached = windows.nextOpen(START);
    assertThat(reached).isAfter(START);
    assertThat(windows.isOpen(reached)).isFalse();
    assertThat(new DueTimes(UID, HOUR, windows).nextAfter(START)).isAfter(START);
  }

  /** A tenant may set 400 windows, and each pass looks for the opening. */
  @Test
  void theSearchForAnOpeningIsBoundedHoweverManyWindowsThereAre() {
    CronWindow[] windows = new CronWindow[400];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = window(i % 60 + " * * * *", Duration.ofMinutes(1), "UTC");
    }
    Instant reached = deny(windows).nextOpen(START);
    assertThat(reached).isAfter(START).isBefore(START.plus(Duration.ofMinutes(30)));
    assertThat(deny(window("* * * * *", Duration.ofMinutes(1), "UTC")).nextOpen(START))
        .isAfter(START.plus(Duration.ofHours(10)));
  }

  /** Around changes of the clock and the leap day of every year for a thousand years. */
  @ParameterizedTest
  @CsvSource({
    "30 2 * * *, Europe/Berlin",
    "0 0 * * *, America/Santiago",
    "15 2 * * *, Australia/Lord_Howe",
    "30 1 * * *, America/New_York",
    "0 4 * * *, Pacific/Chatham"
  })
  void forAThousandYearsADayHasOneOpening(String schedule, String zone) {
    DueTimes dueTimes = new DueTimes(UID, HOUR, allow(window(schedule, HOUR, zone)));
    for (int year = 2026; year < 3026; year++) {
      for (int month : List.of(2, 3, 10)) {
        LocalDate day = LocalDate.of(year, month, month == 2 ? 27 : 28);
        Instant due = dueTimes.nextAfter(day.atStartOfDay(ZoneOffset.UTC).toInstant());
        Instant last = due;
        for (int i = 0; i < 3; i++) {
          due = dueTimes.nextAfter(due);
          assertThat(due).isAfter(last);
          // The next day's opening at the latest, on a day that may have 25 hours.
          assertThat(Duration.between(last, due)).isLessThan(Duration.ofHours(26));
          last = due;
        }
      }
    }
  }

  @Test
  void aFreezeOfAMonthMovesEveryPointBehindIt() {
    SyncWindows freeze = deny(window("0 0 1 12 *", Duration.ofDays(31), "UTC"));
    DueTimes dueTimes = new DueTimes(UID, HOUR, freeze);
    Instant opening = Instant.parse("2027-01-01T00:00:00Z");
    assertThat(dueTimes.nextAfter(Instant.parse("2026-12-24T18:00:00Z")))
        .isBetween(opening, opening.plus(Duration.ofMinutes(5)));
  }
}
