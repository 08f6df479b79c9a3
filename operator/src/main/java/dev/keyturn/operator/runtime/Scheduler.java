package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.WakeUp;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes each key once, at its time. A later request for a key replaces the earlier one. Deadlines
 * are monotonic, so a jump of the wall clock moves nobody. Thread-safe.
 *
 * <p>Replaced entries leave the heap lazily: an entry counts only while it is its key's newest, and
 * the heap is rebuilt when most of it is stale, so a thousand reschedules of one key cost nothing
 * that stays.
 */
public final class Scheduler<K> implements WakeUp<K>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

  /** The usual beat. */
  static final Duration BEAT = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final Consumer<K> wake;
  private final Runnable look;
  private final Duration beat;
  private final AtomicLong failures = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<K, Entry<K>> newest = new HashMap<>();
  private final PriorityQueue<Entry<K>> heap =
      new PriorityQueue<>((one, other) -> Long.compare(one.at - other.at, 0));
  private final Thread thread;
  private volatile long tickedAt;
  private boolean closed;

  /**
   * Starts the scheduler's thread.
   *
   * @param wake called on the scheduler's thread, so it must be quick
   */
  public Scheduler(String name, LongSupplier nanoTime, Consumer<K> wake) {
    this(name, nanoTime, wake, () -> {}, BEAT);
  }

  /**
   * The same.
   *
   * @param look called on the scheduler's thread each time that it looks at its work
   * @param beat how often it looks at the least: a clock that jumps is noticed within this time
   */
  Scheduler(String name, LongSupplier nanoTime, Consumer<K> wake, Runnable look, Duration beat) {
    this.nanoTime = nanoTime;
    this.wake = wake;
    this.look = look;
    this.beat = beat;
    this.tickedAt = nanoTime.getAsLong();
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  @Override
  public void at(K key, Duration wait) {
    schedule(new Entry<>(key, moment(wait)), false);
  }

  @Override
  public void noLaterThan(K key, Duration wait) {
    schedule(new Entry<>(key, moment(wait)), true);
  }

  private long moment(Duration wait) {
    return nanoTime.getAsLong() + Math.max(0, wait.toNanos());
  }

  private void schedule(Entry<K> entry, boolean onlySooner) {
    lock.lock();
    try {
      Entry<K> held = newest.get(entry.key);
      if (closed || (onlySooner && held != null && held.at - entry.at <= 0)) {
        return;
      }
      newest.put(entry.key, entry);
      heap.add(entry);
      dropStale();
      if (heap.peek() == entry) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancel(K key) {
    lock.lock();
    try {
      newest.remove(key);
    } finally {
      lock.unlock();
    }
  }

  /** How long ago the thread last looked at its work; a healthy one looks once per beat. */
  public Duration sinceLastTick() {
    return Duration.ofNanos(nanoTime.getAsLong() - tickedAt);
  }

  /** How many wakes ended with an exception; the thread goes on after each. */
  long failures() {
    return failures.get();
  }

  /** Number of keys that wait. */
  public int size() {
    lock.lock();
    try {
      return newest.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      newest.clear();
      heap.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }

  private void dropStale() {
    if (heap.size() > 64 && heap.size() > 2 * newest.size()) {
      heap.clear();
      heap.addAll(newest.values());
    }
  }

  private void run() {
    while (true) {
      K due = nextDue();
      if (due == null) {
        return;
      }
      try {
        wake.accept(due);
      } catch (RuntimeException e) {
        failures.incrementAndGet();
        LOG.atError().addKeyValue("class", e.getClass().getName()).log("a wake failed");
      }
    }
  }

  /** Waits for the next due key; null when closed. */
  private @Nullable K nextDue() {
    lock.lock();
    try {
      while (!closed) {
        tickedAt = nanoTime.getAsLong();
        look.run();
        Entry<K> first = heap.peek();
        long wait = first == null ? Long.MAX_VALUE : first.at - tickedAt;
        if (first != null && (wait <= 0 || newest.get(first.key) != first)) {
          heap.poll();
          if (newest.remove(first.key, first)) {
            return first.key;
          }
          continue;
        }
        long ignored = changed.awaitNanos(Math.min(wait, beat.toNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return null;
  }

  private static final class Entry<K> {
    private final K key;
    private final long at;

    private Entry(K key, long at) {
      this.key = key;
      this.at = at;
    }
  }
}
