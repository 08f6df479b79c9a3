package dev.keyturn.operator.devcluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Real time that a test can move forward: timers notice it within a second. */
final class ShiftedTime implements InstantSource {
  private final AtomicLong shift = new AtomicLong();

  void advance(Duration by) {
    shift.addAndGet(by.toNanos());
  }

  long nanoTime() {
    return System.nanoTime() + shift.get();
  }

  @Override
  public Instant instant() {
    return Instant.now().plusNanos(shift.get());
  }
}
