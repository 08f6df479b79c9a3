package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.Optional;

/**
 * Which of a sync's store and its fallbacks served last.
 *
 * @param last empty where this process has not seen it served
 * @param held true where the sync stays with that one for now, although an earlier one may be back
 */
public record Serving(Optional<StoreIdentity> last, boolean held) {
  public static final Serving UNKNOWN = new Serving(Optional.empty(), false);
}
