package dev.keyturn.operator.source.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThrottlePauseTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ThrottlePause pause = new ThrottlePause();

  @Test
  void itLastsAsLongAsTheBackendAskedAndAtMostFiveMinutes() {
    assertThat(pause.begin(Optional.of(Duration.ofSeconds(7)), 0)).isTrue();
    assertThat(pause.left(0)).isEqualTo(Duration.ofSeconds(7));
    assertThat(pause.isOn(7 * SECOND - 1)).isTrue();
    assertThat(pause.isOn(7 * SECOND)).isFalse();
    pause.begin(Optional.of(Duration.ofHours(1)), 8 * SECOND);
    assertThat(pause.left(8 * SECOND)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void withoutAWordItIsOneSecondDoubling() {
    List<Long> seconds = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 11; i++) {
      pause.begin(Optional.empty(), now);
      seconds.add(pause.left(now).toSeconds());
      now = pause.endsAt();
    }
    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
  }

  @Test
  void aGoodAnswerAfterThePauseMakesTheNextOneShortAgain() {
    pause.begin(Optional.empty(), 0);
    pause.begin(Optional.empty(), SECOND);
    pause.answered(2 * SECOND);
    pause.begin(Optional.empty(), 3 * SECOND);
    assertThat(pause.left(3 * SECOND)).isEqualTo(Duration.ofSeconds(2).multipliedBy(2));
    pause.answered(7 * SECOND);
    pause.begin(Optional.empty(), 8 * SECOND);
    assertThat(pause.left(8 * SECOND)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatWasUnderWayWhenItBeganOnlyMakesItLongerByWhatIsAsked() {
    pause.begin(Optional.of(Duration.ofSeconds(5)), 0);
    assertThat(pause.begin(Optional.empty(), SECOND)).isFalse();
    assertThat(pause.begin(Optional.of(Duration.ofSeconds(1)), SECOND)).isFalse();
    assertThat(pause.endsAt()).isEqualTo(5 * SECOND);
    assertThat(pause.begin(Optional.of(Duration.ofSeconds(9)), SECOND)).isFalse();
    assertThat(pause.endsAt()).isEqualTo(10 * SECOND);
  }
}
