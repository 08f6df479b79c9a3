package dev.keyturn.operator.engine.lease;

import java.time.Duration;
import java.time.Instant;

/** Moves a moment by up to 5 % of a life, the same way for the same seed. */
final class Jitter {
  private static final int STEPS = 1_001;

  private Jitter() {}

  /** The moment at which this percentage of the life is over, give or take 5 % of it. */
  static Instant moment(Instant start, Duration life, int percent, String seed) {
    long perMille = percent * 10L + Math.floorMod(mixed(seed), STEPS) / 10 - 50;
    return start.plus(life.multipliedBy(perMille).dividedBy(1_000));
  }

  /** The hash of a text alone is nearly the same for nearly equal texts. */
  private static int mixed(String seed) {
    int hash = seed.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }
}
