package dev.keyturn.benchmarks.micro;

import dev.keyturn.operator.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The queue of due times while it holds fifty thousand objects. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SchedulerBenchmark {
  private static final int OBJECTS = 50_000;

  private final Scheduler<Integer> scheduler =
      new Scheduler<>("benchmark", System::nanoTime, key -> {});
  private int next;

  /** None of them is due within the measurement. */
  @Setup
  public void fill() {
    for (int i = 0; i < OBJECTS; i++) {
      scheduler.at(i, Duration.ofHours(1).plusMillis(i));
    }
  }

  @TearDown
  public void close() {
    scheduler.close();
  }

  /** What each refresh does: the next due time of an object that is in the queue. */
  @Benchmark
  public void reschedule() {
    next = (next + 1) % OBJECTS;
    scheduler.at(next, Duration.ofHours(2));
  }
}
