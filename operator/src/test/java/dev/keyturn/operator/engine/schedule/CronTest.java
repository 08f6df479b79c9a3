package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "Europe/London",
          "Africa/Cairo",
          "Africa/Casablanca",
          "America/New_York",
          "America/Santiago",
          "America/St_Johns",
          "America/Havana",
          "America/Asuncion",
          "America/Nuuk",
          "Asia/Beirut",
          "Asia/Jerusalem",
          "Asia/Gaza",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "Australia/Adelaide",
          "Pacific/Auckland",
          "Pacific/Chatham",
          "Pacific/Norfolk");

  private static Cron cron(String text) {
    return Cron.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *|Europe/Berlin|2027-03-27T12:00:00Z|2027-03-28T01:00:00Z 2027-03-29T00:30:00Z",
        "30 2 * * *|Europe/Berlin|2027-10-30T12:00:00Z|2027-10-31T00:30:00Z 2027-11-01T01:30:00Z",
        "30 * * * *|Europe/Berlin|2027-10-31T00:00:00Z|2027-10-31T00:30:00Z 2027-10-31T01:30:00Z",
        "0 0 * * *|Africa/Cairo|2027-04-29T12:00:00Z|2027-04-29T22:00:00Z 2027-04-30T21:00:00Z",
        "0 0 * * *|America/Santiago|2026-09-05T12:00:00Z|2026-09-06T04:00:00Z",
        "30 23 * * *|America/Santiago|2027-04-03T12:00:00Z"
            + "|2027-04-04T02:30:00Z 2027-04-05T03:30:00Z",
        "15 2 * * *|Australia/Lord_Howe|2026-10-03T00:00:00Z"
            + "|2026-10-03T15:30:00Z 2026-10-04T15:15:00Z",
        "30 1 * * *|America/New_York|2027-11-06T12:00:00Z"
            + "|2027-11-07T05:30:00Z 2027-11-08T06:30:00Z",
        "0 3 29 2 *|UTC|2026-03-01T00:00:00Z|2028-02-29T03:00:00Z 2032-02-29T03:00:00Z",
        "0 3 29 2 *|UTC|2096-03-01T00:00:00Z|2104-02-29T03:00:00Z",
        "0 2 13 * 5|UTC|2027-01-01T00:00:00Z"
            + "|2027-01-01T02:00:00Z 2027-01-08T02:00:00Z 2027-01-13T02:00:00Z"
            + " 2027-01-15T02:00:00Z",
        "0 0 * * SUN|UTC|2027-01-01T00:00:00Z|2027-01-03T00:00:00Z 2027-01-10T00:00:00Z",
        "0 0 * * 7|UTC|2027-01-01T00:00:00Z|2027-01-03T00:00:00Z",
        "@hourly|UTC|2027-01-01T00:00:00Z|2027-01-01T01:00:00Z",
        "@yearly|UTC|2027-01-01T00:00:00Z|2028-01-01T00:00:00Z",
        "10/20 8-9 * jan *|UTC|2027-01-01T08:30:00Z"
            + "|2027-01-01T08:50:00Z 2027-01-01T09:10:00Z 2027-01-01T09:30:00Z"
      })
  void anExpressionFiresAt(String text, String zone, Instant after, String expected) {
    List<Instant> fired = new ArrayList<>();
    Instant from = after;
    for (String each : expected.split(" ")) {
      from = cron(text).nextAfter(from, ZoneId.of(zone));
      fired.add(from);
    }
    assertThat(fired)
        .containsExactlyElementsOf(Stream.of(expected.split(" ")).map(Instant::parse).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0 2 * *",
        "0 2 * * * *",
        " 0 2 * * *",
        "60 * * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 32 * *",
        "0 0 * 13 *",
        "0 0 * 0 *",
        "0 0 * * 8",
        "*/0 * * * *",
        "5-1 * * * *",
        "1,,2 * * * *",
        "-1 * * * *",
        "+1 * * * *",
        "a * * * *",
        "1-2-3 * * * *",
        "1/2/3 * * * *",
        "0 0 L * *",
        "0 0 1W * *",
        "0 0 * * 5#2",
        "0 0 ? * *",
        "@every 1h",
        "TZ=UTC 0 0 * * *",
        "@Daily",
        "0 3 31 2 *",
        "0 3 30 2 *",
        "0 0 31 2,4,6 *",
        "MON * * * *",
        "٣ * * * *",
        "999 * * * *",
        "* * * * *\n"
      })
  void whatIsNoExpressionOrNeverFiresIsRefused(String text) {
    assertThat(Cron.parse(text)).isEmpty();
  }

  /** Every minute around every change of the clock of four years, in twenty zones. */
  @Test
  void minuteForMinuteItFiresWhenTheWallClockSaysSo() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (String zone : ZONES) {
      for (String text : texts(random)) {
        for (Instant change : changes(ZoneId.of(zone))) {
          Instant start = change.truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.DAYS);
          Instant end = change.plus(2, ChronoUnit.DAYS);
          assertThat(fired(cron(text), ZoneId.of(zone), start, end))
              .as("%s in %s, seed %d", text, zone, seed)
              .isEqualTo(expected(text, ZoneId.of(zone), start, end));
        }
      }
    }
  }

  private static List<String> texts(Random random) {
    return List.of(
        random.nextInt(60) + " " + random.nextInt(4) + " * * *",
        random.nextInt(60) + " 0,23 * * *",
        "*/" + (1 + random.nextInt(30)) + " 0-3 * * *",
        random.nextInt(60) + " * * * *");
  }

  private static List<Instant> changes(ZoneId zone) {
    List<Instant> changes = new ArrayList<>();
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = Instant.parse("2030-01-01T00:00:00Z");
    changes.add(from);
    ZoneOffsetTransition next = zone.getRules().nextTransition(from);
    while (next != null && next.getInstant().isBefore(end)) {
      changes.add(next.getInstant());
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return changes;
  }

  private static List<Instant> fired(Cron cron, ZoneId zone, Instant start, Instant end) {
    List<Instant> fired = new ArrayList<>();
    for (Instant next = cron.nextAfter(start, zone);
        next.isBefore(end);
        next = cron.nextAfter(next, zone)) {
      fired.add(next);
    }
    return fired;
  }

  /** Written without the class under test: looks at each minute and at what the clock skipped. */
  private static List<Instant> expected(String text, ZoneId zone, Instant start, Instant end) {
    String[] fields = text.split(" ");
    boolean everyHour = fields[1].equals("*");
    List<Instant> expected = new ArrayList<>();
    for (Instant minute = start.plus(Duration.ofMinutes(1));
        minute.isBefore(end);
        minute = minute.plus(Duration.ofMinutes(1))) {
      LocalDateTime local = LocalDateTime.ofInstant(minute, zone);
      boolean again = !local.atZone(zone).withEarlierOffsetAtOverlap().toInstant().equals(minute);
      boolean hit = matches(fields, local) && (everyHour || !again);
      ZoneOffsetTransition change = zone.getRules().getTransition(local.minusMinutes(1));
      boolean afterGap = change != null && change.isGap() && change.getInstant().equals(minute);
      if (afterGap && !everyHour) {
        for (LocalDateTime skipped = change.getDateTimeBefore();
            skipped.isBefore(change.getDateTimeAfter());
            skipped = skipped.plusMinutes(1)) {
          hit |= matches(fields, skipped);
        }
      }
      if (hit) {
        expected.add(minute);
      }
    }
    return expected;
  }

  private static boolean matches(String[] fields, LocalDateTime time) {
    return named(fields[0], time.getMinute()) && named(fields[1], time.getHour());
  }

  private static boolean named(String field, int number) {
    if (field.startsWith("*/")) {
      return number % Integer.parseInt(field.substring(2)) == 0;
    }
    if (field.contains("-")) {
      return number <= Integer.parseInt(field.substring(2));
    }
    return field.equals("*") || List.of(field.split(",")).contains(Integer.toString(number));
  }
}
