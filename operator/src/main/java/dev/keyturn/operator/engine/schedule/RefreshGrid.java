package dev.keyturn.operator.engine.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * The due times of one object: a wall-clock grid {@code phase + k * interval} whose phase is a hash
 * of the object's UID, each point moved by a jitter that is a hash of UID and k.
 *
 * <p>Both are hashes, so the next due time is the same after a restart and nothing has to be
 * written down; the phase spreads objects that were applied together, the jitter keeps objects of
 * equal phase from meeting for ever.
 */
public final class RefreshGrid {
  private static final Duration GREATEST_JITTER = Duration.ofSeconds(30);

  private final String uid;
  private final long intervalMillis;
  private final long phaseMillis;

  public RefreshGrid(String uid, Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("the interval must be positive");
    }
    this.uid = uid;
    this.intervalMillis = interval.toMillis();
    this.phaseMillis = Math.floorMod(Spread.hash(uid), intervalMillis);
  }

  /** The first due time strictly after the given time. */
  public Instant nextAfter(Instant time) {
    long millis = time.toEpochMilli();
    long index = Math.floorDiv(millis - phaseMillis, intervalMillis) - 1;
    while (point(index) <= millis) {
      index++;
    }
    return Instant.ofEpochMilli(point(index));
  }

  /** The last due time at or before the given time. */
  Instant lastUntil(Instant time) {
    long millis = time.toEpochMilli();
    long index = Math.floorDiv(millis - phaseMillis, intervalMillis) + 1;
    while (point(index) > millis) {
      index--;
    }
    return Instant.ofEpochMilli(point(index));
  }

  private long point(long index) {
    return phaseMillis + index * intervalMillis + jitter(index);
  }

  private long jitter(long index) {
    long greatest = Math.min(intervalMillis / 20, GREATEST_JITTER.toMillis());
    return greatest == 0
        ? 0
        : Math.floorMod(Spread.hash(uid + '/' + index), 2 * greatest + 1) - greatest;
  }
}
