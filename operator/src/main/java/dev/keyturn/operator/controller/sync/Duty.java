package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.schedule.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the schedule remembers of one SecretSync: what it owes, and what its next pass is for. Used
 * by one pass at a time; asked by other threads.
 */
final class Duty {
  /** A sync is asked for no more often than this, however often its annotation changes. */
  private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(10);

  private volatile @Nullable Instant owedSince;
  private volatile Lane lane = Lane.FIRST;
  private volatile boolean edited;
  private long wakesAt;
  private boolean onGrid;
  private boolean pressing;
  private boolean answered;
  private long answeredAt;

  /** The due time that no attempt has met yet; empty where the sync holds nothing back. */
  Optional<Instant> owedSince() {
    return Optional.ofNullable(owedSince);
  }

  void owes(Optional<Instant> due) {
    owedSince = due.orElse(null);
  }

  /** Lane of the pass that the timer leads to. */
  Lane lane() {
    return lane;
  }

  void lane(Lane next) {
    lane = next;
  }

  /** Monotonic moment of that pass; meaningless while no timer is set. */
  long wakesAt() {
    return wakesAt;
  }

  void wakesAt(long moment) {
    wakesAt = moment;
  }

  /** Something of the cluster that the target is made from has changed. */
  void markEdited() {
    edited = true;
  }

  boolean isEdited() {
    return edited;
  }

  /**
   * An attempt begins.
   *
   * @param dueOnly true where only time has passed
   * @param retry true where the attempt before failed: then this one is as pressing as that one
   */
  void beginAttempt(boolean dueOnly, boolean retry) {
    edited = false;
    onGrid = dueOnly && !retry;
    pressing = !dueOnly || (retry && pressing);
  }

  /** True where the last attempt was made because time had passed. */
  boolean wasOnGrid() {
    return onGrid;
  }

  /**
   * True where the last attempt was for more than the passing of time: no window stops its retry.
   */
  boolean isPressing() {
    return pressing;
  }

  /** A request was answered at this monotonic time. */
  void answered(long now) {
    answered = true;
    answeredAt = now;
  }

  /** How long a new request has to wait; zero where it need not. */
  Duration holdOfRequests(long now) {
    Duration left = BETWEEN_REQUESTS.minusNanos(now - answeredAt);
    return answered && left.isPositive() ? left : Duration.ZERO;
  }
}
