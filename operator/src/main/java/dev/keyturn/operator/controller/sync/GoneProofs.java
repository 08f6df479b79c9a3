package dev.keyturn.operator.controller.sync;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The proofs in a row that a source is gone; anything else starts the count anew. */
final class GoneProofs {
  private int count;
  private @Nullable Instant first;

  /** One more; their number, this one included. */
  int add(Instant now) {
    if (first == null) {
      first = now;
    }
    return ++count;
  }

  /** The time of the first one. */
  Optional<Instant> since() {
    return Optional.ofNullable(first);
  }

  void reset() {
    count = 0;
    first = null;
  }
}
