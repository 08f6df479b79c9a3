package dev.keyturn.operator.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A stretch of time that comes again and again.
 *
 * @param start when it begins
 * @param length elapsed time, so a change of the clock neither stretches nor shortens it
 * @param zone that the start is read in
 */
public record CronWindow(Cron start, Duration length, ZoneId zone) {

  boolean covers(Instant time) {
    return beginning(time).isPresent();
  }

  /** The end of the earliest occurrence that covers the time. */
  Optional<Instant> end(Instant time) {
    return beginning(time).map(beginning -> beginning.plus(length));
  }

  /** The first start strictly after the time. */
  Instant nextStart(Instant time) {
    return start.nextAfter(time, zone);
  }

  private Optional<Instant> beginning(Instant time) {
    Instant first = start.nextAfter(time.minus(length), zone);
    return first.isAfter(time) ? Optional.empty() : Optional.of(first);
  }
}
