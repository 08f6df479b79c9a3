package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.source.Seen;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the reads of a sync's sources showed. What was read and what was applied are kept apart: a
 * value that was read and could not be written must not be taken for confirmed by the next attempt.
 */
final class SeenSources {
  private final Map<String, Seen> read = new HashMap<>();
  private final Map<String, Seen> applied = new HashMap<>();

  /** Notes a read of the running attempt; it counts as applied when the attempt succeeds. */
  void saw(String source, Seen seen) {
    read.put(source, seen);
  }

  /** What the last read of the source showed, whatever became of it. */
  Optional<Seen> lastRead(String source) {
    return Optional.ofNullable(read.get(source));
  }

  /** What the target was made from. */
  Optional<Seen> applied(String source) {
    return Optional.ofNullable(applied.get(source));
  }

  /** The attempt succeeded: the target is made from what was read. */
  void applied() {
    applied.putAll(read);
  }
}
