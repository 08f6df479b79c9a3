package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.Deadline;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds reads back until it is released; closing releases it. */
public final class FakeGate implements AutoCloseable {
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();

  /** Number of reads that stand at the gate now. */
  public int waiting() {
    return waiting.get();
  }

  public void release() {
    open.countDown();
  }

  @Override
  public void close() {
    release();
  }

  /** Waits for the release; false where the deadline passed or the thread was interrupted. */
  boolean pass(Deadline deadline) {
    waiting.incrementAndGet();
    try {
      // In short slices: a deadline on a virtual clock can pass while this thread waits.
      while (!open.await(Math.min(5, deadline.left().toMillis() + 1), TimeUnit.MILLISECONDS)) {
        if (deadline.passed()) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }
}
