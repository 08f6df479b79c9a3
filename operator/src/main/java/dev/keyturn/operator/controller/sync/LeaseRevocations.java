package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.guard.Admission;
import dev.keyturn.operator.source.guard.Errand;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Ends the leases of a sync that were replaced, each when its time has come. */
final class LeaseRevocations {
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final IssuingStore stores;
  private final InstantSource clock;

  LeaseRevocations(IssuingStore stores, InstantSource clock) {
    this.stores = stores;
    this.clock = clock;
  }

  /** Ends what is due and in use no more; what does not work now is tried again later. */
  void make(SecretSync sync, Observed observed, IssuedMemory issued) {
    Instant now = clock.instant();
    for (IssuedMemory.Retired over : issued.retired()) {
      if (!over.isDue(now)) {
        continue;
      }
      issued.settled(over);
      boolean inUse =
          observed
              .target()
              .flatMap(target -> target.leaseId())
              .equals(Optional.of(over.id().text()));
      switch (inUse ? Came.NOTHING : revoked(sync, observed, over)) {
        case ENDED -> {}
        case WAITS -> issued.waits(over, now.plus(AGAIN));
        case NOTHING -> {
          if (inUse || now.isBefore(over.ends())) {
            issued.retire(over.id(), now.plus(AGAIN), over.ends());
          }
        }
      }
    }
  }

  private enum Came {
    ENDED,
    /** The store calls the sync when it may. */
    WAITS,
    NOTHING
  }

  private Came revoked(SecretSync sync, Observed observed, IssuedMemory.Retired over) {
    if (!(stores.open(sync, observed.namespace()) instanceof Opening.Open(Connection connection))) {
      return Came.NOTHING;
    }
    Waiter waiter =
        new Waiter(
            Errand.DEADLINE.of(observed.id().toString()),
            1,
            1,
            Long.MIN_VALUE,
            Optional.of(over.ends()));
    return switch (connection.guard().admit(waiter)) {
      case Admission.Queued() -> Came.WAITS;
      case Admission.Shut shut -> Came.NOTHING;
      case Admission.Granted(Lease lease) -> {
        try (lease) {
          yield connection.leases().revoke(over.id(), lease)
                  instanceof Outcome.Ok<ProviderClient.Done>
              ? Came.ENDED
              : Came.NOTHING;
        }
      }
    };
  }
}
