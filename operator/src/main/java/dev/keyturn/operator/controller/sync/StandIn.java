package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.Serving;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which store serves a sync, and holds the sync to a fallback until its own store was
 * found well twice over at least a minute: a store that comes and goes must not turn a Secret back
 * and forth. Used by one pass at a time; {@link #isHeld} from other threads as well.
 */
final class StandIn {
  static final Duration PROOF = Duration.ofMinutes(1);
  private static final int PROBES = 2;

  private volatile boolean held;
  private @Nullable StoreIdentity last;
  private boolean well;
  private long wellSince;
  private int probes;

  /** Notes how the own store is before a pass; monotonic time. */
  Serving look(boolean ownIsWell, long now) {
    well = ownIsWell;
    if (held) {
      if (!ownIsWell) {
        probes = 0;
      } else if (++probes == 1) {
        wellSince = now;
      } else if (probes >= PROBES && now - wellSince >= PROOF.toNanos()) {
        held = false;
      }
    }
    return new Serving(Optional.ofNullable(last), held);
  }

  /** A pass ended with the values of this store. */
  void served(StoreIdentity store, boolean own) {
    if (!own && !held) {
      probes = 0;
    }
    held = !own;
    last = store;
  }

  /** True while a fallback serves and the own store is not proven well. */
  boolean isHeld() {
    return held;
  }

  /**
   * True where the own store looks well, and the rest of the minute is awaited. That may be so from
   * the first: one read failed, and no probe found the store down, so that none finds it back.
   */
  boolean isProving() {
    return held && well;
  }
}
