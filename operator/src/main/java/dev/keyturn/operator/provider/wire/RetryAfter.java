package dev.keyturn.operator.provider.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the header {@code Retry-After} (RFC 9110, section 10.2.3). */
public final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private RetryAfter() {}

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }

  /**
   * Never negative, at most five minutes; empty for anything that is neither seconds nor a date.
   */
  public static Optional<Duration> parse(String header, Instant now) {
    if (SECONDS.matcher(header).matches()) {
      return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(header))));
    }
    try {
      Instant until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, until);
      return Optional.of(bounded(wait));
    } catch (DateTimeException garbage) {
      return Optional.empty();
    }
  }
}
