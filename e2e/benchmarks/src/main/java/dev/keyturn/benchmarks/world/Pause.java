package dev.keyturn.benchmarks.world;

import java.time.Duration;

/** Waiting that is part of a measurement. */
public final class Pause {
  private Pause() {}

  /** Lets the time pass. */
  public static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Lets the time pass until a moment of {@link System#nanoTime()}; none where it is over. */
  public static void until(long nanoTime) {
    long left = nanoTime - System.nanoTime();
    if (left > 0) {
      of(Duration.ofNanos(left));
    }
  }
}
