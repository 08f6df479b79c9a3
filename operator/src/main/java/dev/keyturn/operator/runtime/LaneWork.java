package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.PassOrigin;
import dev.keyturn.operator.engine.schedule.FairSlots;

/** What waits for a worker: a pass that was submitted, or a key whose pass is woken then. */
sealed interface LaneWork<K> {
  record Task<K>(Runnable task) implements LaneWork<K> {}

  record Key<K>(K key) implements LaneWork<K> {}

  /** A slot that is taken, and whom it is taken for. */
  record Slot(FairSlots.Pass pass, PassOrigin origin) {}

  /** What a slot was taken for. */
  record Given<K>(LaneWork<K> work, Slot slot) {}
}
