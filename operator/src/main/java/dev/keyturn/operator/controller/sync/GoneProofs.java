package dev.keyturn.operator.controller.sync;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The proofs in a row that a source is gone; anything else starts the count anew. */
final class GoneProofs {
  private int count;
  private @Nullable Instant first;
  private @Nullable Basis basis;

  /**
   * What was asked, and where: proofs of another spec or of a changed store prove nothing.
   *
   * @param generation of the sync
   * @param stores UID and generation of each store that is read
   */
  record Basis(long generation, List<String> stores) {}

  /** One more on this basis; their number, this one included. */
  int add(Instant now, Basis asked) {
    if (!asked.equals(basis)) {
      reset();
      basis = asked;
    }
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
