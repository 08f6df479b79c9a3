package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Asked right before each call that changes something at a backend: a write, a tag, a deletion, a
 * credential that is made, prolonged or ended. A login may have taken its time before it.
 *
 * @param mayAct false while another process may be the one that acts
 */
record EffectFence(BooleanSupplier mayAct) {

  /** The call, or Unavailable instead of it. */
  <T> Outcome<T> before(Supplier<Outcome<T>> call) {
    return mayAct.getAsBoolean() ? call.get() : Outcome.failed(FailureClass.Unavailable);
  }
}
