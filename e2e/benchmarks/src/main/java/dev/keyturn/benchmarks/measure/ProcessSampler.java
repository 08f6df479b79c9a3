package dev.keyturn.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads a process every quarter of a second until it is closed. Thread-safe. */
public final class ProcessSampler implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(250);

  private final long pid;
  private final List<ProcessReading> readings = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private ProcessSampler(long pid) {
    this.pid = pid;
    thread = Thread.ofPlatform().daemon().name("sampler").unstarted(this::run);
  }

  public static ProcessSampler start(long pid) {
    ProcessSampler sampler = new ProcessSampler(pid);
    sampler.thread.start();
    return sampler;
  }

  private void run() {
    try {
      do {
        ProcessReading.of(pid).ifPresent(this::add);
      } while (!closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void add(ProcessReading reading) {
    readings.add(reading);
  }

  /** So far, in order; a process that ended early gives few. */
  public synchronized List<ProcessReading> readings() {
    return List.copyOf(readings);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
