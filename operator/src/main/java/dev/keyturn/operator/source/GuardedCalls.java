package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.memory.CallRoom;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls as long as a store's guard lets them, and tells the guard what came of each.
 *
 * @param unhealthy told of a failure that says something of the store itself
 */
record GuardedCalls(StoreGuard guard, Ticks ticks, Consumer<Failure> unhealthy) {

  ReadBackend backend(
      BiFunction<RemoteRef, Lease, Outcome<RemoteValue>> call, Optional<VersionCalls> versions) {
    return new ReadBackend() {
      @Override
      public Outcome<RemoteValue> read(RemoteRef ref, Lease lease) {
        return with(lease, () -> call.apply(ref, lease));
      }

      @Override
      public boolean knowsVersions() {
        return versions.isPresent();
      }

      @Override
      public Outcome<Optional<VersionMark>> newest(RemoteRef ref, Lease lease) {
        return with(lease, () -> versions.orElseThrow().newest(ref, lease));
      }

      @Override
      public boolean isShut(Lease lease) {
        return guard.refusal(lease).isPresent();
      }
    };
  }

  /** A call by this leave. */
  <T> Outcome<T> with(Lease lease, Supplier<Outcome<T>> call) {
    return with(lease, call, () -> true);
  }

  /**
   * The same.
   *
   * @param telling false where what came of it says nothing of the store
   */
  <T> Outcome<T> with(Lease lease, Supplier<Outcome<T>> call, BooleanSupplier telling) {
    Optional<FailureClass> refusal = guard.refusal(lease);
    if (refusal.isPresent()) {
      return Outcome.failed(refusal.get());
    }
    return CallRoom.ofCurrent(room -> made(call, room, telling));
  }

  private <T> Outcome<T> made(Supplier<Outcome<T>> call, CallRoom room, BooleanSupplier telling) {
    long startedAt = ticks.now();
    Outcome<T> outcome = call.get();
    if (room.hasRunShort()) {
      // That is our own want of memory: the store is neither ill nor too busy.
      return outcome;
    }
    if (!telling.getAsBoolean()) {
      return outcome;
    }
    boolean wasShut = guard.isShut();
    switch (outcome) {
      case Outcome.Ok<T> good -> guard.answered(Optional.empty(), startedAt);
      case Outcome.Failed<T>(Failure failure) -> {
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
      case AuthFailed, ScopeDenied, Unavailable, Sealed, Timeout, TlsError -> true;
      // A probe would be one call more for a backend that asked for fewer.
      case Throttled -> false;
      case AccessDenied, NotFound, SourceDeleted, InvalidData, Conflict, Internal -> false;
    };
  }
}
