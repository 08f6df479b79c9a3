package dev.keyturn.operator.engine.schedule;

import java.time.Duration;

/**
 * How often a secret may get a version where its backend bears few of them: some after each other
 * when there was none for long, and one each spacing in the long run. A bucket of tokens as a
 * value, that each version gives anew. Times are monotonic nanoseconds.
 *
 * @param paidAt when the versions that were made are paid for, at one for each spacing
 */
public record WritePace(long paidAt) {
  /** Versions that may follow each other after a quiet time. */
  public static final int BURST = 3;

  /** No version was made for long. */
  public static WritePace rested(long now) {
    return new WritePace(now);
  }

  /**
   * Nothing is known but when the newest version was made: those before it may have been as many as
   * there can be.
   */
  public static WritePace after(Duration spacing, long newestMadeAt) {
    return new WritePace(newestMadeAt + BURST * spacing.toNanos());
  }

  /** How long until one more version may be made. */
  public Duration delay(Duration spacing, long now) {
    long owed = paidAt - now - (BURST - 1) * spacing.toNanos();
    return Duration.ofNanos(Math.max(0, owed));
  }

  /** A version is made. */
  public WritePace written(Duration spacing, long now) {
    return new WritePace((paidAt - now < 0 ? now : paidAt) + spacing.toNanos());
  }

  /** A version was not made after all. */
  public WritePace givenBack(Duration spacing) {
    return new WritePace(paidAt - spacing.toNanos());
  }

  /** True where it says no more than the age of the newest version would. */
  public boolean isOver(Duration spacing, long now) {
    return now - paidAt >= BURST * spacing.toNanos();
  }
}
