package dev.keyturn.operator.source.guard;

import java.time.Duration;
import java.util.Optional;

/**
 * The time that a backend asked not to be called in: as long as it said, at most five minutes; one
 * second doubling where it said nothing. Times are monotonic nanoseconds. Not thread-safe.
 */
final class ThrottlePause {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private boolean begun;
  private long endsAt;
  private Duration unasked = Duration.ZERO;

  /**
   * Pauses from now on.
   *
   * @param asked the header Retry-After; zero counts as nothing said
   * @return false where a pause was on already, which then can only get longer by what was asked
   */
  boolean begin(Optional<Duration> asked, long now) {
    boolean first = !isOn(now);
    Optional<Duration> said = asked.filter(Duration::isPositive);
    if (said.isEmpty() && first) {
      unasked = shorter(unasked.isZero() ? SHORTEST : unasked.multipliedBy(2), LONGEST);
    }
    if (said.isPresent() || first) {
      long end = now + said.map(wait -> shorter(wait, LONGEST)).orElse(unasked).toNanos();
      endsAt = first || end - endsAt > 0 ? end : endsAt;
    }
    begun = true;
    return first;
  }

  boolean isOn(long now) {
    return begun && endsAt - now > 0;
  }

  /** Meaningless where no pause ever was. */
  long endsAt() {
    return endsAt;
  }

  Duration left(long now) {
    return isOn(now) ? Duration.ofNanos(endsAt - now) : Duration.ZERO;
  }

  /** A call that began after the pause was answered: the next pause starts short again. */
  void answered(long startedAt) {
    if (begun && startedAt - endsAt >= 0) {
      unasked = Duration.ZERO;
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
