package dev.keyturn.operator.kube.target;

import java.util.Optional;

/** Decides whether a sync may write a Secret, and how. Pure. */
sealed interface Claim {

  /** Nothing is there: create it, and it alone. */
  record Create() implements Claim {}

  /** Write this very object. */
  record Update(Identity live, boolean force) implements Claim {}

  /** Leave it. */
  record Refuse(WriteResult why) implements Claim {}

  static Claim of(DesiredSecret desired, Optional<Identity> there) {
    if (there.isEmpty()) {
      return desired.policy() == DesiredSecret.Policy.MERGE
          ? new Refuse(new WriteResult.TargetMissing())
          : new Create();
    }
    Identity live = there.get();
    if (desired.policy() == DesiredSecret.Policy.MERGE) {
      return new Update(live, false);
    }
    boolean free = live.controller().isEmpty() && live.ownerAnnotation().isEmpty();
    if (live.belongsTo(desired.sync().uid()) || (free && desired.adopt())) {
      return new Update(live, true);
    }
    return new Refuse(new WriteResult.OwnershipConflict(holder(live), live.writer()));
  }

  private static WriteResult.Holder holder(Identity live) {
    if (live.controller().isPresent()) {
      return WriteResult.Holder.CONTROLLER;
    }
    return live.ownerAnnotation().isPresent()
        ? WriteResult.Holder.OTHER_SYNC
        : WriteResult.Holder.UNMARKED;
  }
}
