package dev.keyturn.operator.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts the jumps of the wall clock: it went five seconds further, or less far, than the monotonic
 * clock since the last look. Looked at by one thread; the count may be asked by any.
 */
final class ClockWatch {
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final AtomicLong jumps = new AtomicLong();
  private Instant wall;
  private long monotonic;

  ClockWatch(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.wall = clock.instant();
    this.monotonic = nanoTime.getAsLong();
  }

  void look() {
    Instant wallNow = clock.instant();
    long monotonicNow = nanoTime.getAsLong();
    Duration apart = Duration.between(wall, wallNow).minusNanos(monotonicNow - monotonic);
    if (apart.abs().compareTo(TOLERANCE) > 0) {
      jumps.incrementAndGet();
    }
    wall = wallNow;
    monotonic = monotonicNow;
  }

  long jumps() {
    return jumps.get();
  }
}
