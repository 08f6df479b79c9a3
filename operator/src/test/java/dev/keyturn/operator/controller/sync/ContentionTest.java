package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ContentionTest {
  private final Contention contention = new Contention();
  private long now = Duration.ofHours(1).toNanos();

  @Test
  void aFightEveryNinetySecondsIsOneToo() {
    for (int i = 0; i < 5; i++) {
      assertThat(repair()).isTrue();
      pass(Duration.ofSeconds(90));
    }
    assertThat(contention.isOn()).isFalse();
    assertThat(repair()).isTrue();
    assertThat(contention.isOn()).isTrue();
    pass(Duration.ofSeconds(30));
    assertThat(repair()).isFalse();
    assertThat(contention.pause(now)).contains(Duration.ofSeconds(30));
  }

  @Test
  void aRepairEveryThreeMinutesIsNone() {
    for (int i = 0; i < 50; i++) {
      assertThat(repair()).isTrue();
      assertThat(contention.isOn()).isFalse();
      pass(Duration.ofMinutes(3));
    }
  }

  @Test
  void tenMinutesWithoutAChangeEndIt() {
    for (int i = 0; i < 6; i++) {
      repair();
    }
    assertThat(contention.isOn()).isTrue();
    pass(Duration.ofMinutes(10));
    assertThat(repair()).isTrue();
    assertThat(contention.isOn()).isFalse();
  }

  private boolean repair() {
    if (!contention.mayRepair(now)) {
      return false;
    }
    contention.repaired(now);
    return true;
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
