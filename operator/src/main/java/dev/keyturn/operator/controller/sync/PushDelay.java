package dev.keyturn.operator.controller.sync;

import java.time.Duration;
import java.time.Instant;

/**
 * A push that waits because its backend bears no more versions of the secret now. What the source
 * holds then is written.
 *
 * @param place store and key
 * @param until by the clock, the same however often it is looked at
 * @param left from now
 */
record PushDelay(String place, Instant until, Duration left) {

  /** The one that ends first. */
  static PushDelay sooner(PushDelay one, PushDelay other) {
    return other.left().compareTo(one.left()) < 0 ? other : one;
  }
}
