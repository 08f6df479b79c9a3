package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SyncSource;
import java.util.List;

/** What a pass does next. */
public sealed interface Step {

  /** Nothing: the world is as it was left, or the sync is suspended. */
  record Rest(boolean suspended) implements Step {}

  /** Nothing now: the store cannot serve, and its recovery wakes the sync. */
  record Park(Problem why) implements Step {}

  /**
   * Read these, add the answers to the knowledge, ask again.
   *
   * @param confirm true where an unchanged answer is enough and no value is needed
   */
  record Need(List<ReadRequest> reads, Trigger trigger, boolean confirm) implements Step {}

  /** All reads are good: have these made, add the answers to the knowledge, ask again. */
  record Issue(List<IssueRequest> requests) implements Step {}

  /** Everything is confirmed as it was: no value was needed. */
  record Confirmed() implements Step {}

  /** The attempt failed; the target stays as it is. */
  record Failed(Problem why, KeyCount keys) implements Step {}

  /** The values are there. */
  record Complete(DesiredTarget desired, KeyCount keys, List<SyncSource> sources) implements Step {}
}
