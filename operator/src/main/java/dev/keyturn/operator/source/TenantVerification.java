package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.guard.StoreGuard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Verifies a configuration once per connection where each tenant logs in as itself; no probe of the
 * store could. Thread-safe.
 */
final class TenantVerification {
  private final boolean asTenant;
  private final Duration patience;
  private final Supplier<Outcome<List<ConfigProblem>>> verify;
  private final ReentrantLock verifying = new ReentrantLock();
  private volatile boolean verified;

  /**
   * @param asTenant false where the store's own probe verifies
   * @param patience how long a reader waits for another one's verification
   */
  TenantVerification(
      boolean asTenant, Duration patience, Supplier<Outcome<List<ConfigProblem>>> verify) {
    this.asTenant = asTenant;
    this.patience = patience;
    this.verify = verify;
  }

  boolean isOwed() {
    return asTenant && !verified;
  }

  /** Verifies where that was not done yet; the guard hears of a failure. */
  Outcome<List<ConfigProblem>> whereOwed(StoreGuard guard, Ticks ticks) {
    if (!isOwed()) {
      return Outcome.ok(List.of());
    }
    long startedAt = ticks.now();
    Outcome<List<ConfigProblem>> outcome = once();
    if (outcome instanceof Outcome.Failed<List<ConfigProblem>>(Failure failure)) {
      guard.answered(Optional.of(failure), startedAt);
    }
    return outcome;
  }

  /** Verifies, unless somebody has in the meantime. */
  Outcome<List<ConfigProblem>> once() {
    try {
      if (!verifying.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return Outcome.failed(FailureClass.Timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.failed(FailureClass.Timeout);
    }
    try {
      Outcome<List<ConfigProblem>> outcome = verified ? Outcome.ok(List.of()) : verify.get();
      verified = outcome instanceof Outcome.Ok<List<ConfigProblem>>(var found) && found.isEmpty();
      return outcome;
    } finally {
      verifying.unlock();
    }
  }
}
