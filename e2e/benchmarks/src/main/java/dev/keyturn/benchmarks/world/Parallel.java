package dev.keyturn.benchmarks.world;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Several workers that take numbers from one counter. */
public final class Parallel {
  private Parallel() {}

  /**
   * Does the work for 0 to count - 1 and returns when all is done; the first failure ends it.
   *
   * @return seconds from the first to the last
   */
  public static double run(int workers, int count, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    long started = System.nanoTime();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int worker = 0; worker < Math.min(workers, count); worker++) {
        all.add(
            executor.submit(() -> {
              for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                work.accept(i);
              }
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the work of the raw client failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return (System.nanoTime() - started) / 1e9;
  }
}
