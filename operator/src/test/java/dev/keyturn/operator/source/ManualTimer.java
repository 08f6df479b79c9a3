package dev.keyturn.operator.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer that runs its tasks on the thread that moves the time. */
final class ManualTimer extends AbstractExecutorService implements ScheduledExecutorService {
  private final ManualTime time;
  private final List<Task<?>> tasks = new ArrayList<>();
  private boolean shutdown;

  ManualTimer(ManualTime time) {
    this.time = time;
  }

  /** Moves the time and runs what comes due on the way, each at its own time. */
  void advance(Duration by) {
    long end = time.getAsLong() + by.toNanos();
    Optional<Task<?>> next = nextUntil(end);
    while (next.isPresent()) {
      time.advance(Duration.ofNanos(Math.max(0, next.get().at - time.getAsLong())));
      next.get().fire();
      next = nextUntil(end);
    }
    time.advance(Duration.ofNanos(end - time.getAsLong()));
  }

  /** Waits of the tasks that are still to run, shortest first. */
  synchronized List<Duration> waits() {
    return tasks.stream()
        .filter(task -> !task.isCancelled())
        .map(task -> Duration.ofNanos(task.at - time.getAsLong()))
        .sorted()
        .toList();
  }

  private synchronized Optional<Task<?>> nextUntil(long end) {
    tasks.removeIf(FutureTask::isDone);
    Optional<Task<?>> next =
        tasks.stream()
            .filter(task -> task.at <= end)
            .min(Comparator.<Task<?>>comparingLong(task -> task.at));
    next.ifPresent(tasks::remove);
    return next;
  }

  private synchronized void add(Task<?> task) {
    tasks.add(task);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long wait, TimeUnit unit) {
    return schedule(Executors.callable(work), wait, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long wait, TimeUnit unit) {
    Task<V> task = new Task<>(work, time.getAsLong() + unit.toNanos(wait), 0);
    add(task);
    return task;
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long wait, long delay, TimeUnit unit) {
    Task<Object> task =
        new Task<>(
            Executors.callable(work), time.getAsLong() + unit.toNanos(wait), unit.toNanos(delay));
    add(task);
    return task;
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long wait, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void execute(Runnable work) {
    work.run();
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    shutdown = true;
    tasks.clear();
    return List.of();
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown();
  }

  @Override
  public boolean awaitTermination(long wait, TimeUnit unit) {
    return true;
  }

  private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final long period;
    private long at;

    Task(Callable<V> work, long at, long period) {
      super(work);
      this.at = at;
      this.period = period;
    }

    void fire() {
      if (period == 0) {
        run();
      } else if (runAndReset()) {
        at += period;
        add(this);
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - time.getAsLong(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
