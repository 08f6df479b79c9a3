package dev.keyturn.operator.runtime.leadership;

import java.time.Duration;

/**
 * The times of a Lease.
 *
 * @param duration that others wait for before they take over
 * @param renew from one renewal to the next
 * @param retry after a failed call, and between two looks at another's lease
 * @param margin by which a holder stops before others may start
 */
public record LeaseTimes(Duration duration, Duration renew, Duration retry, Duration margin) {
  public static final LeaseTimes DEFAULT =
      new LeaseTimes(
          Duration.ofSeconds(15),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2));

  public LeaseTimes {
    if (renew.plus(margin).compareTo(duration) >= 0 || margin.isNegative()) {
      throw new IllegalArgumentException("a lease must outlast its renewal and the margin");
    }
  }

  /** How long a renewal is believed in by the one who sent it. */
  Duration fence() {
    return duration.minus(margin);
  }
}
