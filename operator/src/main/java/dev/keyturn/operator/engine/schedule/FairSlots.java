package dev.keyturn.operator.engine.schedule;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Slots that no store can hold against the others, nor many of them together.
 *
 * <p>Alone, a store uses all of them; what it has beyond half of them is borrowed, and borrowed
 * slots count for nobody else: whoever comes finds its own slots free, however long the passes of
 * that store take.
 *
 * <p>A pass that runs for a second has become slow: it waits for a backend and needs no worker, so
 * it gives its slot back and goes on without one. All slow stores together then have what one store
 * has, until a minute has passed without a slow pass of theirs: a hundred backends that hang take
 * no more from the others than one does. At most {@value #SLOW_PASSES} times as many passes as
 * there are slots go on without one, because each holds memory. Not thread-safe; moments are those
 * of one monotonic clock, in nanoseconds.
 */
public final class FairSlots {
  private static final long SLOW = Duration.ofSeconds(1).toNanos();
  private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();
  private static final int SLOW_PASSES = 4;

  /** Without what is borrowed: what decides whether somebody who waits gets a slot. */
  private final Slots charged;

  /** With it: what decides whether there is something to borrow. */
  private final Slots all;

  private final int size;
  private final int share;
  private final Map<String, Held> stores = new HashMap<>();

  /** The passes that have a slot, the oldest first. */
  private final LinkedHashSet<Pass> withSlot = new LinkedHashSet<>();

  /** When each slow store was seen to be slow, the longest ago first. */
  private final LinkedHashMap<String, Long> slow = new LinkedHashMap<>();

  private int withoutSlot;

  /**
   * @param size of all slots, at least two
   */
  public FairSlots(int size) {
    this.charged = new Slots(size);
    this.all = new Slots(size);
    this.size = size;
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
   * @param stores those that may have it
   */
  public record Turn(Lane lane, boolean borrowed, Predicate<String> stores) {}

  /** A pass that runs. */
  public static final class Pass {
    private final Lane lane;
    private final String store;
    private final long since;
    private boolean slow;

    private Pass(Lane lane, String store, long since) {
      this.lane = lane;
      this.store = store;
      this.since = since;
    }

    private boolean isSlow(long now) {
      return now - since >= SLOW;
    }
  }

  /** Takes a slot where one is free for what waits; {@link #begin} has to follow. */
  public Optional<Turn> take(long now, Waiting waiting) {
    takeBackFromSlow(now);
    forget(now);
    int ofSlow = runningOfSlow();
    Predicate<String> belowShare = store -> hasFewer(store, share, ofSlow);
    Optional<Lane> fair = charged.take(lane -> waiting.has(lane, belowShare));
    if (fair.isPresent()) {
      all.add(fair.get());
      return fair.map(lane -> new Turn(lane, false, belowShare));
    }
    Predicate<String> mayBorrow = store -> hasFewer(store, size, ofSlow);
    return all.take(lane -> waiting.has(lane, mayBorrow))
        .map(lane -> new Turn(lane, true, mayBorrow));
  }

  /** Says whose slot it is now. */
  public Pass begin(long now, Turn turn, String store) {
    Held held = stores.computeIfAbsent(store, name -> new Held());
    held.running++;
    if (turn.borrowed()) {
      held.borrowed.merge(turn.lane(), 1, Integer::sum);
    }
    Pass pass = new Pass(turn.lane(), store, now);
    withSlot.add(pass);
    return pass;
  }

  /** A pass ended. */
  public void give(long now, Pass pass) {
    Held held = stores.getOrDefault(pass.store, new Held());
    if (pass.slow) {
      withoutSlot--;
    } else {
      release(pass, held);
    }
    if (pass.isSlow(now)) {
      remember(now, pass.store);
    }
    held.running--;
    if (held.running <= 0) {
      stores.remove(pass.store);
    }
  }

  /** How many passes run. */
  public int running() {
    return all.taken() + withoutSlot;
  }

  /** When the next pass gives its slot back although it goes on; absent where none does. */
  public OptionalLong nextSlow() {
    return withSlot.isEmpty() || withoutSlot >= SLOW_PASSES * size
        ? OptionalLong.empty()
        : OptionalLong.of(withSlot.getFirst().since + SLOW);
  }

  private void takeBackFromSlow(long now) {
    while (nextSlow().isPresent() && withSlot.getFirst().isSlow(now)) {
      Pass pass = withSlot.getFirst();
      release(pass, stores.getOrDefault(pass.store, new Held()));
      pass.slow = true;
      withoutSlot++;
      remember(now, pass.store);
    }
  }

  /** The store's own slot passes on to a pass that it runs on a borrowed one. */
  private void release(Pass pass, Held held) {
    withSlot.remove(pass);
    all.give(pass.lane);
    Optional<Lane> repaid = held.repay(pass.lane);
    if (repaid.isEmpty()) {
      charged.give(pass.lane);
    } else if (repaid.get() != pass.lane) {
      charged.give(pass.lane);
      charged.add(repaid.get());
    }
  }

  private void remember(long now, String store) {
    slow.putLast(store, now);
  }

  private void forget(long now) {
    while (!slow.isEmpty() && now - slow.firstEntry().getValue() >= REMEMBERED) {
      slow.pollFirstEntry();
    }
  }

  private int runningOfSlow() {
    if (slow.isEmpty()) {
      return 0;
    }
    return stores.entrySet().stream()
        .filter(store -> slow.containsKey(store.getKey()))
        .mapToInt(store -> store.getValue().running)
        .sum();
  }

  /** True where the store, or where it is slow all slow ones, run fewer passes than these. */
  private boolean hasFewer(String store, int passes, int ofSlow) {
    Held held = stores.get(store);
    return (held == null || held.running < passes) && (ofSlow < passes || !slow.containsKey(store));
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
