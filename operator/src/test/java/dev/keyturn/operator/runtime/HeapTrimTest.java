package dev.keyturn.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeapTrimTest {
  private static final long BURST = 40L << 20;

  private final AtomicBoolean idle = new AtomicBoolean(true);
  private final AtomicLong grown = new AtomicLong(BURST);
  private final AtomicInteger collections = new AtomicInteger();
  private final HeapTrim trim = new HeapTrim(idle::get, grown::get, this::collect, () -> 0);

  private void collect() {
    collections.incrementAndGet();
    grown.set(0);
  }

  @AfterEach
  void close() {
    trim.close();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      trim.look("");
    }
  }

  @Test
  void whatABurstTookIsGivenBackOnceNothingHasWaitedTwiceInARow() {
    idle.set(false);
    look(3);
    idle.set(true);
    look(1);
    assertThat(collections).hasValue(0);
    look(1);
    assertThat(collections).hasValue(1);
    look(5);
    assertThat(collections).hasValue(1);
  }

  @Test
  void afterTheStartALittleIsNotWorthAPause() {
    grown.set(1L << 20);
    look(2);
    assertThat(collections).hasValue(1);
    grown.set(1L << 20);
    look(5);
    assertThat(collections).hasValue(1);
    grown.set(BURST);
    look(1);
    assertThat(collections).hasValue(2);
  }

  @Test
  void theOldGenerationOfThisProcessIsFound() {
    assertThat(HeapTrim.oldGeneration()).isPresent();
  }
}
