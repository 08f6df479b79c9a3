package dev.keyturn.operator.source;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Monotonic time in nanoseconds; differences mean something, the numbers do not. */
record Ticks(LongSupplier nanoTime) {

  long now() {
    return nanoTime.getAsLong();
  }

  Duration since(long earlier) {
    return Duration.ofNanos(now() - earlier);
  }

  boolean passed(long moment) {
    return now() - moment >= 0;
  }

  long in(Duration wait) {
    return now() + wait.toNanos();
  }
}
