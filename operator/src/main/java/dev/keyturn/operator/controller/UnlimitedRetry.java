package dev.keyturn.operator.controller;

import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * For exceptions that escape a pass, which are faults of ours: one second doubling to five minutes,
 * full jitter, without end. Expected failures are outcomes and never come here.
 */
public final class UnlimitedRetry implements Retry {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final RandomGenerator random;

  public UnlimitedRetry(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public RetryExecution initExecution() {
    return new Execution();
  }

  private final class Execution implements RetryExecution {
    private int attempts;

    @Override
    public Optional<Long> nextDelay() {
      long most = Math.min(LONGEST.toMillis(), SHORTEST.toMillis() << Math.min(attempts, 20));
      attempts++;
      return Optional.of(random.nextLong(SHORTEST.toMillis() / 2, most + 1));
    }

    @Override
    public int getAttemptCount() {
      return Math.max(0, attempts - 1);
    }

    @Override
    public boolean isLastAttempt() {
      return false;
    }
  }
}
