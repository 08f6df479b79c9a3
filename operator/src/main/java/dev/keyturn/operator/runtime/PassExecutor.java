package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.PassOrigin;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What the operator framework runs its passes on: those over stores ask backends and wait for them,
 * so they have workers of their own, and take none from the syncs. The namespaces share these as
 * the stores share the others. Thread-safe.
 */
final class PassExecutor extends AbstractExecutorService {
  /** Probes that may wait for their backends at once: each is little more than a socket. */
  private static final int PROBES = 64;

  private final LaneExecutor<?> workers;
  private final LaneExecutor<String> probes;

  /**
   * @param workers of every other pass
   * @param nanoTime by which a probe is slow
   */
  PassExecutor(LaneExecutor<?> workers, LongSupplier nanoTime) {
    this.workers = workers;
    this.probes = new LaneExecutor<>(PROBES, nanoTime, name -> {});
  }

  @Override
  public void execute(Runnable task) {
    // Without a note it is the next pass of the object whose pass ends on this thread; what a probe
    // wakes has one.
    if (PassOrigin.noted().map(PassOrigin::probe).orElseGet(probes::isWorking)) {
      probes.execute(task);
    } else {
      workers.execute(task);
    }
  }

  /** True while nothing waits; passes may be running. */
  boolean isIdle() {
    return workers.isIdle() && probes.isIdle();
  }

  /** Begins no pass any more; what runs may end. */
  void drain() {
    workers.drain();
    probes.drain();
  }

  @Override
  public void shutdown() {
    workers.shutdown();
    probes.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return Stream.of(workers.shutdownNow(), probes.shutdownNow()).flatMap(List::stream).toList();
  }

  @Override
  public boolean isShutdown() {
    return workers.isShutdown() && probes.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return workers.isTerminated() && probes.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(timeout);
    return workers.awaitTermination(timeout, unit)
        && probes.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
