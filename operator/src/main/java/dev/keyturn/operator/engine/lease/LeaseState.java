package dev.keyturn.operator.engine.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a lease.
 *
 * @param start when its present term began
 * @param asked how long the first term was; every renewal asks for as much
 * @param end of the present term
 * @param tokenEnd of the login that made it, and with which it ends; empty where that has no end
 * @param renewed true where the present term is not the first
 */
public record LeaseState(
    Instant start,
    Duration asked,
    Instant end,
    Optional<Instant> tokenEnd,
    boolean renewable,
    boolean renewed) {

  /** A lease that was just issued. */
  public static LeaseState issued(
      Instant start, Duration granted, Optional<Instant> tokenEnd, boolean renewable) {
    return new LeaseState(start, granted, start.plus(granted), tokenEnd, renewable, false);
  }

  /** A token in the terms of a lease. */
  public static LeaseState of(TokenLife token) {
    return issued(
        token.issued(), Duration.between(token.issued(), token.expires()), Optional.empty(), false);
  }

  /** The next term. */
  public LeaseState renewed(
      Instant newStart, Duration granted, Optional<Instant> newTokenEnd, boolean stillRenewable) {
    return new LeaseState(
        newStart, asked, newStart.plus(granted), newTokenEnd, stillRenewable, true);
  }

  /** Until when the credential is guaranteed. */
  public Instant expires() {
    return tokenEnd.filter(it -> it.isBefore(end)).orElse(end);
  }

  /** The part of the present term that is guaranteed; never negative. */
  Duration life() {
    Duration life = Duration.between(start, expires());
    return life.isNegative() ? Duration.ZERO : life;
  }

  /** True where the login ends before the lease does, so that the lease is cut short. */
  public boolean isCutByToken() {
    return expires().isBefore(end);
  }
}
