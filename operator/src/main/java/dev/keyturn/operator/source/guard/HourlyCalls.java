package dev.keyturn.operator.source.guard;

import java.time.Duration;

/** Counts the calls of the last sixty minutes, the minute that has begun included. Thread-safe. */
public final class HourlyCalls {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MINUTES = 60;

  private final long[] minutes = new long[MINUTES];
  private final int[] all = new int[MINUTES];
  private final int[] forSecrets = new int[MINUTES];

  HourlyCalls() {}

  /**
   * A call was made.
   *
   * @param forSecret false for a login or a probe
   * @param now in monotonic nanoseconds
   */
  public synchronized void add(boolean forSecret, long now) {
    long minute = Math.floorDiv(now, MINUTE);
    int slot = (int) Math.floorMod(minute, (long) MINUTES);
    if (minutes[slot] != minute) {
      minutes[slot] = minute;
      all[slot] = 0;
      forSecrets[slot] = 0;
    }
    all[slot]++;
    forSecrets[slot] += forSecret ? 1 : 0;
  }

  synchronized CallCount count(long now) {
    long oldest = Math.floorDiv(now, MINUTE) - MINUTES + 1;
    long allOfThem = 0;
    long those = 0;
    for (int slot = 0; slot < MINUTES; slot++) {
      if (minutes[slot] >= oldest) {
        allOfThem += all[slot];
        those += forSecrets[slot];
      }
    }
    return new CallCount(allOfThem, those);
  }
}
