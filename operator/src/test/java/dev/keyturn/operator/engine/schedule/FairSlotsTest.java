package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairSlotsTest {
  private static final int SIZE = 32;

  private final FairSlots slots = new FairSlots(SIZE);

  /** As many slots as the store gets while it alone waits in the lane. */
  private int fill(String store, Lane lane) {
    int taken = 0;
    for (Optional<FairSlots.Turn> turn = take(store, lane);
        turn.isPresent();
        turn = take(store, lane)) {
      slots.begin(turn.get(), store);
      taken++;
    }
    return taken;
  }

  private Optional<FairSlots.Turn> take(String store, Lane lane) {
    return slots.take((asked, stores) -> asked == lane && stores.test(store));
  }

  @Test
  void aStoreAloneHasAllSlots() {
    assertThat(fill("one", Lane.FIRST)).isEqualTo(SIZE);
    assertThat(slots.taken()).isEqualTo(SIZE);
  }

  @Test
  void whatAStoreBorrowedIsGivenToOthersAllTheSame() {
    fill("hole", Lane.FIRST);
    assertThat(fill("sound", Lane.FIRST)).isEqualTo(SIZE / 2);
    assertThat(fill("third", Lane.FIRST)).isZero();
    assertThat(slots.taken()).isEqualTo(SIZE + SIZE / 2);
  }

  @Test
  void refreshesOfAHoleLeaveRoomForThoseOfOthers() {
    assertThat(fill("hole", Lane.REFRESH)).isEqualTo(SIZE * 3 / 4);
    assertThat(fill("sound", Lane.REFRESH)).isEqualTo(SIZE / 4);
    assertThat(fill("sound", Lane.FIRST)).isEqualTo(SIZE / 4);
  }

  @Test
  void whileOthersWaitAStoreHasItsShareAndNoMore() {
    int[] of = new int[2];
    for (int i = 0; i < SIZE; i++) {
      FairSlots.Turn turn =
          slots.take((lane, stores) -> lane == Lane.FIRST && stores.test("one")).orElseThrow();
      if (turn.borrowed()) {
        break;
      }
      slots.begin(turn, "one");
      of[0]++;
    }
    assertThat(of[0]).isEqualTo(SIZE / 2);
  }

  @Test
  void whateverComesAndEndsNoSlotIsLost() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> stores = List.of("a", "b", "c");
    record Pass(Lane lane, String store) {}
    List<Pass> running = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      String store = stores.get(random.nextInt(stores.size()));
      Lane lane = Lane.values()[random.nextInt(Lane.values().length)];
      if (random.nextBoolean()) {
        take(store, lane)
            .ifPresent(turn -> {
              slots.begin(turn, store);
              running.add(new Pass(lane, store));
            });
      } else if (!running.isEmpty()) {
        Pass ended = running.remove(random.nextInt(running.size()));
        slots.give(ended.lane(), ended.store());
      }
      assertThat(slots.taken()).as("seed %d", seed).isEqualTo(running.size());
      assertThat(running.size()).as("seed %d", seed).isLessThanOrEqualTo(SIZE * 3 / 2);
    }
    running.forEach(pass -> slots.give(pass.lane(), pass.store()));
    assertThat(fill("a", Lane.FIRST)).as("seed %d", seed).isEqualTo(SIZE);
    assertThat(fill("b", Lane.FIRST)).as("seed %d", seed).isEqualTo(SIZE / 2);
  }
}
