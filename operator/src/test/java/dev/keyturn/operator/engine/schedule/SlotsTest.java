package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {

  private static List<Lane> fill(Slots slots, Set<Lane> work) {
    List<Lane> taken = new ArrayList<>();
    for (Optional<Lane> lane = slots.take(work::contains);
        lane.isPresent();
        lane = slots.take(work::contains)) {
      taken.add(lane.get());
    }
    return taken;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 32, 256})
  void refreshesHaveAFifthOfTheSlotsWhateverElseWaits(int size) {
    List<Lane> taken = fill(new Slots(size), EnumSet.allOf(Lane.class));
    assertThat(taken).hasSize(size);
    assertThat(taken.stream().filter(Lane.REFRESH::equals).count())
        .isGreaterThanOrEqualTo((size + 4) / 5);
    assertThat(taken).contains(Lane.DEADLINE).doesNotContain(Lane.FIRST, Lane.CATCHUP);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 32, 256})
  void whatNobodyWaitsForLeavesSlotsToAFirstSync(int size) {
    Slots slots = new Slots(size);
    List<Lane> taken = fill(slots, EnumSet.of(Lane.REFRESH, Lane.CATCHUP));
    assertThat(taken).hasSizeLessThan(size);
    assertThat(slots.take(Lane.FIRST::equals)).contains(Lane.FIRST);
  }

  @Test
  void theMoreUrgentLaneComesFirst() {
    Slots slots = new Slots(32);
    assertThat(slots.take(EnumSet.of(Lane.DEADLINE, Lane.FIRST)::contains)).contains(Lane.DEADLINE);
    assertThat(slots.take(EnumSet.of(Lane.FIRST, Lane.CATCHUP)::contains)).contains(Lane.FIRST);
    assertThat(slots.take(EnumSet.of(Lane.CATCHUP)::contains)).contains(Lane.CATCHUP);
    assertThat(slots.take(lane -> false)).isEmpty();
  }

  @Test
  void whateverComesAndEndsNoSlotIsLostOrGivenTwice() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Slots slots = new Slots(8);
    List<Lane> running = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (random.nextBoolean()) {
        Set<Lane> work = EnumSet.of(Lane.values()[random.nextInt(4)]);
        slots.take(work::contains).ifPresent(running::add);
      } else if (!running.isEmpty()) {
        slots.give(running.remove(random.nextInt(running.size())));
      }
      assertThat(slots.taken()).as("seed %d", seed).isEqualTo(running.size()).isBetween(0, 8);
    }
  }

  @Test
  void oneSlotIsNotEnough() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Slots(1));
  }
}
