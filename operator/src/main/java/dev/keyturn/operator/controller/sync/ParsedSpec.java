package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.SyncId;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/**
 * What the newest generation of one sync says, read once. It goes first where memory is short: to
 * read it again costs microseconds, to hold it for ten thousand syncs costs megabytes. Thread-safe.
 */
final class ParsedSpec {
  private volatile Parsed last = new Parsed(-1, new SoftReference<>(null));

  private record Parsed(long generation, SoftReference<SpecOutcome> outcome) {}

  SpecOutcome of(SyncId id, SecretSync sync) {
    long generation = sync.getMetadata().getGeneration();
    Parsed known = last;
    @Nullable SpecOutcome outcome = known.outcome.get();
    if (outcome != null && known.generation == generation) {
      return outcome;
    }
    SpecOutcome read = SpecReader.read(id, sync.getSpec());
    last = new Parsed(generation, new SoftReference<>(read));
    return read;
  }
}
