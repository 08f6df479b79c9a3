package dev.keyturn.crds.v1alpha1;

import java.time.Duration;
import java.util.Optional;

/** Durations as the API writes them: {@code 90s}, {@code 15m}, {@code 1h5m}, {@code 90d}. */
public final class Durations {
  /** Days, hours, minutes, seconds in this order, each at most once; checked by the schema. */
  public static final String PATTERN =
      "^([1-9][0-9]{0,3}d)?([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?$";

  private Durations() {}

  /** The duration, or empty where the text is not of the API's form. */
  public static Optional<Duration> parse(String text) {
    if (text.isEmpty() || !text.matches(PATTERN)) {
      return Optional.empty();
    }
    Duration total = Duration.ZERO;
    long number = 0;
    for (char character : text.toCharArray()) {
      if (character >= '0' && character <= '9') {
        number = number * 10 + (character - '0');
        continue;
      }
      total =
          total.plus(
              switch (character) {
                case 'd' -> Duration.ofDays(number);
                case 'h' -> Duration.ofHours(number);
                case 'm' -> Duration.ofMinutes(number);
                default -> Duration.ofSeconds(number);
              });
      number = 0;
    }
    return Optional.of(total);
  }

  /** The shortest text of the API's form: {@code 1h5m}. */
  public static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), 'd');
    append(text, duration.toHoursPart(), 'h');
    append(text, duration.toMinutesPart(), 'm');
    append(text, duration.toSecondsPart(), 's');
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long amount, char unit) {
    if (amount != 0) {
      text.append(amount).append(unit);
    }
  }
}
