package dev.keyturn.operator.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneQueueTest {
  private final LaneQueue<String> queue = new LaneQueue<>();

  private List<String> drain(Lane lane) {
    List<String> keys = new ArrayList<>();
    for (Optional<String> key = queue.poll(lane, store -> true).map(LaneQueue.Turn::key);
        key.isPresent();
        key = queue.poll(lane, store -> true).map(LaneQueue.Turn::key)) {
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

  @Fault("O2")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fiveThousandKeysOfOneNamespaceDoubleNobodysWait(boolean oneStore) {
    List<String> alone = quiet(oneStore);
    int[] before = turns(alone);
    for (int i = 0; i < 5_000; i++) {
      queue.offer("noisy-" + i, Lane.REFRESH, oneStore ? "store" : "noisy", "noisy");
    }
    offerQuiet(oneStore);
    List<String> together = drain(Lane.REFRESH);
    assertThat(together).hasSize(5_000 + alone.size());
    int[] after = turns(together);
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < after.length; i++) {
      // One more turn for each, at the most: the noisy one's.
      assertThat(after[i]).isLessThanOrEqualTo(2 * before[i]);
    }
  }

  private List<String> quiet(boolean oneStore) {
    offerQuiet(oneStore);
    return drain(Lane.REFRESH);
  }

  /** Ten namespaces with ten keys each. */
  private void offerQuiet(boolean oneStore) {
    for (int i = 0; i < 100; i++) {
      String namespace = "quiet-" + i % 10;
      queue.offer("key-" + i, Lane.REFRESH, oneStore ? "store" : namespace, namespace);
    }
  }

  /** When the keys of the quiet namespaces had their turns, counted from one. */
  private static int[] turns(List<String> order) {
    return IntStream.rangeClosed(1, order.size())
        .filter(turn -> order.get(turn - 1).startsWith("key-"))
        .toArray();
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
    assertThat(queue.poll(Lane.DEADLINE, store -> true).map(LaneQueue.Turn::key)).isEmpty();
  }
}
