package dev.keyturn.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  private static List<Double> upTo(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(Double::valueOf).toList();
  }

  @Test
  void aPercentileIsTheSmallestValueThatCoversItsShare() {
    Percentiles hundred = Percentiles.of(upTo(100));

    assertThat(hundred.at(50)).isEqualTo(50);
    assertThat(hundred.at(99)).isEqualTo(99);
    assertThat(hundred.at(99.5)).isEqualTo(100);
    assertThat(hundred.at(0)).isEqualTo(1);
    assertThat(hundred.at(100)).isEqualTo(100);
  }

  @Test
  void theOrderOfTheSampleDoesNotMatter() {
    Percentiles shuffled = Percentiles.of(List.of(9.0, 1.0, 5.0));

    assertThat(shuffled.median()).isEqualTo(5);
    assertThat(shuffled.least()).isEqualTo(1);
    assertThat(shuffled.greatest()).isEqualTo(9);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(Percentiles.of(upTo(4)).median()).isEqualTo(2.5);
  }

  @Test
  void oneValueIsEveryPercentile() {
    assertThat(Percentiles.of(List.of(7.0)).at(1)).isEqualTo(7);
    assertThat(Percentiles.of(List.of(7.0)).at(99)).isEqualTo(7);
  }

  @Test
  void noValuesHaveNoPercentiles() {
    assertThatThrownBy(() -> Percentiles.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void evenlySpreadDelaysAreNearTheUniformDistributionAndBunchedOnesAreFar() {
    assertThat(Percentiles.of(upTo(100)).distanceFromUniform(100)).isCloseTo(0.01, within(1e-9));
    assertThat(Percentiles.of(List.of(50.0, 50.0, 50.0)).distanceFromUniform(100))
        .isCloseTo(0.5, within(1e-9));
  }
}
