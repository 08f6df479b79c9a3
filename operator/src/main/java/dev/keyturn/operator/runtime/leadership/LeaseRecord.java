package dev.keyturn.operator.runtime.leadership;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a Lease says.
 *
 * @param holder identity of the holder; empty where it was given back
 * @param duration that the holder asks others to wait without seeing the record change
 * @param acquired and {@code renewed}: by the holder's wall clock, for people to read; nothing is
 *     decided on them
 * @param transitions how often the holder changed
 * @param servedUntil up to when the last holder had attempted all that was due; empty where it did
 *     not say
 */
public record LeaseRecord(
    String holder,
    Duration duration,
    Instant acquired,
    Instant renewed,
    int transitions,
    Optional<Instant> servedUntil) {

  /** What a record lasts that its holder gave away. */
  static final Duration GIVEN_BACK = Duration.ofSeconds(1);

  /** A record that says nothing of what was served. */
  LeaseRecord(
      String holder, Duration duration, Instant acquired, Instant renewed, int transitions) {
    this(holder, duration, acquired, renewed, transitions, Optional.empty());
  }

  LeaseRecord servedUntil(Optional<Instant> served) {
    return new LeaseRecord(holder, duration, acquired, renewed, transitions, served);
  }

  /**
   * True where its holder gave it away and acts no more. A record that lost its holder in another
   * way, by hand, may still have one that does not know.
   */
  boolean isGivenBack() {
    return isFree() && duration.compareTo(GIVEN_BACK) <= 0;
  }

  boolean isFree() {
    return holder.isEmpty();
  }
}
