package dev.keyturn.operator.source.guard;

import java.time.Duration;

/**
 * The last signs that a store is well or ill, for decisions that a closed breaker is not enough
 * for: the one read that closes it may be answered by a backend that is only half there. Times are
 * monotonic nanoseconds. Not thread-safe.
 */
final class LastSigns {
  private static final long RECENT = Duration.ofMinutes(1).toNanos();

  private boolean wasWell;
  private boolean wasIll;
  private long wellAt;
  private long illAt;

  void well(long now) {
    wasWell = true;
    wellAt = now;
  }

  void ill(long now) {
    wasIll = true;
    illAt = now;
  }

  BackendHealth health(long now) {
    if (wasIll && now - illAt < RECENT) {
      return BackendHealth.ILL;
    }
    return wasWell && now - wellAt < RECENT ? BackendHealth.WELL : BackendHealth.UNKNOWN;
  }
}
