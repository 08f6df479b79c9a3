package dev.keyturn.operator.controller.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A push that waits because its backend bears no more versions of the secret now, or because its
 * turn has not come at the store. What the source holds then is written.
 *
 * @param place store and key
 * @param until by the clock, the same however often it is looked at; empty where the store calls
 *     the sync when its turn has come
 * @param left from now; long where the store calls
 */
record PushDelay(String place, Optional<Instant> until, Duration left) {
  private static final Duration UNTIL_CALLED = Duration.ofDays(1);

  PushDelay(String place, Instant until, Duration left) {
    this(place, Optional.of(until), left);
  }

  /** One that waits in the line of its store. */
  static PushDelay ofTurn(String place) {
    return new PushDelay(place, Optional.empty(), UNTIL_CALLED);
  }

  /** The one that ends first. */
  static PushDelay sooner(PushDelay one, PushDelay other) {
    return other.left().compareTo(one.left()) < 0 ? other : one;
  }
}
