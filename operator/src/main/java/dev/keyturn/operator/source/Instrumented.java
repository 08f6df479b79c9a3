package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls to one backend, counts them, and turns what a provider should not throw into Internal.
 */
final class Instrumented {
  private static final Logger LOG = LoggerFactory.getLogger(Instrumented.class);

  /** What no backend has a price for. */
  private static final Set<String> NOT_FOR_SECRETS =
      Set.of("login", "renew", "revoke", "health", "issue", "subscribe");

  private final String provider;
  private final SourceObserver observer;
  private final Ticks ticks;
  private final InstantSource clock;
  private final StoreGuard guard;

  Instrumented(
      String provider,
      SourceObserver observer,
      Ticks ticks,
      InstantSource clock,
      StoreGuard guard) {
    this.provider = provider;
    this.observer = observer;
    this.ticks = ticks;
    this.clock = clock;
    this.guard = guard;
  }

  /**
   * Runs a call that has not asked for leave: it counts against the store's limits all the same.
   */
  <T> Outcome<T> run(String operation, Supplier<Outcome<T>> call) {
    guard.charge();
    return runLent(operation, call);
  }

  /** Runs a call that a lease was given for. */
  <T> Outcome<T> runLent(String operation, Supplier<Outcome<T>> call) {
    long started = ticks.now();
    guard.made().add(!NOT_FOR_SECRETS.contains(operation), started);
    Outcome<T> outcome = guarded(operation, call::get);
    Duration took = ticks.since(started);
    observer.called(provider, operation, failure(outcome), took);
    return outcome;
  }

  /** A call needs one request more than its lease was asked for. */
  Runnable further(Lease lease) {
    return () -> {
      lease.called();
      guard.made().add(true, ticks.now());
    };
  }

  void loggedIn(String method, Outcome<Session> result) {
    observer.loggedIn(provider, method, result instanceof Outcome.Ok);
  }

  void shared() {
    observer.readShared(provider);
  }

  void regressed() {
    observer.versionRegressed(provider);
  }

  void cache(String result) {
    observer.cacheAsked(result);
  }

  Instant wallClock() {
    return clock.instant();
  }

  /** Runs the call uncounted; what it throws becomes Internal. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  <T> Outcome<T> guarded(String operation, Callable<Outcome<T>> call) {
    try {
      return call.call();
    } catch (Exception e) {
      // The message of a foreign exception may quote a value: only its class is told.
      LOG.atError()
          .addKeyValue("provider", provider)
          .addKeyValue("operation", operation)
          .addKeyValue("error", e.getClass().getName())
          .log("a provider threw instead of returning a failure");
      return Outcome.failed(FailureClass.Internal);
    }
  }

  private static Optional<FailureClass> failure(Outcome<?> outcome) {
    return outcome instanceof Outcome.Failed<?>(Failure failure)
        ? Optional.of(failure.kind())
        : Optional.empty();
  }
}
