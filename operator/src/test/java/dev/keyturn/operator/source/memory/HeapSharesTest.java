package dev.keyturn.operator.source.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapSharesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 8, 0",
    "96, 8, 6",
    "128, 8, 8",
    "160, 10, 10",
    "256, 16, 16",
    "416, 26, 16",
    "512, 32, 16",
    "16384, 32, 16"
  })
  void aSixteenthOfTheHeapWithinBounds(long heap, long inFlight, long kept) {
    assertThat(HeapShares.of(heap << 20)).isEqualTo(new HeapShares(inFlight << 20, kept << 20));
  }
}
