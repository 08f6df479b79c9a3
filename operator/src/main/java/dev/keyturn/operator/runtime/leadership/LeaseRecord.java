package dev.keyturn.operator.runtime.leadership;

import java.time.Duration;
import java.time.Instant;

/**
 * What a Lease says.
 *
 * @param holder identity of the holder; empty where it was given back
 * @param duration that the holder asks others to wait without seeing the record change
 * @param acquired and {@code renewed}: by the holder's wall clock, for people to read; nothing is
 *     decided on them
 * @param transitions how often the holder changed
 */
public record LeaseRecord(
    String holder, Duration duration, Instant acquired, Instant renewed, int transitions) {

  boolean isFree() {
    return holder.isEmpty();
  }
}
