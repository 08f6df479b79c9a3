package dev.keyturn.operator.kube.target;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Lets a few writes of large Secrets be under way at once: each takes some times its size while it
 * is sent. First come, first served. Thread-safe.
 */
final class LargeWrites {
  /** Bytes of data from which on a Secret is large: a few hundred of smaller ones are no matter. */
  static final int LARGE = 64 << 10;

  private static final long HEAP_OF_ONE = 40L << 20;
  private static final int MOST = 8;

  /** Milliseconds between two looks whether a write that waits may still be made. */
  private static final long LOOK = 500;

  private final Deque<Object> waiting = new ArrayDeque<>();
  private int free;

  /** How a wait has ended. */
  enum Turn {
    MINE,
    /** The process may not act any more. */
    FENCED,
    /** The thread was interrupted, and still is. */
    INTERRUPTED
  }

  /**
   * @param atOnce how many may be under way
   */
  LargeWrites(int atOnce) {
    this.free = atOnce;
  }

  /**
   * As many as a heap has room for beside everything else.
   *
   * @param bytes of the heap at most
   */
  static LargeWrites ofHeap(long bytes) {
    return new LargeWrites(Math.clamp(bytes / HEAP_OF_ONE, 1, MOST));
  }

  /**
   * Waits for a turn, which must be given back. Those before end in the time of a call each, so
   * this ends as well.
   *
   * @param mayAct asked now and then while it waits
   */
  synchronized Turn await(BooleanSupplier mayAct) {
    Object me = new Object();
    waiting.add(me);
    try {
      while (free == 0 || waiting.peekFirst() != me) {
        if (!mayAct.getAsBoolean()) {
          return Turn.FENCED;
        }
        wait(LOOK);
      }
      free--;
      return Turn.MINE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Turn.INTERRUPTED;
    } finally {
      waiting.remove(me);
      notifyAll();
    }
  }

  synchronized void giveBack() {
    free++;
    notifyAll();
  }
}
