package dev.keyturn.operator.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Wall clock and monotonic clock that move only when told to. */
final class ManualTime implements InstantSource, LongSupplier {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong nanos = new AtomicLong();

  @Override
  public Instant instant() {
    return START.plusNanos(nanos.get());
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }
}
