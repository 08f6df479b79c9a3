package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.AfterPass;
import dev.keyturn.operator.controller.PassOrigin;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.schedule.LaneTurns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of the operator framework, in lanes. What the framework submits by itself comes from
 * an event, so somebody waits for it: it waits in lane {@link Lane#FIRST}, where stores and
 * namespaces take turns, under its {@link PassOrigin}. What is woken through {@link #wake} waits
 * here, in its lane, and is handed to the framework only when a slot is free for it. Thread-safe.
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
  private final LaneTurns<LaneWork<K>> turns;
  private final LongSupplier nanoTime;
  private final SlowWatch slowWatch;
  private final ScopedValue<PassOrigin> served = ScopedValue.newInstance();
  private final Set<Runnable> submitted = new LinkedHashSet<>();
  private final Set<Thread> running = new HashSet<>();
  private boolean closed;
  private boolean draining;

  /**
   * @param size how many passes may run at once
   * @param nanoTime by which a pass is slow
   * @param framework wakes a key in the framework, on the calling thread
   */
  LaneExecutor(int size, LongSupplier nanoTime, Consumer<K> framework) {
    this.turns = new LaneTurns<>(size);
    this.nanoTime = nanoTime;
    this.slowWatch = new SlowWatch(lock, nanoTime, turns::nextBySlowness, this::handOut);
    this.framework = framework;
  }

  /** Lets a pass over the key wait for its turn; a key waits once, in its most urgent lane. */
  void wake(K key, Lane lane, String store, String namespace) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      turns.offer(new LaneWork.Key<>(key), lane, store, namespace);
    } finally {
      lock.unlock();
    }
    handOut();
  }

  /** How many wait in a lane. */
  int waiting(Lane lane) {
    lock.lock();
    try {
      return turns.waiting(lane);
    } finally {
      lock.unlock();
    }
  }

  /** True while nothing waits; passes may be running. */
  boolean isIdle() {
    return locked(() -> turns.isIdle());
  }

  /** True where the calling thread is one of these workers. */
  boolean isWorking() {
    return served.isBound();
  }

  /** How many wakes ended with an exception. */
  long failures() {
    return failures.get();
  }

  @Override
  public void execute(Runnable task) {
    if (handover.isBound() && handover.get().accepts()) {
      start(task, handover.get().slot());
      return;
    }
    // At the end of a pass the framework submits the next one of the same object.
    PassOrigin origin =
        PassOrigin.take().orElseGet(() -> served.isBound() ? served.get() : PassOrigin.UNKNOWN);
    execute(task, origin);
  }

  /** The same, where it is known whom the pass serves. */
  void execute(Runnable task, PassOrigin origin) {
    lock.lock();
    try {
      if (draining) {
        // The process ends: whoever acts next looks at everything.
        return;
      }
      if (closed) {
        throw new RejectedExecutionException("the workers are closed");
      }
      submitted.add(task);
      turns.offer(new LaneWork.Task<>(task), Lane.FIRST, origin.store(), origin.namespace());
    } finally {
      lock.unlock();
    }
    handOut();
  }

  /** Fills the free slots. */
  private void handOut() {
    for (Optional<LaneWork.Given<K>> given = nextWork(); given.isPresent(); given = nextWork()) {
      LaneWork.Slot slot = given.get().slot();
      switch (given.get().work()) {
        case LaneWork.Task<K>(Runnable task) -> start(task, slot);
        case LaneWork.Key<K>(K key) -> handOver(key, slot);
      }
    }
  }

  /** Takes a slot and what it is for. */
  private Optional<LaneWork.Given<K>> nextWork() {
    lock.lock();
    try {
      Optional<LaneTurns.Turn<LaneWork<K>>> next = turns.next(nanoTime.getAsLong());
      if (next.isEmpty()) {
        slowWatch.look();
        return Optional.empty();
      }
      LaneTurns.Turn<LaneWork<K>> turn = next.get();
      if (turn.key() instanceof LaneWork.Task<K>(Runnable task)) {
        submitted.remove(task);
      }
      PassOrigin origin = new PassOrigin(false, turn.store(), turn.namespace());
      return Optional.of(new LaneWork.Given<>(turn.key(), new LaneWork.Slot(turn.pass(), origin)));
    } finally {
      lock.unlock();
    }
  }

  private void handOver(K key, LaneWork.Slot slot) {
    Handover mine = new Handover(slot);
    try {
      ScopedValue.where(handover, mine).run(() -> framework.accept(key));
    } catch (RuntimeException e) {
      failures.incrementAndGet();
      LOG.atError().addKeyValue("class", e.getClass().getName()).log("a wake failed");
    } finally {
      if (mine.accepts()) {
        giveBack(slot);
      }
    }
  }

  private void start(Runnable task, LaneWork.Slot slot) {
    Thread thread =
        threads.newThread(() -> {
          try {
            ScopedValue.where(served, slot.origin()).run(() -> AfterPass.run(task));
          } finally {
            ended(slot);
          }
        });
    var _ = locked(() -> running.add(thread));
    thread.start();
  }

  private void ended(LaneWork.Slot slot) {
    var _ = locked(() -> running.remove(Thread.currentThread()));
    giveBack(slot);
    handOut();
  }

  private void giveBack(LaneWork.Slot slot) {
    lock.lock();
    try {
      turns.end(nanoTime.getAsLong(), slot.pass());
      if (closed && turns.running() == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Begins nothing any more, what the framework has submitted included; what runs may end. */
  void drain() {
    lock.lock();
    try {
      closed = true;
      draining = true;
      turns.clear();
      submitted.clear();
      idle.signalAll();
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
      turns.removeIf(work -> work instanceof LaneWork.Key<K>);
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
      turns.clear();
      running.forEach(Thread::interrupt);
      return left;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isShutdown() {
    return locked(() -> closed);
  }

  @Override
  public boolean isTerminated() {
    return locked(() -> closed && turns.running() == 0 && submitted.isEmpty());
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

  private boolean locked(BooleanSupplier work) {
    lock.lock();
    try {
      return work.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }
}
