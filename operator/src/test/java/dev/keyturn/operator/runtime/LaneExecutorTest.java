package dev.keyturn.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.controller.PassOrigin;
import dev.keyturn.operator.engine.schedule.Lane;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneExecutorTest {
  private static final int SIZE = 8;

  private final List<String> started = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final AtomicLong now = new AtomicLong();
  private final LaneExecutor<String> executor = new LaneExecutor<>(SIZE, now::get, this::framework);

  @AfterEach
  void close() {
    gate.countDown();
    executor.shutdownNow();
  }

  /** Submits a pass on the calling thread, as the operator framework does. */
  private void framework(String key) {
    if (key.equals("broken")) {
      throw new IllegalStateException("canary");
    }
    if (!gone.contains(key)) {
      executor.execute(() -> pass(key));
    }
  }

  private void pass(String key) {
    started.add(key);
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refreshes(int count) {
    for (int i = 0; i < count; i++) {
      executor.wake("refresh-" + i, Lane.REFRESH, "store", "ns");
    }
  }

  @Test
  void anEventFindsAFreeWorkerWhileThousandsOfRefreshesWait() {
    refreshes(2000);
    await().until(() -> started.size() == SIZE - 2);
    executor.execute(() -> pass("event"));
    await().until(() -> started.contains("event"));
    assertThat(started).hasSize(SIZE - 1);
    assertThat(executor.waiting(Lane.REFRESH)).isEqualTo(2000 - (SIZE - 2));
    gate.countDown();
    await().until(() -> started.size() == 2001);
    assertThat(executor.waiting(Lane.REFRESH)).isZero();
  }

  @Test
  void refreshesHaveTheirShareWhileThousandsOfEventsWait() {
    for (int i = 0; i < 2000; i++) {
      executor.execute(() -> pass("event"));
    }
    refreshes(100);
    await().until(() -> started.size() >= SIZE);
    gate.countDown();
    await().until(() -> started.size() == 2100);
    // One in five at least, so they are through long before the events are.
    assertThat(started.lastIndexOf("refresh-99")).isLessThan(1500);
  }

  @Test
  void whatIsOwedComesBeforeWhatIsDue() {
    refreshes(100);
    await().until(() -> started.size() == SIZE - 2);
    executor.wake("owed", Lane.CATCHUP, "store", "ns");
    executor.wake("deadline", Lane.DEADLINE, "store", "ns");
    await().until(() -> started.contains("deadline"));
    gate.countDown();
    await().until(() -> started.size() == 102);
    assertThat(started.indexOf("owed")).isLessThan(50);
  }

  @Test
  void awakeThatLeadsToNoPassCostsNoSlot() {
    for (int i = 0; i < 50; i++) {
      gone.add("gone-" + i);
      executor.wake("gone-" + i, Lane.REFRESH, "store", "ns");
    }
    refreshes(SIZE - 2);
    await().until(() -> started.size() == SIZE - 2);
    assertThat(executor.waiting(Lane.REFRESH)).isZero();
  }

  private void eventOf(String store, String namespace, String pass) {
    new PassOrigin(false, store, namespace).note();
    executor.execute(() -> pass(pass));
  }

  @Test
  void aStoreThatNeverAnswersLeavesTheOthersTheirSlots() {
    for (int i = 0; i < 100; i++) {
      eventOf("hole", "tenant", "hole");
    }
    // Alone it has all of them.
    await().until(() -> started.size() == SIZE);
    eventOf("sound", "other", "sound-event");
    executor.wake("sound-wake", Lane.REFRESH, "sound", "other");
    await().until(() -> started.containsAll(List.of("sound-event", "sound-wake")));
    assertThat(started).filteredOn("hole"::equals).hasSize(SIZE);
  }

  /** Nothing ends and nothing comes: the slots that slow passes give back are handed out still. */
  @Test
  void manyStoresThatNeverAnswerLeaveAnotherItsSlotsAfterASecond() {
    for (int i = 0; i < SIZE; i++) {
      eventOf("hole-" + i, "tenant-" + i, "hole");
    }
    await().until(() -> started.size() == SIZE);
    for (int i = 0; i < SIZE; i++) {
      eventOf("sound", "other", "sound");
    }
    assertThat(executor.waiting(Lane.FIRST)).isEqualTo(SIZE);
    assertThat(started).doesNotContain("sound");
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    await().until(() -> started.size() == 2 * SIZE);
    gate.countDown();
    executor.shutdown();
    await().until(executor::isTerminated);
  }

  @Test
  void probesThatHangLeaveOthersTheirWorkersAfterASecond() {
    PassExecutor passes = new PassExecutor(executor, now::get);
    for (int i = 0; i < 64; i++) {
      PassOrigin.ofProbe("tenant-" + i, "tarpit").note();
      passes.execute(() -> pass("tarpit"));
    }
    await().until(() -> started.size() == 64);
    PassOrigin.ofProbe("modest", "good").note();
    passes.execute(() -> pass("good"));
    assertThat(passes.isIdle()).isFalse();
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    await().until(() -> started.contains("good"));
    passes.drain();
    var _ = passes.shutdownNow();
  }

  @Test
  void anEventOfAnotherNamespaceIsNotBehindThousandsOfOne() {
    for (int i = 0; i < 5000; i++) {
      eventOf("store", "greedy", "greedy");
    }
    eventOf("store", "modest", "modest");
    await().until(() -> started.size() == SIZE);
    gate.countDown();
    await().until(() -> started.size() == 5001);
    assertThat(started.indexOf("modest")).isLessThan(100);
  }

  @Test
  void aDrainBeginsNothingAndLetsEndWhatRuns() throws InterruptedException {
    for (int i = 0; i < 3 * SIZE; i++) {
      eventOf("store", "ns", "event");
    }
    await().until(() -> started.size() == SIZE);
    executor.drain();
    eventOf("store", "ns", "late");
    assertThat(executor.isTerminated()).isFalse();
    gate.countDown();
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(started).hasSize(SIZE).doesNotContain("late");
  }

  /** Each tarpit holds a probe of its own; the syncs of a good store do not know of them. */
  @Test
  void probesTakeNoSlotOfTheSyncs() {
    PassExecutor passes = new PassExecutor(executor, now::get);
    for (int i = 0; i < 200; i++) {
      PassOrigin.ofProbe("greedy", "tarpit-" + i).note();
      passes.execute(() -> pass("tarpit"));
    }
    await().until(() -> started.size() >= SIZE);
    PassOrigin.ofProbe("modest", "good").note();
    passes.execute(() -> pass("good-probe"));
    new PassOrigin(false, "good", "modest").note();
    passes.execute(() -> pass("good-sync"));
    await().until(() -> started.containsAll(List.of("good-probe", "good-sync")));
    passes.drain();
    var _ = passes.shutdownNow();
  }

  /** A store that serves again wakes its syncs on the worker of its probe. */
  @Test
  void aSyncThatAProbeWakesRunsOnAWorkerOfTheSyncsAndTheNextProbeDoesNot() {
    PassExecutor passes = new PassExecutor(executor, now::get);
    List<Boolean> onWorker = new CopyOnWriteArrayList<>();
    PassOrigin.ofProbe("shop", "store").note();
    passes.execute(() -> {
      passes.execute(() -> onWorker.add(executor.isWorking()));
      await().until(() -> onWorker.size() == 1);
      PassOrigin.UNKNOWN.note();
      passes.execute(() -> onWorker.add(executor.isWorking()));
    });
    await().until(() -> onWorker.size() == 2);
    assertThat(onWorker).containsExactly(false, true);
    var _ = passes.shutdownNow();
  }

  @Test
  void awakeThatFailsIsCountedAndTheOthersGoOn() {
    executor.wake("broken", Lane.REFRESH, "store", "ns");
    executor.wake("sound", Lane.REFRESH, "store", "ns");
    await().until(() -> started.contains("sound"));
    assertThat(executor.failures()).isOne();
  }

  @Test
  void afterItsEndItDoesWhatWasSubmittedAndTakesNothingNew() throws InterruptedException {
    for (int i = 0; i < 3 * SIZE; i++) {
      executor.execute(() -> pass("event"));
    }
    refreshes(10);
    executor.shutdown();
    executor.wake("late", Lane.FIRST, "store", "ns");
    assertThatThrownBy(() -> executor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(executor.isTerminated()).isFalse();
    gate.countDown();
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(started).filteredOn("event"::equals).hasSize(3 * SIZE);
    assertThat(started).doesNotContain("late");
  }

  @Test
  void atItsAbruptEndWhatRunsIsInterruptedAndTheRestIsGivenBack() throws InterruptedException {
    for (int i = 0; i < 3 * SIZE; i++) {
      executor.execute(() -> pass("event"));
    }
    await().until(() -> started.size() == SIZE);
    assertThat(executor.shutdownNow()).hasSize(2 * SIZE);
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }
}
