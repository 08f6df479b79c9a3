package dev.keyturn.operator.devcluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Real time that a test can move forward: timers notice it at once. A test for which the seconds
 * count that the machine takes can stop it.
 */
public final class ShiftedTime implements InstantSource {
  private final AtomicLong shift = new AtomicLong();
  private final long startNanos = System.nanoTime();
  private final Instant start = Instant.now();
  private volatile boolean stopped;
  private volatile long stoppedAt;

  /** Moves it forward. */
  public void advance(Duration by) {
    shift.addAndGet(by.toNanos());
  }

  /** From here on only {@link #advance} moves it. */
  public void stop() {
    stoppedAt = System.nanoTime();
    stopped = true;
  }

  /** It goes on from where it stands. */
  public void goOn() {
    if (!stopped) {
      return;
    }
    shift.addAndGet(stoppedAt - System.nanoTime());
    stopped = false;
  }

  /** Monotonic. */
  public long nanoTime() {
    return (stopped ? stoppedAt : System.nanoTime()) + shift.get();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime() - startNanos);
  }
}
