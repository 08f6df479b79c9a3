package dev.keyturn.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> woken = new CopyOnWriteArrayList<>();
  private final Scheduler<String> scheduler = new Scheduler<>("test", nanos::get, woken::add);

  @AfterEach
  void close() {
    scheduler.close();
  }

  private void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
    // A request that is due at once wakes the thread, which then looks at the new time.
    scheduler.at("tick", Duration.ZERO);
  }

  private List<String> wokenKeys() {
    return woken.stream().filter(key -> !key.equals("tick")).toList();
  }

  @Test
  void keysWakeInTheOrderOfTheirTimes() {
    scheduler.at("late", Duration.ofMinutes(3));
    scheduler.at("early", Duration.ofMinutes(1));
    scheduler.at("middle", Duration.ofMinutes(2));
    advance(Duration.ofMinutes(5));
    await().untilAsserted(() -> assertThat(wokenKeys()).containsExactly("early", "middle", "late"));
    assertThat(scheduler.size()).isZero();
  }

  @Test
  void nothingWakesBeforeItsTime() {
    scheduler.at("a", Duration.ofMinutes(1));
    advance(Duration.ofSeconds(59));
    await().until(() -> woken.contains("tick"));
    assertThat(wokenKeys()).isEmpty();
    assertThat(scheduler.size()).isEqualTo(1);
  }

  @Test
  void aLaterRequestReplacesTheEarlierOne() {
    scheduler.at("a", Duration.ofMinutes(1));
    scheduler.at("a", Duration.ofMinutes(10));
    advance(Duration.ofMinutes(5));
    await().until(() -> woken.contains("tick"));
    assertThat(wokenKeys()).isEmpty();
    advance(Duration.ofMinutes(5));
    await().untilAsserted(() -> assertThat(wokenKeys()).containsExactly("a"));
  }

  @Test
  void howeverManyAskForAMomentNoLaterThanTheFirstOneStands() {
    scheduler.at("a", Duration.ofMinutes(10));
    scheduler.noLaterThan("a", Duration.ofMinutes(3));
    scheduler.noLaterThan("a", Duration.ofMinutes(5));
    scheduler.noLaterThan("b", Duration.ofMinutes(2));
    advance(Duration.ofMinutes(3));
    await().untilAsserted(() -> assertThat(wokenKeys()).containsExactly("b", "a"));
    assertThat(scheduler.size()).isZero();
  }

  @Test
  void aCancelledKeyDoesNotWake() {
    scheduler.at("a", Duration.ofMinutes(1));
    scheduler.cancel("a");
    advance(Duration.ofMinutes(2));
    await().until(() -> woken.contains("tick"));
    assertThat(wokenKeys()).isEmpty();
  }

  @Test
  void aHundredThousandReschedulesOfOneKeyLeaveOneWait() {
    for (int i = 0; i < 100_000; i++) {
      scheduler.at("a", Duration.ofHours(10));
    }
    assertThat(scheduler.size()).isEqualTo(1);
    advance(Duration.ofHours(11));
    await().untilAsserted(() -> assertThat(wokenKeys()).containsExactly("a"));
  }

  @Test
  void aClosedSchedulerWakesNobody() {
    scheduler.at("a", Duration.ofMinutes(1));
    scheduler.close();
    scheduler.at("b", Duration.ZERO);
    assertThat(scheduler.size()).isZero();
  }

  @Test
  void aWakeThatFailsIsCountedAndTheNextKeysAreWoken() {
    Scheduler<String> failing =
        new Scheduler<>(
            "failing",
            nanos::get,
            key -> {
              if (key.equals("broken")) {
                throw new IllegalStateException("canary");
              }
              woken.add(key);
            });
    failing.at("broken", Duration.ZERO);
    failing.at("sound", Duration.ofMinutes(1));
    await().until(() -> failing.failures() == 1);
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    await().until(() -> woken.contains("sound"));
    failing.close();
  }

  @Test
  void aThreadThatHangsIsSeen() {
    assertThat(scheduler.sinceLastTick()).isZero();
    Scheduler<String> hanging =
        new Scheduler<>(
            "hanging", nanos::get, key -> await().forever().until(() -> Thread.interrupted()));
    hanging.at("a", Duration.ZERO);
    await().until(() -> hanging.size() == 0);
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(hanging.sinceLastTick()).isGreaterThanOrEqualTo(Duration.ofSeconds(90));
    hanging.close();
  }
}
