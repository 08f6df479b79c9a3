package dev.keyturn.operator.controller.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first of several moments. */
final class IssueWakes {
  private static final Duration JUST_AFTER = Duration.ofMillis(100);

  private final Instant now;
  private @Nullable Instant first;

  IssueWakes(Instant now) {
    this.now = now;
  }

  /** A moment that is over counts no more. */
  void at(Instant moment) {
    if (moment.isAfter(now) && (first == null || moment.isBefore(first))) {
      first = moment;
    }
  }

  /** A moment that is over is made up for. */
  void atOrSoon(Instant moment) {
    at(moment.isAfter(now) ? moment : now.plusNanos(1));
  }

  Optional<Duration> next() {
    return Optional.ofNullable(first).map(it -> Duration.between(now, it).plus(JUST_AFTER));
  }
}
