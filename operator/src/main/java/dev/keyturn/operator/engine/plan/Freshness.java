package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.operator.engine.schedule.DueTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How old a target may get. */
public final class Freshness {
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private Freshness() {}

  /**
   * The age from which a target is too old. Where the spec leaves it open, the times at which its
   * windows forbid reading come on top.
   *
   * @param since when the values were read last
   */
  public static Duration greatestAge(SyncSettings settings, String uid, Instant since) {
    SyncSettings.Schedule schedule = settings.schedule();
    Duration plain = settings.maxStaleness();
    if (!schedule.staleByDefault() || schedule.windows().isAlwaysOpen()) {
      return plain;
    }
    DueTimes dueTimes = new DueTimes(uid, settings.interval(), schedule.windows());
    Duration untilDue = Duration.between(since, dueTimes.nextAfter(since)).plus(MARGIN);
    return untilDue.compareTo(plain) > 0 ? untilDue : plain;
  }

  /** True where age alone makes a target too old: others are not meant to be read again. */
  public static boolean ages(SyncSettings settings) {
    return settings.schedule().policy() == RefreshPolicy.Periodic;
  }

  /** Empty where age alone makes no target too old. */
  public static Optional<Duration> limit(SyncSettings settings, String uid, Instant since) {
    return ages(settings) ? Optional.of(greatestAge(settings, uid, since)) : Optional.empty();
  }
}
