package dev.keyturn.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class YardstickTest {

  @Test
  void theRatioIsToTheSlowerKindOfWork() {
    Yardstick kube = new Yardstick(3, 5, 1, 1);
    Yardstick reads = new Yardstick(1, 1, 8, 8);

    assertThat(kube.ratio(6)).isEqualTo(1.5);
    assertThat(reads.ratio(4)).isEqualTo(0.5);
  }

  @Test
  void halvesWithinFifteenPercentAreSteady() {
    assertThat(new Yardstick(1.00, 1.15, 0, 0).isSteady()).isTrue();
    assertThat(new Yardstick(1.00, 1.16, 0, 0).isSteady()).isFalse();
    assertThat(new Yardstick(1.16, 1.00, 0, 0).drift()).isCloseTo(0.16, within(1e-9));
  }

  @Test
  void onlyTheWorkThatCountsMustBeSteady() {
    assertThat(new Yardstick(10, 10, 1, 2).isSteady()).isTrue();
  }
}
