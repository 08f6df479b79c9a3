package dev.keyturn.operator.source;

/** Bytes that may be held at one time, over all stores. Thread-safe. */
final class MemoryBound {
  private final long most;
  private final Runnable roomAgain;
  private long held;
  private boolean refused;

  /** Calls back after bytes were freed that somebody had been refused for the lack of. */
  MemoryBound(long most, Runnable roomAgain) {
    this.most = most;
    this.roomAgain = roomAgain;
  }

  /** True where the bytes are held from now on. */
  synchronized boolean take(long bytes) {
    if (held + bytes > most) {
      refused = true;
      return false;
    }
    held += bytes;
    return true;
  }

  void free(long bytes) {
    boolean tell;
    synchronized (this) {
      held -= bytes;
      tell = refused && hasRoom();
      if (tell) {
        refused = false;
      }
    }
    if (tell) {
      roomAgain.run();
    }
  }

  /** False where so much is held that what comes might not fit. */
  synchronized boolean roomOrRefused() {
    if (!hasRoom()) {
      refused = true;
      return false;
    }
    return true;
  }

  synchronized long held() {
    return held;
  }

  private boolean hasRoom() {
    return held < most - most / 4;
  }
}
