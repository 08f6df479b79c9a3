package dev.keyturn.benchmarks.world;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Changes values at the backend and measures when their Secrets follow. Not thread-safe. */
public final class Changes {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final World world;
  private final Tenant tenant;
  private final Values values;
  private long[] changed = new long[0];

  public Changes(World world, Tenant tenant, Values values) {
    this.world = world;
    this.tenant = tenant;
    this.values = values;
  }

  /** Changes each of the first values once, at random moments within the time. */
  public void spread(int count, Duration time, String marker) {
    changed = new long[count];
    Random random = new Random(values.seed());
    long[] moments = random.longs(count, 0, time.toNanos()).sorted().toArray();
    List<Integer> order = shuffled(count, random);
    long started = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Pause.until(started + moments[i]);
      change(order.get(i), marker);
    }
  }

  private static List<Integer> shuffled(int count, Random random) {
    Integer[] numbers = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    Collections.shuffle(Arrays.asList(numbers), random);
    return List.of(numbers);
  }

  /** One after the other: changes a value, asks for its refresh, waits for its Secret. */
  public List<Double> requested(int count, String marker, BooleanSupplier alive) {
    changed = new long[count];
    for (int i = 0; i < count; i++) {
      change(i, marker);
      tenant.requestRefresh(i, marker);
      world.watch().await(List.of(tenant.sight(i, marker)), LIMIT, alive, seen -> {});
    }
    return delays(count, marker);
  }

  private void change(int number, String marker) {
    world.writeValue(number, values, marker);
    changed[number] = System.nanoTime();
  }

  /** Seconds from each change to the sight of it; all must have been seen. */
  public List<Double> delays(int count, String marker) {
    return IntStream.range(0, count)
        .mapToObj(i -> Math.max(0, (world.watch().at(tenant.sight(i, marker)) - changed[i]) / 1e9))
        .toList();
  }
}
