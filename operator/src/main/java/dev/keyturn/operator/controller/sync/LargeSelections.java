package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.Knowledge;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.SyncPlan;

/**
 * Asks the plan for the next step, a few passes at once where much is selected and rendered: each
 * copies some times what it read, and the bound of values under way counts a read once.
 */
final class LargeSelections {
  private final SyncPlan plan;
  private final LargeTurns turns;

  LargeSelections(SyncPlan plan, LargeTurns turns) {
    this.plan = plan;
    this.turns = turns;
  }

  Step next(Observed observed, Knowledge knowledge) {
    return turns.run(most(observed, knowledge), () -> plan.next(observed, knowledge));
  }

  /** Bytes that may be selected: every entry may select every value whole. */
  private static long most(Observed observed, Knowledge knowledge) {
    long read = 0;
    for (ReadResult result : knowledge.reads().values()) {
      if (result instanceof ReadResult.Value value) {
        read += value.tree().size();
      }
    }
    long entries =
        SyncPass.settings(observed)
            .map(settings -> settings.entries().size() + settings.groups().size())
            .orElse(0);
    return read * entries;
  }
}
