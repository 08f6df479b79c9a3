package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Calls as long as a store's guard lets them, and tells the guard what came of each.
 *
 * @param unhealthy told of a failure that says something of the store itself
 */
record GuardedCalls(StoreGuard guard, Ticks ticks, Consumer<Failure> unhealthy) {

  SharedReads.Backend backend(BiFunction<RemoteRef, Lease, Outcome<RemoteValue>> call) {
    return new SharedReads.Backend() {
      @Override
      public Outcome<RemoteValue> read(RemoteRef ref, Lease lease) {
        return guarded(ref, lease, call);
      }

      @Override
      public boolean isShut(Lease lease) {
        return guard.refusal(lease).isPresent();
      }
    };
  }

  private Outcome<RemoteValue> guarded(
      RemoteRef ref, Lease lease, BiFunction<RemoteRef, Lease, Outcome<RemoteValue>> call) {
    Optional<FailureClass> refusal = guard.refusal(lease);
    if (refusal.isPresent()) {
      return Outcome.failed(refusal.get());
    }
    long startedAt = ticks.now();
    Outcome<RemoteValue> outcome = call.apply(ref, lease);
    boolean wasShut = guard.isShut();
    switch (outcome) {
      case Outcome.Ok<RemoteValue> read -> guard.answered(Optional.empty(), startedAt);
      case Outcome.Failed<RemoteValue>(Failure failure) -> {
        guard.answered(Optional.of(failure), startedAt);
        // While the breaker is not closed the store is probed in its own time.
        if (saysOfStore(failure) && !wasShut) {
          unhealthy.accept(failure);
        }
      }
    }
    return outcome;
  }

  private static boolean saysOfStore(Failure failure) {
    return switch (failure.kind()) {
      case AuthFailed, Unavailable, Sealed, Timeout, TlsError -> true;
      // A probe would be one call more for a backend that asked for fewer.
      case Throttled -> false;
      case AccessDenied, NotFound, SourceDeleted, InvalidData, Conflict, Internal -> false;
    };
  }
}
