package dev.keyturn.e2e.process;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the writes that a proxy lets through before nothing passes any more. Thread-safe. */
final class ProxyStop {
  private static final int NEVER = Integer.MAX_VALUE;

  private final AtomicInteger left = new AtomicInteger(NEVER);
  private volatile String counted = "";
  private volatile boolean complete;

  /** What becomes of a request. */
  enum Passage {
    FREE,
    /** It is passed on; its answer is not. */
    LAST,
    STOPPED
  }

  /** Writes count whose path contains this text. */
  void after(String part, int writes) {
    complete = false;
    counted = part;
    left.set(writes);
  }

  void clear() {
    left.set(NEVER);
    complete = false;
  }

  Passage pass(ProxyRequest request) {
    boolean writes = request.isWrite() && request.line().contains(counted);
    int before = left.getAndUpdate(now -> now == NEVER || now == 0 || !writes ? now : now - 1);
    if (before == 0) {
      return Passage.STOPPED;
    }
    return before == 1 && writes ? Passage.LAST : Passage.FREE;
  }

  /** The server has answered the last write. */
  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }
}
