package dev.keyturn.operator.engine.lease;

import java.time.Instant;

/**
 * From when until when a token is good.
 *
 * @param issued not later than it was made
 */
public record TokenLife(Instant issued, Instant expires) {

  /**
   * When the next one is due: with the last third of its life. A backend that hands out the same
   * token again is so asked at shorter and shorter times.
   *
   * @param seed of the jitter
   */
  public Instant dueAt(String seed) {
    return RenewBefore.DEFAULT.dueAt(issued, expires, seed);
  }

  public boolean isOver(Instant now) {
    return !now.isBefore(expires);
  }
}
