package dev.keyturn.operator.engine.schedule;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Who waits in which lane, and who runs: hands out the slots of {@link FairSlots} in the order of
 * {@link LaneQueue}. Not thread-safe; moments are those of one monotonic clock, in nanoseconds.
 */
public final class LaneTurns<K> {
  private final FairSlots slots;
  private final LaneQueue<K> queue = new LaneQueue<>();

  /**
   * @param size how many passes may run at once, at least two
   */
  public LaneTurns(int size) {
    this.slots = new FairSlots(size);
  }

  /** What has its turn; {@link #end} has to follow. */
  public record Turn<K>(K key, String store, String namespace, FairSlots.Pass pass) {}

  /** Lets a key wait; a key waits once, in its most urgent lane. */
  public void offer(K key, Lane lane, String store, String namespace) {
    queue.offer(key, lane, store, namespace);
  }

  /** Begins what has its turn, where there is a slot for it. */
  public Optional<Turn<K>> next(long now) {
    Optional<FairSlots.Turn> taken = slots.take(now, queue::hasWaiting);
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    FairSlots.Turn turn = taken.get();
    LaneQueue.Turn<K> next = queue.poll(turn.lane(), turn.stores()).orElseThrow();
    FairSlots.Pass pass = slots.begin(now, turn, next.store());
    return Optional.of(new Turn<>(next.key(), next.store(), next.namespace(), pass));
  }

  public void end(long now, FairSlots.Pass pass) {
    slots.give(now, pass);
  }

  /** When somebody may have a turn though nothing ended; absent where nobody waits for that. */
  public OptionalLong nextBySlowness() {
    return isIdle() ? OptionalLong.empty() : slots.nextSlow();
  }

  /** How many passes run. */
  public int running() {
    return slots.running();
  }

  /** How many wait in the lane. */
  public int waiting(Lane lane) {
    return queue.waiting(lane);
  }

  /** True while nothing waits. */
  public boolean isIdle() {
    return queue.isEmpty();
  }

  /** Takes out what is not waited for any more. */
  public void removeIf(Predicate<K> unwanted) {
    queue.removeIf(unwanted);
  }

  public void clear() {
    queue.clear();
  }
}
