package dev.keyturn.operator.provider;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A point on the monotonic clock by which a call must have ended, its body included. */
public final class Deadline {
  private final LongSupplier nanoTime;
  private final long end;

  private Deadline(LongSupplier nanoTime, long end) {
    this.nanoTime = nanoTime;
    this.end = end;
  }

  public static Deadline after(Duration wait) {
    return after(wait, System::nanoTime);
  }

  public static Deadline after(Duration wait, LongSupplier nanoTime) {
    return new Deadline(nanoTime, nanoTime.getAsLong() + wait.toNanos());
  }

  /** Time left, never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
  }

  public boolean passed() {
    return end - nanoTime.getAsLong() <= 0;
  }

  /** This deadline, or the given wait from now where that is sooner. */
  public Deadline atMost(Duration wait) {
    long other = nanoTime.getAsLong() + wait.toNanos();
    return other - end < 0 ? new Deadline(nanoTime, other) : this;
  }
}
