package dev.keyturn.devcluster.store;

import java.util.List;

/** What a watcher gets when it asks for what happened after a version. */
public sealed interface Changes {
  /**
   * What happened, oldest first; empty when nothing did before the deadline.
   *
   * @param version the store's version up to which the answer is complete
   */
  record Complete(List<Change> changes, long version) implements Changes {}

  /** The history no longer reaches back that far. */
  record TooOld(long oldest) implements Changes {}
}
