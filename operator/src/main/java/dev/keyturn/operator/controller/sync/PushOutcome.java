package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.engine.plan.Problem;
import java.util.Optional;

/**
 * What became of one secret that is pushed.
 *
 * @param entry what the status says of it; empty where nothing of ours is there
 * @param change absent where the backend was not asked, and where nothing was decided yet
 */
record PushOutcome(
    Optional<SyncPushed> entry,
    Optional<Problem> problem,
    Optional<PushDelay> delay,
    Optional<Change> change) {

  /** What a push that worked did. The names are labels of a metric. */
  enum Change {
    Changed,
    Unchanged
  }

  static PushOutcome done(SyncPushed entry, boolean written) {
    return new PushOutcome(
        Optional.of(entry),
        Optional.empty(),
        Optional.empty(),
        Optional.of(written ? Change.Changed : Change.Unchanged));
  }

  static PushOutcome failed(Optional<SyncPushed> known, ErrorClass kind, String subject) {
    return failed(known, Problem.of(kind, Detail.PUSH, subject));
  }

  static PushOutcome failed(Optional<SyncPushed> known, Problem why) {
    return new PushOutcome(known, Optional.of(why), Optional.empty(), Optional.empty());
  }

  static PushOutcome delayed(Optional<SyncPushed> known, PushDelay delay) {
    return new PushOutcome(known, Optional.empty(), Optional.of(delay), Optional.empty());
  }

  static PushOutcome unchanged(Optional<SyncPushed> known) {
    return new PushOutcome(
        known, Optional.empty(), Optional.empty(), Optional.of(Change.Unchanged));
  }

  static PushOutcome untouched(Optional<SyncPushed> known) {
    return new PushOutcome(known, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** As a metric counts it. */
  Optional<String> result() {
    return problem.map(why -> why.kind().name()).or(() -> change.map(Change::name));
  }
}
