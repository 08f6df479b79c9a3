package dev.keyturn.operator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One object as the series per object show it.
 *
 * @param namespace empty for a cluster-scoped kind
 * @param reason of Ready
 * @param sync what only a SecretSync has
 * @param store what only a store has
 */
public record ObjectReport(
    String kind,
    String namespace,
    String name,
    boolean ready,
    boolean stalled,
    boolean suspended,
    String reason,
    Optional<Sync> sync,
    Optional<Store> store) {

  /**
   * A SecretSync.
   *
   * @param failing reason of Synced while it is False
   * @param stalenessLimit in seconds; empty where it cannot go stale
   * @param lease that the target's credential lives by
   * @param certificate in the target
   */
  public record Sync(
      Optional<String> failing,
      Instant lastSuccess,
      Optional<Instant> lastAttempt,
      Optional<Long> stalenessLimit,
      Optional<Lease> lease,
      Optional<Certificate> certificate) {

    boolean isStale(Instant now) {
      return stalenessLimit
          .filter(limit -> now.getEpochSecond() - lastSuccess.getEpochSecond() > limit)
          .isPresent();
    }
  }

  /**
   * A lease.
   *
   * @param expires until when its credential is guaranteed
   * @param duration that was granted, from which renewals are counted
   */
  public record Lease(Instant expires, Duration duration) {}

  /**
   * A certificate.
   *
   * @param expires when it ends
   * @param lifetime from its beginning to its end
   */
  public record Certificate(Instant expires, Duration lifetime) {}

  /**
   * A store.
   *
   * @param callsPerHour calls of its backend within the last hour
   * @param dollarsPerMonth what a month of such hours costs by the backend's price list; empty
   *     where none is known
   */
  public record Store(
      String provider,
      boolean up,
      boolean sealed,
      long callsPerHour,
      OptionalDouble dollarsPerMonth) {}

  String state() {
    if (suspended) {
      return "suspended";
    }
    if (stalled) {
      return "stalled";
    }
    return ready ? "ready" : "unready";
  }
}
