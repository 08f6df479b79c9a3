package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many passes select much at once. */
@Timeout(60)
final class LargeSelectionsTest {
  private final LargeTurns turns = new LargeTurns(1);

  @Test
  void oneThatIsLargeWaitsForTheOneBefore() throws InterruptedException {
    List<String> order = new CopyOnWriteArrayList<>();
    CountDownLatch inside = new CountDownLatch(1);
    Thread first =
        Thread.ofVirtual()
            .start(() ->
                turns.run(
                    LargeTurns.LARGE + 1,
                    () -> {
                      inside.countDown();
                      while (turns.waiting() == 0) {
                        Thread.onSpinWait();
                      }
                      return order.add("first");
                    }));
    inside.await();
    assertThat(turns.run(LargeTurns.LARGE + 1, () -> order.add("second"))).isTrue();
    first.join();
    assertThat(order).containsExactly("first", "second");
  }

  @Test
  void whatIsSmallNeverWaits() {
    boolean ran = turns.run(LargeTurns.LARGE + 1, () -> turns.run(LargeTurns.LARGE, () -> true));
    assertThat(ran).isTrue();
  }
}
