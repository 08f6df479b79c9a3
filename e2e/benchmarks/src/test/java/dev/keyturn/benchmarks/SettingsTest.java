package dev.keyturn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void readsEveryWord() {
    Settings settings =
        Settings.parse(
            "full",
            "SCENARIOS=a,c",
            "SIZE=100,200",
            "REPEAT=3",
            "WINDOW=30",
            "MEMORY=512Mi",
            "SEED=7");

    assertThat(settings.mode()).isEqualTo(Mode.FULL);
    assertThat(settings.scenarios()).containsExactly("a", "c");
    assertThat(settings.sizes()).containsExactly(100, 200);
    assertThat(settings.repetitions(5000)).isEqualTo(3);
    assertThat(settings.window(1, 2)).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.memory()).isEqualTo("512Mi");
    assertThat(settings.seed()).isEqualTo(7);
  }

  @Test
  void withoutWordsTheModeDecides() {
    Settings quick = Settings.parse("quick");
    Settings full = Settings.parse("full");

    assertThat(quick.repetitions(1000)).isEqualTo(1);
    assertThat(full.repetitions(1000)).isEqualTo(5);
    assertThat(full.repetitions(10_000)).isEqualTo(1);
    assertThat(quick.choose(1, 2)).isEqualTo(1);
    assertThat(full.choose(1, 2)).isEqualTo(2);
  }

  @Test
  void aWordThatMeansNothingIsNamed() {
    assertThatThrownBy(() -> Settings.parse("full", "SIZES=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SIZES=1");
    assertThatThrownBy(() -> Settings.parse("slow")).isInstanceOf(IllegalArgumentException.class);
  }
}
