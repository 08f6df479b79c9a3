package dev.keyturn.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnlimitedRetryTest {

  /** The framework's own retry ends after five attempts; after that an object would be frozen. */
  @Test
  void thereIsAlwaysANextAttemptWithinFiveMinutes() {
    RetryExecution execution = new UnlimitedRetry(new Random(1)).initExecution();
    for (int attempt = 0; attempt < 100_000; attempt++) {
      assertThat(execution.isLastAttempt()).isFalse();
      assertThat(execution.nextDelay()).isPresent();
      assertThat(execution.nextDelay().orElseThrow()).isBetween(500L, 300_000L);
    }
  }

  @Test
  void theFirstAttemptsComeSoon() {
    for (int seed = 0; seed < 100; seed++) {
      RetryExecution execution = new UnlimitedRetry(new Random(seed)).initExecution();
      assertThat(execution.nextDelay().orElseThrow()).isBetween(500L, 1_000L);
      assertThat(execution.nextDelay().orElseThrow()).isBetween(500L, 2_000L);
      assertThat(execution.nextDelay().orElseThrow()).isBetween(500L, 4_000L);
    }
  }
}
