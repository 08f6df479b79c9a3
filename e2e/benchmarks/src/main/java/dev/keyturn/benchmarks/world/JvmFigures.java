package dev.keyturn.benchmarks.world;

import java.util.function.Predicate;

/**
 * What a JVM says of itself on a Prometheus text page by Micrometer's names.
 *
 * @param allocatedBytes since its start
 * @param collectionSeconds spent in pauses since its start
 * @param liveBytes of the old generation after its last collection
 * @param heapBytes used now, garbage included
 * @param committedHeapBytes what the heap takes, used or not
 * @param committedCodeBytes compiled code, and classes that are in no cache
 */
public record JvmFigures(
    double allocatedBytes,
    double collectionSeconds,
    double liveBytes,
    double heapBytes,
    double committedHeapBytes,
    double committedCodeBytes) {
  static final JvmFigures NONE = new JvmFigures(0, 0, 0, 0, 0, 0);

  static JvmFigures parse(String page) {
    return new JvmFigures(
        sum(page, "jvm_gc_memory_allocated_bytes_total", line -> true),
        sum(page, "jvm_gc_pause_seconds_sum", line -> true),
        sum(page, "jvm_gc_live_data_size_bytes", line -> true),
        sum(page, "jvm_memory_used_bytes", line -> line.contains("area=\"heap\"")),
        sum(page, "jvm_memory_committed_bytes", line -> line.contains("area=\"heap\"")),
        sum(page, "jvm_memory_committed_bytes", line -> line.contains("area=\"nonheap\"")));
  }

  private static double sum(String page, String name, Predicate<String> wanted) {
    return page.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(wanted)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
