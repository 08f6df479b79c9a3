package dev.keyturn.operator.source.guard;

import java.time.Duration;

/**
 * The rate that a backend bears: halved when it says that it was asked too much, one call per
 * second more after every ten seconds without that (additive increase, multiplicative decrease).
 * Times are monotonic nanoseconds. Not thread-safe.
 */
final class AdaptiveRate {
  private static final long STEP = Duration.ofSeconds(10).toNanos();
  private static final double LEAST = 1;

  private final int ceiling;
  private double base;
  private long cleanSince;

  AdaptiveRate(int ceiling, long now) {
    this.ceiling = ceiling;
    this.base = ceiling;
    this.cleanSince = now;
  }

  double perSecond(long now) {
    long steps = Math.max(0, now - cleanSince) / STEP;
    return Math.min(ceiling, base + steps);
  }

  /** The backend had enough; the time that counts as clean begins when it may be asked again. */
  void halve(long now, long askedAgainAt) {
    base = Math.max(LEAST, perSecond(now) / 2);
    cleanSince = askedAgainAt;
  }
}
