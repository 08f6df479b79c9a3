package dev.keyturn.operator.provider.gcp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The part of a project's quota for reads other than {@code :access} that refreshes may take: a
 * tenth of the 600 a minute that a project has (Secret Manager, "Quotas and limits"), which
 * pipelines and people share. One for all stores of a project. What a change needs is counted too
 * and never refused, so that the level may fall below nothing; what only wants to know better stays
 * away then. Thread-safe.
 */
final class MetadataQuota {
  /** Requests a minute, and at once. */
  static final int MOST = 60;

  private static final double PER_SECOND = MOST / 60.0;

  private final InstantSource clock;
  private Instant at;
  private double level = MOST;

  MetadataQuota(InstantSource clock) {
    this.clock = clock;
    this.at = clock.instant();
  }

  /** A request is made. */
  synchronized void charge() {
    refill();
    level--;
  }

  /** True where a request may be made that is not needed. */
  synchronized boolean hasRoom() {
    refill();
    return level >= 1;
  }

  /** How long nothing should be asked for what was asked too much. */
  synchronized Duration debt() {
    refill();
    return level >= 0 ? Duration.ZERO : Duration.ofSeconds((long) Math.ceil(-level / PER_SECOND));
  }

  /** A clock that was set back gives nothing. */
  private void refill() {
    Instant now = clock.instant();
    if (now.isAfter(at)) {
      double seconds = Duration.between(at, now).toMillis() / 1000.0;
      level = Math.min(MOST, level + seconds * PER_SECOND);
    }
    at = now;
  }
}
