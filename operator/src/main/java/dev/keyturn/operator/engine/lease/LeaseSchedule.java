package dev.keyturn.operator.engine.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * When a lease is renewed and when it is replaced. Pure; the jitter comes from the seed, so that a
 * restart moves no time.
 *
 * <pre>
 * start ........ renewAt % ........ 90 % ........ expires
 *      keep          |     renew      |    replace
 * </pre>
 *
 * A lease that cannot be renewed is replaced at 67 %. One whose renewal gave less than was asked
 * for is near its greatest life, and is replaced at once.
 */
public final class LeaseSchedule {
  private static final int WITHOUT_RENEWAL = 67;
  private static final int GIVE_UP = 90;
  private static final Duration LONGEST_GRACE = Duration.ofMinutes(10);

  private LeaseSchedule() {}

  /** What has to happen now. */
  public sealed interface Action {

    /** Nothing until then. */
    record Keep(Instant until) implements Action {}

    /** Prolong it. */
    record Renew() implements Action {}

    /** Have another one made, and let this one go. */
    record Replace() implements Action {}
  }

  /**
   * Decides.
   *
   * @param renewAt percent of the term
   * @param seed what tells this lease's owner from others
   */
  public static Action next(LeaseState lease, int renewAt, String seed, Instant now) {
    if (!now.isBefore(giveUpAt(lease)) || isNearItsGreatestLife(lease)) {
      return new Action.Replace();
    }
    Instant due =
        Jitter.moment(
            lease.start(), lease.life(), lease.renewable() ? renewAt : WITHOUT_RENEWAL, seed);
    if (now.isBefore(due)) {
      return new Action.Keep(due);
    }
    return lease.renewable() ? new Action.Renew() : new Action.Replace();
  }

  /** When renewals that fail are given up, and another lease is asked for. */
  public static Instant giveUpAt(LeaseState lease) {
    return lease.start().plus(lease.life().multipliedBy(GIVE_UP).dividedBy(100));
  }

  /** How long a replaced lease lives on, for those who still use it. */
  public static Duration grace(LeaseState replaced, Instant now) {
    Duration half = Duration.between(now, replaced.expires()).dividedBy(2);
    Duration bounded = half.compareTo(LONGEST_GRACE) > 0 ? LONGEST_GRACE : half;
    return bounded.isNegative() ? Duration.ZERO : bounded;
  }

  /** True where what is written down ends before the next renewal: it has to be written anew. */
  public static boolean outdates(
      Instant written, LeaseState lease, int renewAt, String seed, Instant now) {
    return switch (next(lease, renewAt, seed, now)) {
      case Action.Keep(Instant until) -> !written.isAfter(until);
      case Action.Renew() -> false;
      case Action.Replace() -> false;
    };
  }

  /** A tenth less than asked is still taken for all of it: backends round and count seconds. */
  private static boolean isNearItsGreatestLife(LeaseState lease) {
    if (!lease.renewed()) {
      return false;
    }
    Duration term = Duration.between(lease.start(), lease.end());
    boolean shorter = term.multipliedBy(10).compareTo(lease.asked().multipliedBy(9)) < 0;
    return shorter || lease.life().multipliedBy(2).compareTo(lease.asked()) < 0;
  }
}
