package dev.keyturn.operator.runtime;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Hands out the slots that slow passes give back while they go on: nothing ends then, so nobody
 * else would. Has a thread only while somebody waits for such a slot.
 */
final class SlowWatch {
  /** Within which it notices that the clock was moved, or that nobody waits any more. */
  private static final Duration BEAT = Duration.ofMillis(100);

  private final ReentrantLock lock;
  private final Condition never;
  private final LongSupplier nanoTime;
  private final Supplier<OptionalLong> next;
  private final Runnable handOut;
  private boolean watching;

  /**
   * @param lock that guards what {@code next} looks at
   * @param next the moment of the next slot; absent where nobody waits for one
   * @param handOut called without the lock, at that moment
   */
  SlowWatch(
      ReentrantLock lock, LongSupplier nanoTime, Supplier<OptionalLong> next, Runnable handOut) {
    this.lock = lock;
    this.never = lock.newCondition();
    this.nanoTime = nanoTime;
    this.next = next;
    this.handOut = handOut;
  }

  /** To be called under the lock, where no slot was free for what waits. */
  void look() {
    if (!watching && next.get().isPresent()) {
      watching = true;
      var _ = Thread.ofVirtual().name("slow-passes").start(this::watch);
    }
  }

  private void watch() {
    while (awaitNext()) {
      handOut.run();
    }
  }

  /** False, and the end of the thread, where nobody waits any more. */
  private boolean awaitNext() {
    lock.lock();
    try {
      for (OptionalLong at = next.get(); at.isPresent(); at = next.get()) {
        long wait = at.getAsLong() - nanoTime.getAsLong();
        if (wait <= 0) {
          return true;
        }
        long ignored = never.awaitNanos(Math.min(wait, BEAT.toNanos()));
      }
      watching = false;
    } catch (InterruptedException e) {
      watching = false;
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return false;
  }
}
