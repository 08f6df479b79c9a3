package dev.keyturn.benchmarks.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValuesTest {

  @Test
  void fiveKeysOfOneKibibyteInAllTheSameForTheSameSeed() {
    Values values = Values.ordinary(1);

    assertThat(values.of(3, "v0")).hasSize(5).containsEntry(TargetWatch.MARKER, "v0");
    assertThat(values.of(3, "v0").values().stream().mapToInt(String::length).sum())
        .isBetween(1020, 1024);
    assertThat(values.of(3, "v0")).isEqualTo(Values.ordinary(1).of(3, "v0"));
    assertThat(values.of(3, "v0")).isNotEqualTo(values.of(4, "v0"));
    assertThat(values.of(3, "v0")).isNotEqualTo(Values.ordinary(2).of(3, "v0"));
  }
}
