package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairSlotsTest {
  private static final int SIZE = 32;

  private final FairSlots slots = new FairSlots(SIZE);

  private long now = 0;

  /** As many slots as the store gets while it alone waits in the lane. */
  private List<FairSlots.Pass> fill(String store, Lane lane) {
    List<FairSlots.Pass> passes = new ArrayList<>();
    for (Optional<FairSlots.Turn> turn = take(store, lane);
        turn.isPresent();
        turn = take(store, lane)) {
      passes.add(slots.begin(now, turn.get(), store));
    }
    return passes;
  }

  private Optional<FairSlots.Turn> take(String store, Lane lane) {
    return slots.take(now, (asked, stores) -> asked == lane && stores.test(store));
  }

  private FairSlots.Pass one(String store) {
    return slots.begin(now, take(store, Lane.FIRST).orElseThrow(), store);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aStoreAloneHasAllSlots() {
    assertThat(fill("one", Lane.FIRST)).hasSize(SIZE);
    assertThat(slots.running()).isEqualTo(SIZE);
  }

  @Test
  void whatAStoreBorrowedIsGivenToOthersAllTheSame() {
    fill("hole", Lane.FIRST);
    assertThat(fill("sound", Lane.FIRST)).hasSize(SIZE / 2);
    assertThat(fill("third", Lane.FIRST)).isEmpty();
    assertThat(slots.running()).isEqualTo(SIZE + SIZE / 2);
  }

  @Test
  void refreshesOfAHoleLeaveRoomForThoseOfOthers() {
    assertThat(fill("hole", Lane.REFRESH)).hasSize(SIZE * 3 / 4);
    assertThat(fill("sound", Lane.REFRESH)).hasSize(SIZE / 4);
    assertThat(fill("sound", Lane.FIRST)).hasSize(SIZE / 4);
  }

  @Test
  void whileOthersWaitAStoreHasItsShareAndNoMore() {
    int[] of = new int[2];
    for (int i = 0; i < SIZE; i++) {
      FairSlots.Turn turn =
          slots.take(now, (lane, stores) -> lane == Lane.FIRST && stores.test("one")).orElseThrow();
      if (turn.borrowed()) {
        break;
      }
      slots.begin(now, turn, "one");
      of[0]++;
    }
    assertThat(of[0]).isEqualTo(SIZE / 2);
  }

  @Test
  void manyStoresThatHangHoldTheSlotsForASecondTogether() {
    for (int i = 0; i < SIZE; i++) {
      one("hole-" + i);
    }
    assertThat(take("sound", Lane.FIRST)).isEmpty();
    assertThat(slots.nextSlow()).hasValue(Duration.ofSeconds(1).toNanos());
    pass(Duration.ofMillis(999));
    assertThat(take("sound", Lane.FIRST)).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(fill("sound", Lane.FIRST)).hasSize(SIZE);
    assertThat(slots.running()).isEqualTo(2 * SIZE);
  }

  @Test
  void slowStoresTogetherHaveWhatOneStoreHas() {
    List<FairSlots.Pass> passes = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      passes.add(one("hole-" + i));
    }
    pass(Duration.ofSeconds(1));
    assertThat(take("hole-0", Lane.FIRST)).isEmpty();
    assertThat(take("hole-1", Lane.REFRESH)).isEmpty();
    // Their number is what counts: one that ends makes room for one.
    slots.give(now, passes.getFirst());
    one("hole-1");
    assertThat(take("hole-2", Lane.FIRST)).isEmpty();
    assertThat(fill("sound", Lane.FIRST)).hasSize(SIZE - 1);
  }

  @Test
  void aStoreIsNotSlowAnyMoreAMinuteAfterItsLastSlowPass() {
    List<FairSlots.Pass> passes = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      passes.add(one("hole-" + i));
    }
    pass(Duration.ofSeconds(15));
    assertThat(take("sound", Lane.FIRST)).isPresent();
    slots.give(now, passes.getFirst());
    pass(Duration.ofSeconds(59));
    one("hole-0");
    assertThat(take("hole-0", Lane.FIRST)).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(take("hole-0", Lane.FIRST)).isPresent();
  }

  @Test
  void oneSlowStoreAloneHasAllSlotsAndNoMore() {
    assertThat(fill("slow", Lane.REFRESH)).hasSize(SIZE * 3 / 4);
    pass(Duration.ofSeconds(2));
    assertThat(fill("slow", Lane.REFRESH)).hasSize(SIZE / 4);
    pass(Duration.ofSeconds(2));
    assertThat(fill("slow", Lane.REFRESH)).isEmpty();
    assertThat(slots.running()).isEqualTo(SIZE);
  }

  @Test
  void theMemoryOfSlowPassesIsBounded() {
    int started = 0;
    for (int second = 0; second < 100; second++) {
      Optional<FairSlots.Turn> turn = take("hole-" + started, Lane.FIRST);
      while (turn.isPresent()) {
        slots.begin(now, turn.get(), "hole-" + started);
        started++;
        turn = take("hole-" + started, Lane.FIRST);
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(started).isEqualTo(5 * SIZE);
    assertThat(slots.nextSlow()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whateverComesAndEndsNoSlotIsLost(boolean timePasses) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> stores = List.of("a", "b", "c", "d");
    List<FairSlots.Pass> running = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      String store = stores.get(random.nextInt(stores.size()));
      Lane lane = Lane.values()[random.nextInt(Lane.values().length)];
      if (timePasses && random.nextInt(20) == 0) {
        pass(Duration.ofMillis(random.nextInt(random.nextInt(100) == 0 ? 100_000 : 1000)));
      } else if (random.nextInt(100) < 52) {
        take(store, lane).ifPresent(turn -> running.add(slots.begin(now, turn, store)));
      } else if (!running.isEmpty()) {
        slots.give(now, running.remove(random.nextInt(running.size())));
      }
      assertThat(slots.running()).as("seed %d", seed).isEqualTo(running.size());
      assertThat(running.size())
          .as("seed %d", seed)
          .isLessThanOrEqualTo(SIZE * 3 / 2 + (timePasses ? 4 * SIZE : 0));
    }
    running.forEach(pass -> slots.give(now, pass));
    pass(Duration.ofMinutes(timePasses ? 1 : 0));
    assertThat(slots.running()).isZero();
    assertThat(fill("a", Lane.FIRST)).as("seed %d", seed).hasSize(SIZE);
    assertThat(fill("b", Lane.FIRST)).as("seed %d", seed).hasSize(SIZE / 2);
  }
}
