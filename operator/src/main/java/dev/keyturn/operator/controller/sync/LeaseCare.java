package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.engine.lease.LeaseSchedule;
import dev.keyturn.operator.engine.lease.TokenLife;
import dev.keyturn.operator.engine.plan.IssueGrants;
import dev.keyturn.operator.engine.plan.IssueRequest;
import dev.keyturn.operator.engine.plan.IssueResult;
import dev.keyturn.operator.engine.plan.Issues;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.StoreView;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.LeaseTerms;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.LeaseDesk;
import dev.keyturn.operator.source.guard.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Looks after what was issued for a sync, before its plan runs: renews a lease that is due, asks
 * once per interval whether it still lives, ends those that were replaced, and says when another
 * one is needed.
 */
final class LeaseCare {
  private final IssuingStore stores;
  private final IssuedRecord records;
  private final LeaseRevocations revocations;
  private final InstantSource clock;

  LeaseCare(
      IssuingStore stores,
      IssuedRecord records,
      LeaseRevocations revocations,
      InstantSource clock) {
    this.stores = stores;
    this.records = records;
    this.revocations = revocations;
    this.clock = clock;
  }

  /** Why the lease could not be cared for, or not yet; empty where the plan may go on. */
  Optional<SyncReader.Outcome> tend(
      SecretSync sync, Observed observed, SyncSettings settings, SyncMemory memory) {
    IssuedMemory issued = memory.issued();
    if (settings.suspend()) {
      return Optional.empty();
    }
    records.recall(observed, issued);
    if (issued.isEmpty()
        || !(observed.stores().of(settings.shaping().store()) instanceof StoreView.Usable store)) {
      parkIfDue(sync, settings, memory);
      return Optional.empty();
    }
    revocations.make(sync, observed, issued);
    if (isCertificateDue(sync, observed, settings, issued) || isTokenDue(sync, settings, issued)) {
      issued.reissue(true);
    }
    if (issued.lease().isEmpty() || settings.issues().dynamic().isEmpty()) {
      return Optional.empty();
    }
    return lease(sync, observed, settings, store, memory);
  }

  /** The recovery of the store wakes what would have been done now. */
  private void parkIfDue(SecretSync sync, SyncSettings settings, SyncMemory memory) {
    IssuedMemory issued = memory.issued();
    Instant now = clock.instant();
    boolean due =
        issued
            .lease()
            .map(held -> action(sync, settings, held))
            .filter(action -> !(action instanceof LeaseSchedule.Action.Keep))
            .isPresent();
    boolean overdue = issued.retired().stream().anyMatch(over -> over.isDue(now));
    if (due || overdue || isTokenDue(sync, settings, issued)) {
      memory.park();
    }
  }

  private Optional<SyncReader.Outcome> lease(
      SecretSync sync,
      Observed observed,
      SyncSettings settings,
      StoreView.Usable store,
      SyncMemory memory) {
    IssuedMemory issued = memory.issued();
    LeaseDesk.Held held = issued.lease().orElseThrow();
    return switch (action(sync, settings, held)) {
      case LeaseSchedule.Action.Replace() -> {
        issued.reissue(true);
        yield Optional.empty();
      }
      case LeaseSchedule.Action.Renew() ->
          observed.waiting() && !observed.due()
              ? Optional.empty()
              : renew(sync, observed, settings, store, held, memory);
      case LeaseSchedule.Action.Keep keep ->
          observed.due() && isLookupDue(settings, issued)
              ? lookup(sync, observed, store.identity(), held, memory)
              : Optional.empty();
    };
  }

  private LeaseSchedule.Action action(SecretSync sync, SyncSettings settings, LeaseDesk.Held held) {
    return LeaseSchedule.next(
        held.state(), renewAt(settings), sync.getMetadata().getUid(), clock.instant());
  }

  private static int renewAt(SyncSettings settings) {
    return settings.issues().dynamic().map(Issues.Dynamic::renewAt).orElse(100);
  }

  private Optional<SyncReader.Outcome> renew(
      SecretSync sync,
      Observed observed,
      SyncSettings settings,
      StoreView.Usable store,
      LeaseDesk.Held held,
      SyncMemory memory) {
    IssuedMemory issued = memory.issued();
    Optional<IssueRequest.Lease> request = request(observed, settings, store);
    if (request.isEmpty()) {
      // The plan finds the same denial, and says so.
      issued.reissue(true);
      return Optional.empty();
    }
    return switch (stores.open(sync, observed.namespace())) {
      case Opening.Refused(Problem why) -> refused(why);
      case Opening.TenantNeeded needed -> refused(stores.missing(sync));
      case Opening.Open(Connection connection) -> {
        try (ReadGates gates =
            new ReadGates(observed, memory, Optional.of(held.state().expires()))) {
          Optional<SyncReader.Outcome.Waiting> inLine =
              gates.enter(store.identity(), connection, 1);
          yield inLine.isPresent()
              ? Optional.of(inLine.get())
              : renew(
                  sync,
                  observed,
                  settings,
                  request.get(),
                  held,
                  issued,
                  connection.leases(),
                  gates.lease(store.identity()));
        }
      }
    };
  }

  private Optional<SyncReader.Outcome> renew(
      SecretSync sync,
      Observed observed,
      SyncSettings settings,
      IssueRequest.Lease request,
      LeaseDesk.Held held,
      IssuedMemory issued,
      LeaseDesk desk,
      Lease leave) {
    String path = request.source().path();
    return switch (desk.renew(request.granted(), path, observed.id().toString(), held, leave)) {
      case Outcome.Ok<LeaseDesk.Held>(LeaseDesk.Held renewed) -> {
        issued.hold(renewed);
        issued.lookedUp(clock.instant());
        issued.reissue(action(sync, settings, renewed) instanceof LeaseSchedule.Action.Replace);
        yield Optional.empty();
      }
      case Outcome.Failed<LeaseDesk.Held>(Failure failure) ->
          lost(failure, request.place(), issued);
    };
  }

  private static Optional<SyncReader.Outcome> refused(Problem why) {
    return Optional.of(new SyncReader.Outcome.Refused(why));
  }

  private static Optional<IssueRequest.Lease> request(
      Observed observed, SyncSettings settings, StoreView.Usable store) {
    return switch (IssueGrants.of(observed, store, settings.issues())) {
      case IssueGrants.Refused refused -> Optional.empty();
      case IssueGrants.Given(List<IssueRequest> requests) ->
          requests.stream()
              .filter(IssueRequest.Lease.class::isInstance)
              .map(IssueRequest.Lease.class::cast)
              .findFirst();
    };
  }

  private Optional<SyncReader.Outcome> lookup(
      SecretSync sync,
      Observed observed,
      StoreIdentity store,
      LeaseDesk.Held held,
      SyncMemory memory) {
    if (!(stores.open(sync, observed.namespace()) instanceof Opening.Open(Connection connection))) {
      return Optional.empty();
    }
    try (ReadGates gates = new ReadGates(observed, memory, Optional.empty())) {
      Optional<SyncReader.Outcome.Waiting> inLine = gates.enter(store, connection, 1);
      return inLine.isPresent()
          ? Optional.of(inLine.get())
          : lookedUp(connection.leases().lookup(held.id(), gates.lease(store)), memory.issued());
    }
  }

  private Optional<SyncReader.Outcome> lookedUp(Outcome<LeaseTerms> found, IssuedMemory issued) {
    return switch (found) {
      case Outcome.Ok<LeaseTerms> known -> {
        issued.lookedUp(clock.instant());
        yield Optional.empty();
      }
      case Outcome.Failed<LeaseTerms>(Failure failure) -> {
        if (failure.kind() == FailureClass.AccessDenied) {
          // A policy without the right to look up: a renewal tells as well, only later.
          issued.lookedUp(clock.instant());
          yield Optional.empty();
        }
        yield lost(failure, "the lease", issued);
      }
    };
  }

  /** A lease that the backend does not know is replaced; everything else is tried again. */
  private static Optional<SyncReader.Outcome> lost(
      Failure failure, String place, IssuedMemory issued) {
    IssueResult.Failed failed = Issuing.failed(failure);
    if (failed.kind() == ErrorClass.NotFound && failed.detail() == Detail.LEASE_UNKNOWN) {
      issued.reissue(true);
      return Optional.empty();
    }
    return refused(Problem.of(failed.kind(), failed.detail(), place));
  }

  private boolean isLookupDue(SyncSettings settings, IssuedMemory issued) {
    Duration almost = settings.interval().multipliedBy(9).dividedBy(10);
    return issued
        .lookedUpAt()
        .filter(at -> Duration.between(at, clock.instant()).compareTo(almost) < 0)
        .isEmpty();
  }

  private boolean isTokenDue(SecretSync sync, SyncSettings settings, IssuedMemory issued) {
    return IssueDues.ofToken(sync, settings, issued)
        .filter(due -> !clock.instant().isBefore(due))
        .isPresent();
  }

  private boolean isCertificateDue(
      SecretSync sync, Observed observed, SyncSettings settings, IssuedMemory issued) {
    return IssueDues.ofCertificate(sync, observed, settings, issued)
        .filter(due -> !clock.instant().isBefore(due))
        .isPresent();
  }

  /** When something of it is due next; never now, so that a failure is left to its backoff. */
  Optional<Duration> nextWake(
      SecretSync sync, Observed observed, SyncSettings settings, IssuedMemory issued) {
    Instant now = clock.instant();
    IssueWakes wakes = new IssueWakes(now);
    issued
        .lease()
        .ifPresent(held -> {
          if (action(sync, settings, held) instanceof LeaseSchedule.Action.Keep(Instant until)) {
            wakes.at(until);
          }
          wakes.at(LeaseSchedule.giveUpAt(held.state()));
          wakes.at(held.state().expires());
        });
    if (observed.stores().of(settings.shaping().store()) instanceof StoreView.Usable) {
      // Each attempt to end one moves its moment, so one that has come is a first attempt.
      issued.retired().forEach(over -> wakes.atOrSoon(over.revokeAt()));
    }
    IssueDues.ofCertificate(sync, observed, settings, issued).ifPresent(wakes::at);
    issued.notAfter().ifPresent(wakes::at);
    IssueDues.ofToken(sync, settings, issued).ifPresent(wakes::at);
    issued.token().map(TokenLife::expires).ifPresent(wakes::at);
    return settings.suspend() ? Optional.empty() : wakes.next();
  }
}
