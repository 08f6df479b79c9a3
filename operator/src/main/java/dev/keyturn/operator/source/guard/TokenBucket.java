package dev.keyturn.operator.source.guard;

import java.time.Duration;

/**
 * A bucket that fills with one token per call allowed, up to a burst. It may be in debt, for calls
 * that could not be put off and for bundles greater than the burst: the long run stays exact. Times
 * are monotonic nanoseconds. Not thread-safe.
 */
final class TokenBucket {
  private static final double SECOND = 1e9;

  private final int burst;
  private double tokens;
  private long filledAt;

  /** A full bucket. */
  TokenBucket(int burst, long now) {
    this.burst = burst;
    this.tokens = burst;
    this.filledAt = now;
  }

  /** Lets tokens in for the time that has passed, at this many per second. */
  void fill(double perSecond, long now) {
    if (now - filledAt > 0) {
      tokens = Math.min(burst, tokens + (now - filledAt) / SECOND * perSecond);
      filledAt = now;
    }
  }

  /** True where this many calls may begin at once; a bundle above the burst needs a full bucket. */
  boolean has(int calls) {
    return tokens >= Math.min(calls, burst);
  }

  void take(int calls) {
    tokens -= calls;
  }

  /**
   * A call that nobody asked leave for. However many there are, those who wait for leave are kept
   * back by one burst of them at most.
   */
  void charge() {
    tokens = Math.max(tokens - 1, Math.min(tokens, -burst));
  }

  void giveBack(int calls) {
    tokens = Math.min(burst, tokens + calls);
  }

  /** Pours out what is there; nothing flows in before the given moment. */
  void emptyUntil(long moment) {
    tokens = Math.min(0, tokens);
    if (moment - filledAt > 0) {
      filledAt = moment;
    }
  }

  /** How long until this many calls may begin, from the moment of the last filling. */
  Duration until(int calls, double perSecond) {
    double missing = Math.min(calls, burst) - tokens;
    return missing <= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil(missing / perSecond * SECOND));
  }
}
