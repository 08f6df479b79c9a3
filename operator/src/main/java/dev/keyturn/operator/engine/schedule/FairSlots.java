package dev.keyturn.operator.engine.schedule;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Slots that no store can hold against the others. Alone, a store uses all of them; what it has
 * beyond half of them is borrowed, and borrowed slots count for nobody else: whoever comes finds
 * its own slots free, however long the passes of that store take. So at most one and a half times
 * as many passes run at once. Not thread-safe.
 */
public final class FairSlots {
  /** Without what is borrowed: what decides whether somebody who waits gets a slot. */
  private final Slots charged;

  /** With it: what decides whether there is something to borrow. */
  private final Slots all;

  private final int share;
  private final Map<String, Held> stores = new HashMap<>();

  /**
   * @param size of all slots, at least two
   */
  public FairSlots(int size) {
    this.charged = new Slots(size);
    this.all = new Slots(size);
    this.share = size / 2;
  }

  /** What waits. */
  @FunctionalInterface
  public interface Waiting {
    /** True where something waits in this lane for one of these stores. */
    boolean has(Lane lane, Predicate<String> stores);
  }

  /**
   * A slot that was taken, for the next in its lane of these stores.
   *
   * @param borrowed true where only stores that have their share wait
   */
  public record Turn(Lane lane, boolean borrowed) {}

  /** Takes a slot where one is free for what waits; {@link #begin} has to follow. */
  public Optional<Turn> take(Waiting waiting) {
    Optional<Lane> fair = charged.take(lane -> waiting.has(lane, this::isBelowShare));
    if (fair.isPresent()) {
      all.add(fair.get());
      return fair.map(lane -> new Turn(lane, false));
    }
    return all.take(lane -> waiting.has(lane, store -> true)).map(lane -> new Turn(lane, true));
  }

  /** True for the stores that a turn is for. */
  public boolean isFor(Turn turn, String store) {
    return turn.borrowed() || isBelowShare(store);
  }

  /** Says whose slot it is now. */
  public void begin(Turn turn, String store) {
    Held held = stores.computeIfAbsent(store, name -> new Held());
    held.running++;
    if (turn.borrowed()) {
      held.borrowed.merge(turn.lane(), 1, Integer::sum);
    }
  }

  /** A pass ended; the store's own slot passes on to one that it runs on a borrowed one. */
  public void give(Lane lane, String store) {
    all.give(lane);
    Held held = stores.getOrDefault(store, new Held());
    Optional<Lane> repaid = held.repay(lane);
    if (repaid.isEmpty()) {
      charged.give(lane);
    } else if (repaid.get() != lane) {
      charged.give(lane);
      charged.add(repaid.get());
    }
    held.running--;
    if (held.running <= 0) {
      stores.remove(store);
    }
  }

  /** How many are taken, the borrowed ones among them. */
  public int taken() {
    return all.taken();
  }

  private boolean isBelowShare(String store) {
    Held held = stores.get(store);
    return held == null || held.running < share;
  }

  /** What one store has. */
  private static final class Held {
    private final Map<Lane, Integer> borrowed = new EnumMap<>(Lane.class);
    private int running;

    /** The lane of the borrowed slot that is the store's own from now on. */
    private Optional<Lane> repay(Lane ended) {
      Optional<Lane> repaid =
          borrowed.containsKey(ended) ? Optional.of(ended) : borrowed.keySet().stream().findFirst();
      repaid.ifPresent(
          lane -> borrowed.computeIfPresent(lane, (_, count) -> count > 1 ? count - 1 : null));
      return repaid;
    }
  }
}
