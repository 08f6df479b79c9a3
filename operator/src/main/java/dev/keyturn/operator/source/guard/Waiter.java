package dev.keyturn.operator.source.guard;

import dev.keyturn.operator.engine.schedule.Lane;
import java.time.Instant;
import java.util.Optional;

/**
 * One who wants to call a store.
 *
 * @param reader who is told when it may, where it may not at once; see {@link Errand}
 * @param calls how many it wants to make, at least one
 * @param atOnce how many of them may be under way together, at least one
 * @param servedAt when it last got what it wanted, in milliseconds; the least number for never
 * @param end when what it wants is of no use any more; who has such an end comes before all who
 *     have none, the nearest end first
 */
public record Waiter(
    String reader, int calls, int atOnce, long servedAt, Optional<Instant> end, Lane lane) {

  /** One that only time has made due. */
  public Waiter(String reader, int calls, int atOnce, long servedAt, Optional<Instant> end) {
    this(reader, calls, atOnce, servedAt, end, Lane.REFRESH);
  }

  /** One without an end, whose calls may all be under way together. */
  public Waiter(String reader, int calls, long servedAt) {
    this(reader, calls, calls, servedAt, Optional.empty());
  }

  /** The same in another lane. */
  public Waiter in(Lane other) {
    return new Waiter(reader, calls, atOnce, servedAt, end, other);
  }

  boolean comesBefore(Waiter other) {
    return end.isPresent() && (other.end.isEmpty() || end.get().isBefore(other.end.get()));
  }
}
