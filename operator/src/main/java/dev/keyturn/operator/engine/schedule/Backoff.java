package dev.keyturn.operator.engine.schedule;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure. Unlimited and capped, with decorrelated jitter: each wait is
 * drawn between the class's shortest wait and three times the wait before it, so objects that
 * failed together do not come back together.
 */
public final class Backoff {
  private final RandomGenerator random;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The next wait.
   *
   * @param previous the wait before, zero at the first failure
   * @param interval the object's refresh interval; some classes never wait longer than it
   * @return empty where only the next due time or the curing event helps
   */
  public Optional<Duration> next(ErrorClass failure, Duration previous, Duration interval) {
    return switch (failure) {
      case Unavailable, Timeout, Internal, Conflict, Throttled, Sealed ->
          wait(Duration.ofSeconds(1), Duration.ofMinutes(5), previous);
      case TlsError, AuthFailed -> wait(Duration.ofMinutes(1), Duration.ofMinutes(5), previous);
      case AccessDenied -> wait(Duration.ofMinutes(1), Duration.ofMinutes(15), previous);
      case NotFound, SourceDeleted, KeyMissing, DeletionGuardTripped ->
          wait(Duration.ofMinutes(1), shorter(interval, Duration.ofMinutes(15)), previous);
      case InvalidData,
          ValidationFailed,
          TemplateError,
          TargetInvalid,
          TargetTooLarge,
          OwnershipConflict,
          ScopeDenied,
          ConfigInvalid,
          StoreNotReady,
          CredentialMissing ->
          Optional.empty();
    };
  }

  private Optional<Duration> wait(Duration shortest, Duration longest, Duration previous) {
    Duration least = shorter(shortest, longest);
    long most = Math.max(least.toMillis() + 1, previous.multipliedBy(3).toMillis());
    long millis = random.nextLong(least.toMillis(), most + 1);
    return Optional.of(shorter(Duration.ofMillis(millis), longest));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
