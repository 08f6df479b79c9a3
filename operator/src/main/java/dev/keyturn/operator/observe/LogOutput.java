package dev.keyturn.operator.observe;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the log's lines on a thread of its own; drops and counts those that it has no room for.
 * Standard output may be a pipe whose reader stands still: then a write to it does not return, and
 * every thread that logs would stand still as well. Thread-safe.
 */
public final class LogOutput implements AutoCloseable {
  /** In lines: more than a start or an outage writes at once, and below a megabyte. */
  static final int ROOM = 1024;

  private final Queue queue = new Queue();

  /** Takes lines for another appender, which is started. */
  LogOutput(LoggerContext context, Appender<ILoggingEvent> slow) {
    queue.setContext(context);
    queue.setQueueSize(ROOM);
    queue.setNeverBlock(true);
    // Its default drops the less severe lines while a fifth of the room is still free.
    queue.setDiscardingThreshold(0);
    queue.addAppender(slow);
    queue.start();
  }

  Appender<ILoggingEvent> appender() {
    return queue;
  }

  /** How many lines were dropped up to now. */
  public long dropped() {
    return queue.dropped.get();
  }

  /** Writes what still waits, for a second at most. */
  @Override
  public void close() {
    queue.stop();
  }

  /** One line at a time: the queue below does not say which lines it had no room for. */
  private static final class Queue extends AsyncAppender {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong dropped = new AtomicLong();

    @Override
    protected void append(ILoggingEvent event) {
      lock.lock();
      try {
        if (getRemainingCapacity() > 0) {
          super.append(event);
        } else {
          dropped.incrementAndGet();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
