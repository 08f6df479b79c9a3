package dev.keyturn.operator.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives memory back after a burst of work. The serial collector shrinks the heap at full
 * collections only, and an operator at rest makes so little garbage that it never needs one: what a
 * cold start took would stay taken. So one is asked for when nothing waits: once after the start,
 * which leaves a large young generation behind, and then whenever the old one has grown by more
 * than it costs to look: some 100 ms at 5,000 syncs.
 */
final class HeapTrim implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
  private static final long WORTH_IT = 8L << 20;

  private final BooleanSupplier idle;
  private final LongSupplier grown;
  private final Runnable collection;
  private final Scheduler<String> timer;
  private boolean wasIdle;
  private boolean startIsOver;

  /**
   * Starts looking.
   *
   * @param idle true while nothing waits for a worker
   * @param grown bytes by which the old generation has grown since its last collection
   * @param collection a full one
   */
  HeapTrim(BooleanSupplier idle, LongSupplier grown, Runnable collection, LongSupplier nanoTime) {
    this.idle = idle;
    this.grown = grown;
    this.collection = collection;
    this.timer = new Scheduler<>("heap-trim", nanoTime, this::look);
    timer.at("", BETWEEN_LOOKS);
  }

  /** That of this process. */
  static HeapTrim ofThisProcess(BooleanSupplier idle) {
    Optional<MemoryPoolMXBean> old = oldGeneration();
    return new HeapTrim(
        idle, () -> old.map(HeapTrim::grown).orElse(0L), System::gc, System::nanoTime);
  }

  /** Idle twice in a row: in the middle of a burst no moment is a good one. */
  void look(String every) {
    boolean isIdle = idle.getAsBoolean();
    if (isIdle && wasIdle && (!startIsOver || grown.getAsLong() > WORTH_IT)) {
      startIsOver = true;
      collection.run();
    }
    wasIdle = isIdle;
    timer.at(every, BETWEEN_LOOKS);
  }

  /** By name, as the collectors of the JDK call it. */
  static Optional<MemoryPoolMXBean> oldGeneration() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .filter(pool -> pool.getName().contains("Tenured") || pool.getName().contains("Old"))
        .findFirst();
  }

  private static long grown(MemoryPoolMXBean pool) {
    @Nullable MemoryUsage afterCollection = pool.getCollectionUsage();
    return pool.getUsage().getUsed() - (afterCollection == null ? 0 : afterCollection.getUsed());
  }

  @Override
  public void close() {
    timer.close();
  }
}
