package dev.keyturn.operator.controller.sync;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets a few pieces of large work run at once, first come, first served. The work itself must not
 * wait for anything. Thread-safe.
 */
final class LargeTurns {
  /** Bytes from which on work is large. */
  static final long LARGE = 256 << 10;

  private static final long HEAP_OF_ONE = 40L << 20;
  private static final int MOST = 8;

  private final Semaphore turns;

  LargeTurns(int atOnce) {
    this.turns = new Semaphore(atOnce, true);
  }

  /**
   * As many as a heap has room for beside everything else.
   *
   * @param bytes of the heap at most
   */
  static LargeTurns ofHeap(long bytes) {
    return new LargeTurns(Math.clamp(bytes / HEAP_OF_ONE, 1, MOST));
  }

  /** Does the work, after a wait where it is large and others do theirs. */
  <T> T run(long bytes, Supplier<T> work) {
    if (bytes <= LARGE) {
      return work.get();
    }
    turns.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  /** How many wait, about. */
  int waiting() {
    return turns.getQueueLength();
  }
}
