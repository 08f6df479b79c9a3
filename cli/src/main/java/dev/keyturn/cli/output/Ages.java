package dev.keyturn.cli.output;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Writes how long ago something was. */
public final class Ages {
  private static final int FINE_SECONDS = 120;
  private static final int FINE_MINUTES = 120;
  private static final int FINE_HOURS = 48;

  private Ages() {}

  /** The age of an RFC 3339 time in one number, as in {@code 41m}; {@code -} where it is none. */
  public static String since(String time, Instant now) {
    try {
      return text(Duration.between(Instant.parse(time), now));
    } catch (DateTimeException e) {
      return "-";
    }
  }

  /** A duration in one number and unit; one below zero is none. */
  public static String text(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < FINE_SECONDS) {
      return seconds + "s";
    }
    if (age.toMinutes() < FINE_MINUTES) {
      return age.toMinutes() + "m";
    }
    return age.toHours() < FINE_HOURS ? age.toHours() + "h" : age.toDays() + "d";
  }
}
