package dev.keyturn.operator.source.guard;

/**
 * The leave to make a number of calls, some at a time. Held by the reader and by every read that it
 * began, which may outlive the reader; what was not used goes back when the last one lets go.
 * Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private final StoreGuard guard;
  private final int permits;
  private final boolean trial;
  private int calls;
  private int holders = 1;

  Lease(StoreGuard guard, int calls, int permits, boolean trial) {
    this.guard = guard;
    this.calls = calls;
    this.permits = permits;
    this.trial = trial;
  }

  /** How many calls may be under way at one time; zero where none was asked for. */
  public int permits() {
    return permits;
  }

  /** How many of the calls that it was lent for have not begun. */
  public synchronized int left() {
    return calls;
  }

  /** One more holder. */
  public synchronized void hold() {
    holders++;
  }

  /** A call begins. */
  public void called() {
    synchronized (this) {
      if (calls > 0) {
        calls--;
        return;
      }
    }
    guard.charge();
  }

  /** One holder less. */
  @Override
  public void close() {
    int unused;
    synchronized (this) {
      holders--;
      if (holders > 0) {
        return;
      }
      unused = calls;
      calls = 0;
    }
    guard.end(this, unused);
  }

  /** What is left of it, taken away from a reader that did not come. */
  synchronized int revoke() {
    int unused = calls;
    calls = 0;
    return unused;
  }

  boolean isTrial() {
    return trial;
  }
}
