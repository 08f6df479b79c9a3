package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.SyncId;
import java.lang.ref.SoftReference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the newest generation of one sync says under the scopes of the moment, read once. It goes
 * first where memory is short: to read it again costs microseconds, to hold it for ten thousand
 * syncs costs megabytes. Thread-safe.
 */
final class ParsedSpec {
  private volatile Parsed last = new Parsed(-1, Duration.ZERO, new SoftReference<>(null));

  private record Parsed(
      long generation, Duration leastInterval, SoftReference<SpecOutcome> outcome) {}

  SpecOutcome of(SyncId id, SecretSync sync, Duration leastInterval) {
    long generation = sync.getMetadata().getGeneration();
    Parsed known = last;
    @Nullable SpecOutcome outcome = known.outcome.get();
    if (outcome != null
        && known.generation == generation
        && known.leastInterval.equals(leastInterval)) {
      return outcome;
    }
    SpecOutcome read = SpecReader.read(id, sync.getSpec(), leastInterval);
    last = new Parsed(generation, leastInterval, new SoftReference<>(read));
    return read;
  }
}
