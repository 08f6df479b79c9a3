package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a backend that does not tell of changes is asked for it again: never sooner than after 15
 * seconds, then after waits that double up to ten minutes, each spread by a fifth. Not thread-safe.
 */
final class ListeningPace {
  /** Between two attempts at least. */
  static final Duration LEAST = Duration.ofSeconds(15);

  static final Duration LONGEST = Duration.ofMinutes(10);

  /** A backend that has no such thing gets it with an upgrade, or a new edition. */
  static final Duration UNSUPPORTED = Duration.ofHours(1);

  private final Ticks ticks;
  private final RandomGenerator random;
  private int failures;
  private boolean tried;
  private long triedAt;
  private long openedAt;

  ListeningPace(Ticks ticks, RandomGenerator random) {
    this.ticks = ticks;
    this.random = random;
  }

  /** What failed before says nothing of what is to come. */
  void beginAnew() {
    failures = 0;
  }

  void attempted() {
    tried = true;
    triedAt = ticks.now();
  }

  void opened() {
    openedAt = ticks.now();
  }

  /** The wait, made as long as the distance from the attempt before wants it. */
  Duration atLeast(Duration wait) {
    return tried ? longer(wait, LEAST.minus(ticks.since(triedAt))) : wait;
  }

  /** How long to wait after what was open has ended; what held for long was no failure. */
  Duration afterEnd() {
    failures = ticks.since(openedAt).compareTo(LONGEST) > 0 ? 1 : failures + 1;
    return backoff();
  }

  Duration afterRefusal(Failure failure) {
    failures++;
    return failure.kind() == FailureClass.NotFound
        ? jittered(UNSUPPORTED)
        : longer(backoff(), failure.retryAfter().orElse(Duration.ZERO));
  }

  private Duration backoff() {
    Duration grown = LEAST.multipliedBy(1L << Math.min(failures - 1, 10));
    return jittered(grown.compareTo(LONGEST) < 0 ? grown : LONGEST);
  }

  private Duration jittered(Duration wait) {
    return Duration.ofMillis((long) (wait.toMillis() * (1 + 0.2 * random.nextDouble())));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
