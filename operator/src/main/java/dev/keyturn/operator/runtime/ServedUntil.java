package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.sync.SyncMemories;
import dev.keyturn.operator.engine.plan.SyncId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Up to when every due time was attempted, as the Lease tells it to the process that acts next. A
 * sync that fails or waits for its store holds nothing back. Thread-safe.
 */
final class ServedUntil {
  private final ResourceCache<SecretSync> syncs;
  private final SyncMemories memories;
  private final InstantSource clock;
  private volatile Optional<Instant> last = Optional.empty();
  private volatile boolean stopped;

  ServedUntil(ResourceCache<SecretSync> syncs, SyncMemories memories, InstantSource clock) {
    this.syncs = syncs;
    this.memories = memories;
    this.clock = clock;
  }

  /** Empty where this process does not know: then what the Lease says stays. */
  Optional<Instant> current() {
    if (!stopped) {
      last = look();
    }
    return last;
  }

  /** From now on nothing is attempted any more. */
  void stop() {
    last = look();
    stopped = true;
  }

  private Optional<Instant> look() {
    boolean allSeen =
        syncs
            .all()
            .map(
                sync -> new SyncId(sync.getMetadata().getNamespace(), sync.getMetadata().getName()))
            .noneMatch(memories::isNew);
    if (!allSeen) {
      return memories.before().servedUntil();
    }
    Instant now = clock.instant();
    return Optional.of(
        memories
            .oldestOwed()
            .map(oldest -> oldest.minusMillis(1))
            .filter(before -> before.isBefore(now))
            .orElse(now));
  }
}
