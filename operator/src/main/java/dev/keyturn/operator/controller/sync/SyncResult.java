package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.operator.engine.mac.TargetHash;
import dev.keyturn.operator.engine.plan.KeyCount;
import dev.keyturn.operator.engine.plan.Problem;
import java.util.List;

/** How a pass ended, as far as the status must say it. */
sealed interface SyncResult {

  /**
   * The target is what it shall be.
   *
   * @param contentChanged true where what the target holds of ours is new
   * @param sameValues true where every value is known to be the one that was there before, or was
   *     made from the same
   */
  record Worked(
      KeyCount keys,
      List<SyncSource> sources,
      TargetHash hash,
      String targetUid,
      boolean contentChanged,
      boolean sameValues)
      implements SyncResult {}

  /** Confirmed as it was, without a value. */
  record Confirmed() implements SyncResult {}

  /** An attempt failed; failures counts this one. */
  record Failed(Problem why, KeyCount keys, int failures) implements SyncResult {}

  /** No attempt was made, because the store cannot serve. */
  record Parked(Problem why) implements SyncResult {}

  /**
   * No attempt was made yet: the sync is in line at its store, and called when its turn has come.
   *
   * @param brief true where the wait is so short that nobody needs to be told
   */
  record Queued(Problem why, boolean brief) implements SyncResult {}

  /** No attempt was due. */
  record Rested() implements SyncResult {}

  /** The sync is suspended. */
  record Suspended() implements SyncResult {}

  /** True where the sync shall not or may not read: then nothing is read ahead for it either. */
  default boolean endsReading() {
    return switch (this) {
      case Suspended suspended -> true;
      case Failed(Problem why, KeyCount keys, int failures) -> why.kind() == ErrorClass.ScopeDenied;
      case Parked(Problem why) -> why.kind() == ErrorClass.ScopeDenied;
      case Worked worked -> false;
      case Confirmed confirmed -> false;
      case Queued queued -> false;
      case Rested rested -> false;
    };
  }
}
