package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.sync.SyncMemories;
import dev.keyturn.operator.engine.plan.SyncId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Up to when every due time was attempted, as the Lease tells it to the process that acts next. A
 * sync that fails or waits for its store holds nothing back; nor does one that was made in this
 * term, because no due time of it was ever missed. Within a term it never goes back. Thread-safe.
 */
final class ServedUntil {
  private final Supplier<Stream<SecretSync>> syncs;
  private final SyncMemories memories;
  private final InstantSource clock;
  private final Set<String> awaited = new HashSet<>();
  private long term = -1;
  private volatile Optional<Instant> last = Optional.empty();
  private volatile boolean stopped;

  ServedUntil(Supplier<Stream<SecretSync>> syncs, SyncMemories memories, InstantSource clock) {
    this.syncs = syncs;
    this.memories = memories;
    this.clock = clock;
  }

  /** Empty where this process does not know: then what the Lease says stays. */
  synchronized Optional<Instant> current() {
    if (!stopped) {
      last = look();
    }
    return last;
  }

  /** From now on nothing is attempted any more. */
  synchronized void stop() {
    last = look();
    stopped = true;
  }

  private Optional<Instant> look() {
    long now = memories.term();
    if (now != term) {
      // Those that were there when the term began have due times that nobody may have met.
      term = now;
      last = Optional.empty();
      awaited.clear();
      unseen().forEach(awaited::add);
    } else if (!awaited.isEmpty()) {
      awaited.retainAll(unseen().collect(Collectors.toSet()));
    }
    Optional<Instant> looked =
        awaited.isEmpty() ? Optional.of(attempted()) : memories.before().servedUntil();
    return last.filter(told -> looked.isEmpty() || told.isAfter(looked.get())).or(() -> looked);
  }

  private Instant attempted() {
    Instant now = clock.instant();
    return memories
        .oldestOwed()
        .map(oldest -> oldest.minusMillis(1))
        .filter(before -> before.isBefore(now))
        .orElse(now);
  }

  /** The UIDs of the syncs that had no pass in this term. */
  private Stream<String> unseen() {
    return syncs
        .get()
        .filter(sync ->
            memories.isNew(
                new SyncId(sync.getMetadata().getNamespace(), sync.getMetadata().getName())))
        .map(sync -> sync.getMetadata().getUid());
  }
}
