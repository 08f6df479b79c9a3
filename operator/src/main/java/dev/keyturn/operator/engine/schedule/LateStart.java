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
  private static final Duration SPREAD_AFTER_CUT = Duration.ofSeconds(45);
  private static final Duration FAILING_SPREAD = Duration.ofSeconds(60);

  private LateStart() {}

  /**
   * The time before a process acts.
   *
   * @param servedUntil every due time up to then was attempted; empty where that is not known
   * @param cutOff true where this process acted then too, until the API server was away: what is
   *     owed is made up for within a minute, at the pace that each store takes
   */
  public record Before(Optional<Instant> servedUntil, boolean cutOff) {
    /** Nothing is known of it. */
    public static final Before UNKNOWN = new Before(Optional.empty(), false);

    private Duration longestSpread() {
      return cutOff ? SPREAD_AFTER_CUT : LONGEST_SPREAD;
    }
  }

  /**
   * A due time that was missed.
   *
   * @param due the oldest one
   * @param delay from the start until it is made up for
   */
  public record Missed(Instant due, Duration delay) {}

  /**
   * The due time that was missed; empty where the next one is still to come, or where nothing is
   * known of the time before.
   */
  public static Optional<Missed> missed(
      DueTimes dueTimes, Duration interval, Before before, Instant now) {
    return before
        .servedUntil()
        .flatMap(served -> missed(dueTimes, interval, before.longestSpread(), served, now));
  }

  private static Optional<Missed> missed(
      DueTimes dueTimes, Duration interval, Duration longest, Instant servedUntil, Instant now) {
    Instant due = dueTimes.nextAfter(servedUntil);
    if (due.isAfter(now)) {
      return Optional.empty();
    }
    Duration half = interval.dividedBy(2);
    Duration spread = half.compareTo(longest) < 0 ? half : longest;
    Duration down = Duration.between(servedUntil, now);
    long range = Math.max(1, Math.min(down.toMillis(), interval.toMillis()));
    long age = Math.min(range, Duration.between(servedUntil, due).toMillis());
    return Optional.of(new Missed(due, Duration.ofMillis(spread.toMillis() * age / range)));
  }

  /** When an object is read whose target cannot be told from another. */
  public static Duration waitOfUnverified(String uid, Duration interval) {
    Duration half = interval.dividedBy(2);
    return Spread.within(uid, half.compareTo(LONGEST_SPREAD) < 0 ? half : LONGEST_SPREAD);
  }

  /** When an object is tried again that failed before the start. */
  public static Duration waitOfFailing(String uid) {
    return Spread.within(uid, FAILING_SPREAD);
  }
}
