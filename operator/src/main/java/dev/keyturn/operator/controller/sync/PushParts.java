package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import java.util.Optional;

/**
 * What pushes are made of.
 *
 * @param looked values that stand at their backend already
 * @param unfinished values that could not be brought there: the next attempt of whatever push tries
 *     it again
 */
record PushParts(
    RemoteWrites writes,
    PushSources sources,
    OwnerMarks marks,
    RemoteCleanup cleanup,
    SyncEvents events,
    PushHashes hashes,
    PushPaces paces,
    LookedSources looked,
    LookedSources unfinished) {

  PushParts(
      RemoteWrites writes,
      PushSources sources,
      OwnerMarks marks,
      RemoteCleanup cleanup,
      SyncEvents events,
      PushHashes hashes,
      PushPaces paces) {
    this(
        writes,
        sources,
        marks,
        cleanup,
        events,
        hashes,
        paces,
        new LookedSources(),
        new LookedSources());
  }

  /** True where the sources are not those that were pushed or looked at last. */
  boolean changed(SyncId id, PushPlan.Group group, PushedEntries before) {
    Optional<String> versions = sources.versions(id.namespace(), group);
    return versions.isPresent()
        && before.of(group).filter(it -> versions.get().equals(it.sources())).isEmpty()
        && !looked.contains(id, group, versions.get());
  }
}
