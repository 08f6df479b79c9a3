package dev.keyturn.operator.kube.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.kube.target.LargeWrites.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LargeWritesTest {
  private final LargeWrites writes = new LargeWrites(2);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean mayAct = true;

  @AfterEach
  void end() {
    threads.forEach(Thread::interrupt);
  }

  private Thread start(Runnable task) {
    Thread thread = Thread.ofPlatform().daemon().start(task);
    threads.add(thread);
    return thread;
  }

  private CompletableFuture<Turn> waiting() {
    CompletableFuture<Turn> turn = new CompletableFuture<>();
    Thread thread = start(() -> turn.complete(writes.await(() -> mayAct)));
    await().until(() -> turn.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
    return turn;
  }

  @ParameterizedTest
  @CsvSource({"16, 1", "40, 1", "79, 1", "80, 2", "160, 4", "320, 8", "8000, 8", "9000000000, 8"})
  void oneForEachFortyMebibytesOfHeapWithinLimits(long heap, int atOnce) {
    LargeWrites made = LargeWrites.ofHeap(heap << 20);
    for (int i = 0; i < atOnce; i++) {
      assertThat(made.await(() -> false)).isEqualTo(Turn.MINE);
    }
    assertThat(made.await(() -> false)).isEqualTo(Turn.FENCED);
  }

  @Test
  void whoComesFirstIsServedFirst() {
    assertThat(waiting()).isCompletedWithValue(Turn.MINE);
    assertThat(waiting()).isCompletedWithValue(Turn.MINE);
    List<CompletableFuture<Turn>> queue = new ArrayList<>();
    List<Integer> order = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 5; i++) {
      int place = i;
      CompletableFuture<Turn> turn = waiting();
      assertThat(turn).isNotDone();
      queue.add(turn);
      var unused = turn.thenRun(() -> order.add(place));
    }
    for (int i = 0; i < 5; i++) {
      int served = i + 1;
      writes.giveBack();
      await().until(() -> order.size() == served);
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aWaitEndsWhereTheProcessMayNotActAnyMore() {
    assertThat(waiting()).isCompletedWithValue(Turn.MINE);
    assertThat(waiting()).isCompletedWithValue(Turn.MINE);
    CompletableFuture<Turn> first = waiting();
    CompletableFuture<Turn> second = waiting();
    mayAct = false;

    await().untilAsserted(() -> assertThat(first).isCompletedWithValue(Turn.FENCED));
    await().untilAsserted(() -> assertThat(second).isCompletedWithValue(Turn.FENCED));
  }

  @Test
  void whoIsInterruptedStaysSoAndGivesItsPlaceToTheNext() {
    assertThat(waiting()).isCompletedWithValue(Turn.MINE);
    assertThat(waiting()).isCompletedWithValue(Turn.MINE);
    CompletableFuture<Turn> interrupted = new CompletableFuture<>();
    Thread thread =
        start(() -> {
          Turn turn = writes.await(() -> true);
          interrupted.complete(Thread.currentThread().isInterrupted() ? turn : Turn.MINE);
        });
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    CompletableFuture<Turn> next = waiting();
    thread.interrupt();

    await().untilAsserted(() -> assertThat(interrupted).isCompletedWithValue(Turn.INTERRUPTED));
    assertThat(next).isNotDone();
    writes.giveBack();
    await().untilAsserted(() -> assertThat(next).isCompletedWithValue(Turn.MINE));
  }
}
