package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.AfterPass;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.schedule.LaneQueue;
import dev.keyturn.operator.engine.schedule.Slots;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of the operator framework, in lanes. What the framework submits by itself comes from
 * an event, so somebody waits for it: it runs first, in the order in which it came. What is woken
 * through {@link #wake} waits here, in its lane, and is handed to the framework only when a slot is
 * free for it. Thread-safe.
 *
 * <p>The framework submits the pass on the thread that wakes it, which is how a task is known to be
 * the one of a wake. Where it submits nothing, because the object is gone or a pass over it runs
 * already, the slot is given on.
 */
final class LaneExecutor<K> extends AbstractExecutorService {
  private static final Logger LOG = LoggerFactory.getLogger(LaneExecutor.class);

  private final Consumer<K> framework;
  private final ThreadFactory threads = Thread.ofVirtual().name("reconcile-", 0).factory();
  private final ScopedValue<Handover> handover = ScopedValue.newInstance();
  private final AtomicLong failures = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Slots slots;
  private final LaneQueue<K> waiting = new LaneQueue<>();
  private final Queue<Runnable> submitted = new ArrayDeque<>();
  private final Set<Thread> running = new HashSet<>();
  private boolean closed;

  /**
   * @param size how many passes may run at once
   * @param framework wakes a key in the framework, on the calling thread
   */
  LaneExecutor(int size, Consumer<K> framework) {
    this.slots = new Slots(size);
    this.framework = framework;
  }

  /** Lets a pass over the key wait for its turn; a key waits once, in its most urgent lane. */
  void wake(K key, Lane lane, String store, String namespace) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      waiting.offer(key, lane, store, namespace);
    } finally {
      lock.unlock();
    }
    handOut();
  }

  /** How many wait in a lane. */
  int waiting(Lane lane) {
    lock.lock();
    try {
      return waiting.waiting(lane) + (lane == Lane.FIRST ? submitted.size() : 0);
    } finally {
      lock.unlock();
    }
  }

  /** True while nothing waits; passes may be running. */
  boolean isIdle() {
    return Stream.of(Lane.values()).allMatch(lane -> waiting(lane) == 0);
  }

  /** How many wakes ended with an exception. */
  long failures() {
    return failures.get();
  }

  @Override
  public void execute(Runnable task) {
    if (handover.isBound() && handover.get().accepts()) {
      start(task, handover.get().lane);
      return;
    }
    lock.lock();
    try {
      if (closed) {
        throw new RejectedExecutionException("the workers are closed");
      }
      submitted.add(task);
    } finally {
      lock.unlock();
    }
    handOut();
  }

  /** Fills the free slots. */
  private void handOut() {
    for (Optional<Work<K>> work = nextWork(); work.isPresent(); work = nextWork()) {
      switch (work.get()) {
        case Work.Task<K>(Runnable task) -> start(task, Lane.FIRST);
        case Work.Key<K>(K key, Lane lane) -> handOver(key, lane);
      }
    }
  }

  /** Takes a slot and what it is for. */
  private Optional<Work<K>> nextWork() {
    lock.lock();
    try {
      Optional<Lane> lane = slots.take(this::hasWork);
      if (lane.isEmpty()) {
        return Optional.empty();
      }
      if (lane.get() == Lane.FIRST && !submitted.isEmpty()) {
        return Optional.of(new Work.Task<>(submitted.remove()));
      }
      return waiting.poll(lane.get()).map(key -> new Work.Key<>(key, lane.get()));
    } finally {
      lock.unlock();
    }
  }

  private boolean hasWork(Lane lane) {
    return waiting.waiting(lane) > 0 || (lane == Lane.FIRST && !submitted.isEmpty());
  }

  private void handOver(K key, Lane lane) {
    Handover mine = new Handover(lane);
    try {
      ScopedValue.where(handover, mine).run(() -> framework.accept(key));
    } catch (RuntimeException e) {
      failures.incrementAndGet();
      LOG.atError().addKeyValue("class", e.getClass().getName()).log("a wake failed");
    } finally {
      if (mine.accepts()) {
        giveBack(lane);
      }
    }
  }

  private void start(Runnable task, Lane lane) {
    Thread thread =
        threads.newThread(() -> {
          try {
            AfterPass.run(task);
          } finally {
            ended(lane);
          }
        });
    lock.lock();
    try {
      running.add(thread);
    } finally {
      lock.unlock();
    }
    thread.start();
  }

  private void ended(Lane lane) {
    lock.lock();
    try {
      running.remove(Thread.currentThread());
    } finally {
      lock.unlock();
    }
    giveBack(lane);
    handOut();
  }

  private void giveBack(Lane lane) {
    lock.lock();
    try {
      slots.give(lane);
      if (closed && slots.taken() == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing new; what the framework has submitted is still done. */
  @Override
  public void shutdown() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    lock.lock();
    try {
      List<Runnable> left = new ArrayList<>(submitted);
      submitted.clear();
      running.forEach(Thread::interrupt);
      return left;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isShutdown() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isTerminated() {
    lock.lock();
    try {
      return closed && slots.taken() == 0 && submitted.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long left = unit.toNanos(timeout);
    lock.lock();
    try {
      while (!isTerminated()) {
        if (left <= 0) {
          return false;
        }
        left = idle.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What a slot was taken for. */
  private sealed interface Work<K> {
    record Task<K>(Runnable task) implements Work<K> {}

    record Key<K>(K key, Lane lane) implements Work<K> {}
  }

  /** A slot on its way through the framework, on one thread. */
  private static final class Handover {
    private final Lane lane;
    private boolean taken;

    private Handover(Lane lane) {
      this.lane = lane;
    }

    /** True once: for the pass that was woken. */
    private boolean accepts() {
      boolean free = !taken;
      taken = true;
      return free;
    }
  }
}
