package dev.keyturn.cli.migrate.vso;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** Durations as the operator takes them: one number, perhaps with decimals, and one unit. */
final class GoDuration {
  private GoDuration() {}

  /** Whole seconds, rounded up; empty where it is none. */
  static Optional<Duration> parse(String text) {
    if (!text.matches("[0-9]{1,9}([.][0-9]{1,9})?[smh]")) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(text.substring(0, text.length() - 1));
    int unit =
        switch (text.charAt(text.length() - 1)) {
          case 's' -> 1;
          case 'm' -> 60;
          default -> 3600;
        };
    BigDecimal seconds = number.multiply(BigDecimal.valueOf(unit));
    return Optional.of(Duration.ofSeconds(seconds.setScale(0, RoundingMode.CEILING).longValue()));
  }
}
