package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;

/**
 * How long other readers take a refusal on trust: a secret that is missing or forbidden one minute,
 * twice as long each time that is found again, at most fifteen minutes; any other one minute.
 */
final class Refusals {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private Refusals() {}

  /** The time for the given number of equal refusals in a row, this one included. */
  static Duration lifetime(FailureClass kind, int inARow) {
    if (kind != FailureClass.NotFound && kind != FailureClass.AccessDenied) {
      return SHORTEST;
    }
    Duration doubled = SHORTEST.multipliedBy(1L << Math.min(inARow - 1, 10));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}
