package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaneQueueTest {
  private final LaneQueue<String> queue = new LaneQueue<>();

  private List<String> drain(Lane lane) {
    List<String> keys = new ArrayList<>();
    for (Optional<String> key = queue.poll(lane); key.isPresent(); key = queue.poll(lane)) {
      keys.add(key.get());
    }
    return keys;
  }

  @Test
  void oneStoreKeepsTheOrderOfItsKeys() {
    for (String key : List.of("a", "b", "c")) {
      queue.offer(key, Lane.REFRESH, "store", "ns");
    }
    assertThat(queue.waiting(Lane.REFRESH)).isEqualTo(3);
    assertThat(drain(Lane.REFRESH)).containsExactly("a", "b", "c");
    assertThat(queue.waiting(Lane.REFRESH)).isZero();
  }

  @Test
  void storesTakeTurnsHoweverManyKeysOneHas() {
    for (int i = 0; i < 1000; i++) {
      queue.offer("big-" + i, Lane.REFRESH, "big", "ns");
    }
    queue.offer("small-1", Lane.REFRESH, "small", "ns");
    queue.offer("small-2", Lane.REFRESH, "small", "ns");
    assertThat(drain(Lane.REFRESH).subList(0, 5))
        .containsExactly("big-0", "small-1", "big-1", "small-2", "big-2");
  }

  @Test
  void namespacesOfAStoreTakeTurns() {
    for (int i = 0; i < 3; i++) {
      queue.offer("one-" + i, Lane.CATCHUP, "store", "one");
    }
    queue.offer("two-0", Lane.CATCHUP, "store", "two");
    queue.offer("three-0", Lane.CATCHUP, "store", "three");
    assertThat(drain(Lane.CATCHUP)).containsExactly("one-0", "two-0", "three-0", "one-1", "one-2");
  }

  @Test
  void aKeyWaitsOnceInTheMostUrgentLaneThatItWasOfferedFor() {
    queue.offer("a", Lane.REFRESH, "store", "ns");
    queue.offer("a", Lane.REFRESH, "store", "ns");
    queue.offer("a", Lane.CATCHUP, "store", "ns");
    queue.offer("a", Lane.REFRESH, "store", "ns");
    assertThat(queue.waiting(Lane.REFRESH)).isZero();
    assertThat(queue.waiting(Lane.CATCHUP)).isOne();
    assertThat(drain(Lane.REFRESH)).isEmpty();
    assertThat(drain(Lane.CATCHUP)).containsExactly("a");
    queue.offer("a", Lane.REFRESH, "store", "ns");
    assertThat(drain(Lane.REFRESH)).containsExactly("a");
  }

  @Test
  void whatWasClearedDoesNotWaitAnyMore() {
    queue.offer("a", Lane.DEADLINE, "store", "ns");
    queue.clear();
    assertThat(queue.waiting(Lane.DEADLINE)).isZero();
    assertThat(queue.poll(Lane.DEADLINE)).isEmpty();
  }
}
