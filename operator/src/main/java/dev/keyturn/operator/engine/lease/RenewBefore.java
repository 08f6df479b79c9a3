package dev.keyturn.operator.engine.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long before the end of a certificate the next one is issued. */
public sealed interface RenewBefore {

  /** A share of its life, between 0 and 1. */
  record Share(int numerator, int denominator) implements RenewBefore {}

  /** A time; a third of the life where it is as long as the life or longer. */
  record Time(Duration before) implements RenewBefore {}

  /** The last third. */
  RenewBefore DEFAULT = new Share(1, 3);

  /** Reads {@code 1/3}; empty where that is no share below 1. */
  static Optional<RenewBefore> share(String text) {
    if (!text.matches("[1-9][0-9]{0,2}/[1-9][0-9]{0,2}")) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    int numerator = Integer.parseInt(text.substring(0, slash));
    int denominator = Integer.parseInt(text.substring(slash + 1));
    return numerator < denominator
        ? Optional.of(new Share(numerator, denominator))
        : Optional.empty();
  }

  /**
   * When the next certificate is due.
   *
   * @param issued when this one came
   * @param seed of the jitter: up to 5 % of the time before the end, and of the time until then, so
   *     that no certificate is due as soon as it came
   */
  default Instant dueAt(Instant issued, Instant notAfter, String seed) {
    Duration life = Duration.between(issued, notAfter);
    if (life.isNegative() || life.isZero()) {
      return issued;
    }
    Duration before =
        switch (this) {
          case Share(int numerator, int denominator) ->
              life.multipliedBy(numerator).dividedBy(denominator);
          case Time(Duration time) -> time.compareTo(life) < 0 ? time : life.dividedBy(3);
        };
    Duration until = life.minus(before);
    Duration shorter = before.compareTo(until) < 0 ? before : until;
    return Jitter.moment(notAfter.minus(before), shorter, 0, seed);
  }
}
