package dev.keyturn.operator.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a start owes for the time before it: due times that nobody has attempted are made up for one
 * after the other, oldest first, instead of all at once.
 */
public final class LateStart {
  private static final Duration LONGEST_SPREAD = Duration.ofMinutes(5);
  private static final Duration FAILING_SPREAD = Duration.ofSeconds(60);

  private LateStart() {}

  /**
   * A due time that was missed.
   *
   * @param due the oldest one
   * @param delay from the start until it is made up for
   */
  public record Missed(Instant due, Duration delay) {}

  /**
   * The due time that was missed; empty where the next one is still to come.
   *
   * @param servedUntil every due time up to then was attempted
   */
  public static Optional<Missed> missed(
      DueTimes dueTimes, Duration interval, Instant servedUntil, Instant now) {
    Instant due = dueTimes.nextAfter(servedUntil);
    if (due.isAfter(now)) {
      return Optional.empty();
    }
    Duration half = interval.dividedBy(2);
    Duration spread = half.compareTo(LONGEST_SPREAD) < 0 ? half : LONGEST_SPREAD;
    Duration down = Duration.between(servedUntil, now);
    long range = Math.max(1, Math.min(down.toMillis(), interval.toMillis()));
    long age = Math.min(range, Duration.between(servedUntil, due).toMillis());
    return Optional.of(new Missed(due, Duration.ofMillis(spread.toMillis() * age / range)));
  }

  /** When an object is tried again that failed before the start. */
  public static Duration waitOfFailing(String uid) {
    return Spread.within(uid, FAILING_SPREAD);
  }
}
