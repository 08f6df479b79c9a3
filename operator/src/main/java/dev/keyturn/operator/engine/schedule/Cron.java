package dev.keyturn.operator.engine.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cron expression of five fields by the rules of Kubernetes CronJobs: minute, hour, day of month,
 * month, day of week; where both days are restricted, either is enough.
 *
 * <p>At a change of the clock a fixed hour fires exactly once: at the first minute that exists
 * where the clock skipped it, at the first of the two where it came twice. An hour of {@code *} or
 * {@code *}{@code /n} fires at every matching minute that really passes.
 */
public final class Cron {
  /** The 29th of February may be eight years away. */
  private static final int MOST_DAYS = 9 * 366;

  private static final Map<String, String> MACROS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private final CronField minutes;
  private final CronField hours;
  private final CronField days;
  private final CronField months;
  private final CronField weekdays;

  private Cron(
      CronField minutes, CronField hours, CronField days, CronField months, CronField weekdays) {
    this.minutes = minutes;
    this.hours = hours;
    this.days = days;
    this.months = months;
    this.weekdays = weekdays;
  }

  /** The expression, or empty where it is none, or names only days that never come. */
  public static Optional<Cron> parse(String text) {
    String[] fields = MACROS.getOrDefault(text, text).split("[ \\t]+", -1);
    if (fields.length != 5) {
      return Optional.empty();
    }
    Optional<CronField> minutes = CronField.parse(fields[0], 0, 59, List.of());
    Optional<CronField> hours = CronField.parse(fields[1], 0, 23, List.of());
    Optional<CronField> days = CronField.parse(fields[2], 1, 31, List.of());
    Optional<CronField> months = CronField.parse(fields[3], 1, 12, MONTHS);
    Optional<CronField> weekdays =
        CronField.parse(fields[4], 0, 7, DAYS).map(CronField::withSundayAsZero);
    if (minutes.isEmpty()
        || hours.isEmpty()
        || days.isEmpty()
        || months.isEmpty()
        || weekdays.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
            new Cron(minutes.get(), hours.get(), days.get(), months.get(), weekdays.get()))
        .filter(Cron::everFires);
  }

  private boolean everFires() {
    if (!weekdays.isAny()) {
      return true;
    }
    for (int month = 1; month <= 12; month++) {
      // 2000 is a leap year.
      if (months.has(month) && days.least() <= LocalDate.of(2000, month, 1).lengthOfMonth()) {
        return true;
      }
    }
    return false;
  }

  /** The first moment strictly after the given one. */
  public Instant nextAfter(Instant time, ZoneId zone) {
    return hours.isPeriodic() ? nextElapsed(time, zone) : nextFixed(time, zone);
  }

  private Instant nextElapsed(Instant time, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant end = time.plus(MOST_DAYS, ChronoUnit.DAYS);
    Instant candidate = time.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    while (candidate.isBefore(end)) {
      LocalDateTime local = LocalDateTime.ofInstant(candidate, rules.getOffset(candidate));
      if (!matches(local.toLocalDate())) {
        candidate = midnight(nextDate(local.toLocalDate().plusDays(1)), zone);
      } else if (hours.has(local.getHour()) && minutes.has(local.getMinute())) {
        return candidate;
      } else {
        candidate = later(candidate, wait(local), rules);
      }
    }
    throw new IllegalStateException("an expression that never fires was refused");
  }

  /** Minutes to the next one that may match, at most to the end of the hour. */
  private int wait(LocalDateTime local) {
    int next = hours.has(local.getHour()) ? minutes.from(local.getMinute() + 1) : 60;
    return Math.min(next, 60) - local.getMinute();
  }

  /** A change of the clock on the way is passed minute by minute. */
  private static Instant later(Instant time, int minutes, ZoneRules rules) {
    Instant next = time.plus(minutes, ChronoUnit.MINUTES);
    return rules.getOffset(time).equals(rules.getOffset(next))
        ? next
        : time.plus(1, ChronoUnit.MINUTES);
  }

  private static Instant midnight(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toInstant();
  }

  private Instant nextFixed(Instant time, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    // One day earlier: a skipped minute of yesterday may fire today.
    LocalDate first = LocalDateTime.ofInstant(time, rules.getOffset(time)).toLocalDate();
    LocalDate date = nextDate(first.minusDays(1));
    LocalDate end = first.plusDays(MOST_DAYS);
    while (date.isBefore(end)) {
      for (int hour = hours.least(); hour <= 23; hour = hours.from(hour + 1)) {
        // Later readings of the clock are never earlier moments, so the last tells of them all.
        if (moment(date.atTime(hour, minutes.most()), rules).isAfter(time)) {
          return firstOfHour(date, hour, time, rules);
        }
      }
      date = nextDate(date.plusDays(1));
    }
    throw new IllegalStateException("an expression that never fires was refused");
  }

  private Instant firstOfHour(LocalDate date, int hour, Instant time, ZoneRules rules) {
    int minute = minutes.least();
    Instant candidate = moment(date.atTime(hour, minute), rules);
    while (!candidate.isAfter(time)) {
      minute = minutes.from(minute + 1);
      candidate = moment(date.atTime(hour, minute), rules);
    }
    return candidate;
  }

  /** The first date from this one on that matches; a month that does not is passed at once. */
  private LocalDate nextDate(LocalDate from) {
    LocalDate date = from;
    LocalDate end = from.plusDays(MOST_DAYS);
    while (!matches(date) && date.isBefore(end)) {
      int day =
          !months.has(date.getMonthValue())
              ? 32
              : weekdays.isAny() ? days.from(date.getDayOfMonth() + 1) : date.getDayOfMonth() + 1;
      date =
          day > date.lengthOfMonth()
              ? date.withDayOfMonth(1).plusMonths(1)
              : date.withDayOfMonth(day);
    }
    return date;
  }

  /** The first moment with this reading of the clock, or the first one after it. */
  private static Instant moment(LocalDateTime local, ZoneRules rules) {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    if (offsets.isEmpty()) {
      ZoneOffsetTransition gap = rules.getTransition(local);
      return gap.getInstant();
    }
    return local.toInstant(offsets.getFirst());
  }

  private boolean matches(LocalDate date) {
    if (!months.has(date.getMonthValue())) {
      return false;
    }
    boolean day = days.has(date.getDayOfMonth());
    boolean weekday = weekdays.has(date.getDayOfWeek().getValue() % 7);
    return days.isAny() || weekdays.isAny() ? (day && weekday) : (day || weekday);
  }
}
