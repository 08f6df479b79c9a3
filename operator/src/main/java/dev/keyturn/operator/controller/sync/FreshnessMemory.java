package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long the last read is fresh, for as long as neither it nor the spec nor its scopes change.
 * Thread-safe.
 */
final class FreshnessMemory {
  private volatile @Nullable Known known;

  private record Known(
      long generation, Duration leastInterval, Instant since, Optional<Duration> limit) {}

  Optional<Duration> of(
      SecretSync sync, Duration leastInterval, Instant since, Supplier<Optional<Duration>> search) {
    long generation = sync.getMetadata().getGeneration();
    Known held = known;
    if (held != null
        && held.generation == generation
        && held.leastInterval.equals(leastInterval)
        && held.since.equals(since)) {
      return held.limit;
    }
    Optional<Duration> limit = search.get();
    known = new Known(generation, leastInterval, since, limit);
    return limit;
  }
}
