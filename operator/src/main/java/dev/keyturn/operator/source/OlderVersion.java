package dev.keyturn.operator.source;

import java.time.Duration;

/**
 * Whether a version that is older than the one read last is believed. A replica that lags behind
 * shows one for a moment; a backend that was restored from a backup goes on to. Guarded by the
 * {@link KnownSecret} that it belongs to. Times are monotonic nanoseconds.
 */
final class OlderVersion {
  /** No replica lags behind for so long. */
  static final Duration STEADY = Duration.ofMinutes(10);

  private boolean met;
  private long metAt;
  private boolean asked;
  private long askedAt;

  /** Somebody asked to take what the backend has from this moment on. */
  void asked(long at) {
    asked = true;
    askedAt = at;
  }

  /** True where the older version that a read brought is the newest one now. */
  boolean isBelieved(long startedAt) {
    if (asked && startedAt - askedAt >= 0) {
      return true;
    }
    if (!met) {
      met = true;
      metAt = startedAt;
    }
    return startedAt - metAt >= STEADY.toNanos();
  }

  /** What a read brought is the newest version. */
  void settled(long startedAt) {
    met = false;
    asked &= startedAt - askedAt < 0;
  }
}
