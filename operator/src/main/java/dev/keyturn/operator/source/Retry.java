package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The tries inside one read. The sync that reads tries again for ever, whatever this says.
 *
 * @param maxAttempts tries in all, at least 1
 * @param baseDelay greatest wait before the second try; it doubles with each further one
 * @param maxDelay greatest wait before any try
 */
public record Retry(int maxAttempts, Duration baseDelay, Duration maxDelay) {
  public static final Retry NONE = new Retry(1, Duration.ZERO, Duration.ZERO);

  /**
   * The wait before the next try: half of the greatest one at least, so that readers that failed
   * together do not come back together. Empty where there is no other try.
   *
   * @param tries how many there were
   */
  Optional<Duration> after(int tries, FailureClass failure, RandomGenerator random) {
    if (tries >= maxAttempts || !helps(failure)) {
      return Optional.empty();
    }
    long most =
        Math.min(maxDelay.toMillis(), baseDelay.toMillis() * (1L << Math.min(tries - 1, 10)));
    return Optional.of(Duration.ofMillis(random.nextLong(most / 2, most + 1)));
  }

  private static boolean helps(FailureClass failure) {
    return failure == FailureClass.Unavailable || failure == FailureClass.Timeout;
  }
}
