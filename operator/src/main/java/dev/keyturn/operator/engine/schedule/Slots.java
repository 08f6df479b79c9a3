package dev.keyturn.operator.engine.schedule;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which lane the next free slot goes to. Urgent lanes come first, yet {@link Lane#REFRESH} has a
 * fifth of the slots as long as it has work; and what nobody waits for never takes the last
 * quarter, so that a first sync finds a slot at once. Not thread-safe.
 */
public final class Slots {
  private final int size;
  private final int shareOfRefresh;
  private final int mostWithoutHurry;
  private final Map<Lane, Integer> taken = new EnumMap<>(Lane.class);

  /**
   * @param size at least two: with one, either refreshes or first syncs would wait for ever
   */
  public Slots(int size) {
    if (size < 2) {
      throw new IllegalArgumentException("at least two slots");
    }
    this.size = size;
    this.shareOfRefresh = (size + 4) / 5;
    this.mostWithoutHurry = size - Math.max(1, size / 4);
    for (Lane lane : Lane.values()) {
      taken.put(lane, 0);
    }
  }

  /** Takes a slot for the lane whose turn it is among those that have work. */
  public Optional<Lane> take(Predicate<Lane> hasWork) {
    Optional<Lane> lane = next(hasWork);
    lane.ifPresent(chosen -> taken.merge(chosen, 1, Integer::sum));
    return lane;
  }

  /** Takes one for the lane, whether there is one or not. */
  void add(Lane lane) {
    taken.merge(lane, 1, Integer::sum);
  }

  public void give(Lane lane) {
    taken.merge(lane, -1, Integer::sum);
  }

  /** How many are taken. */
  public int taken() {
    return taken.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Optional<Lane> next(Predicate<Lane> hasWork) {
    if (taken() >= size) {
      return Optional.empty();
    }
    boolean hurryOnly = of(Lane.CATCHUP) + of(Lane.REFRESH) >= mostWithoutHurry;
    if (!hurryOnly && of(Lane.REFRESH) < shareOfRefresh && hasWork.test(Lane.REFRESH)) {
      return Optional.of(Lane.REFRESH);
    }
    for (Lane lane : Lane.values()) {
      if (hasWork.test(lane) && (lane.compareTo(Lane.FIRST) <= 0 || !hurryOnly)) {
        return Optional.of(lane);
      }
    }
    return Optional.empty();
  }

  private int of(Lane lane) {
    return taken.getOrDefault(lane, 0);
  }
}
