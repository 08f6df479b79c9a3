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
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.LeaseTerms;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.LeaseDesk;
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
  private static final Duration REVOKE_AGAIN = Duration.ofMinutes(1);

  private final IssuingStore stores;
  private final IssuedRecord records;
  private final InstantSource clock;

  LeaseCare(IssuingStore stores, IssuedRecord records, InstantSource clock) {
    this.stores = stores;
    this.records = records;
    this.clock = clock;
  }

  /** Why the lease could not be cared for; empty where the plan may go on. */
  Optional<Problem> tend(
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
    revoke(sync, observed, issued);
    if (isCertificateDue(sync, observed, settings, issued) || isTokenDue(sync, settings, issued)) {
      issued.reissue(true);
    }
    if (issued.lease().isEmpty() || settings.issues().dynamic().isEmpty()) {
      return Optional.empty();
    }
    return lease(sync, observed, settings, store, issued);
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
    boolean overdue = issued.retired().stream().anyMatch(over -> !now.isBefore(over.revokeAt()));
    if (due || overdue || isTokenDue(sync, settings, issued)) {
      memory.park();
    }
  }

  private Optional<Problem> lease(
      SecretSync sync,
      Observed observed,
      SyncSettings settings,
      StoreView.Usable store,
      IssuedMemory issued) {
    LeaseDesk.Held held = issued.lease().orElseThrow();
    return switch (action(sync, settings, held)) {
      case LeaseSchedule.Action.Replace() -> {
        issued.reissue(true);
        yield Optional.empty();
      }
      case LeaseSchedule.Action.Renew() ->
          observed.waiting() && !observed.due()
              ? Optional.empty()
              : renew(sync, observed, settings, store, held, issued);
      case LeaseSchedule.Action.Keep keep ->
          observed.due() && isLookupDue(settings, issued)
              ? lookup(sync, observed, held, issued)
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

  private Optional<Problem> renew(
      SecretSync sync,
      Observed observed,
      SyncSettings settings,
      StoreView.Usable store,
      LeaseDesk.Held held,
      IssuedMemory issued) {
    Optional<IssueRequest.Lease> request = request(observed, settings, store);
    if (request.isEmpty()) {
      // The plan finds the same denial, and says so.
      issued.reissue(true);
      return Optional.empty();
    }
    Decision.Allowed granted = request.get().granted();
    String path = request.get().source().path();
    return switch (stores.open(sync, observed.namespace())) {
      case Opening.Refused(Problem why) -> Optional.of(why);
      case Opening.TenantNeeded needed -> Optional.of(stores.missing(sync));
      case Opening.Open(Connection connection) ->
          switch (connection.leases().renew(granted, path, observed.id().toString(), held)) {
            case Outcome.Ok<LeaseDesk.Held>(LeaseDesk.Held renewed) -> {
              issued.hold(renewed);
              issued.lookedUp(clock.instant());
              issued.reissue(
                  action(sync, settings, renewed) instanceof LeaseSchedule.Action.Replace);
              yield Optional.empty();
            }
            case Outcome.Failed<LeaseDesk.Held>(Failure failure) ->
                lost(failure, request.get().place(), issued);
          };
    };
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

  private Optional<Problem> lookup(
      SecretSync sync, Observed observed, LeaseDesk.Held held, IssuedMemory issued) {
    if (!(stores.open(sync, observed.namespace()) instanceof Opening.Open(Connection connection))) {
      return Optional.empty();
    }
    return switch (connection.leases().lookup(held.id())) {
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
  private static Optional<Problem> lost(Failure failure, String place, IssuedMemory issued) {
    IssueResult.Failed failed = Issuing.failed(failure);
    if (failed.kind() == ErrorClass.NotFound && failed.detail() == Detail.LEASE_UNKNOWN) {
      issued.reissue(true);
      return Optional.empty();
    }
    return Optional.of(Problem.of(failed.kind(), failed.detail(), place));
  }

  private boolean isLookupDue(SyncSettings settings, IssuedMemory issued) {
    Duration almost = settings.interval().multipliedBy(9).dividedBy(10);
    return issued
        .lookedUpAt()
        .filter(at -> Duration.between(at, clock.instant()).compareTo(almost) < 0)
        .isEmpty();
  }

  private boolean isTokenDue(SecretSync sync, SyncSettings settings, IssuedMemory issued) {
    return tokenDueAt(sync, settings, issued)
        .filter(due -> !clock.instant().isBefore(due))
        .isPresent();
  }

  private static Optional<Instant> tokenDueAt(
      SecretSync sync, SyncSettings settings, IssuedMemory issued) {
    return settings
        .issues()
        .token()
        .flatMap(source -> issued.token())
        .map(life -> life.dueAt(sync.getMetadata().getUid()));
  }

  private boolean isCertificateDue(
      SecretSync sync, Observed observed, SyncSettings settings, IssuedMemory issued) {
    return certificateDueAt(sync, observed, settings, issued)
        .filter(due -> !clock.instant().isBefore(due))
        .isPresent();
  }

  private static Optional<Instant> certificateDueAt(
      SecretSync sync, Observed observed, SyncSettings settings, IssuedMemory issued) {
    if (settings.issues().certificate().isEmpty() || issued.notAfter().isEmpty()) {
      return Optional.empty();
    }
    Instant written =
        observed
            .status()
            .map(status -> status.lastChangeTime())
            .map(Instant::parse)
            .orElse(Instant.EPOCH);
    return Optional.of(
        settings
            .issues()
            .certificate()
            .get()
            .renewBefore()
            .dueAt(written, issued.notAfter().get(), sync.getMetadata().getUid()));
  }

  private void revoke(SecretSync sync, Observed observed, IssuedMemory issued) {
    Instant now = clock.instant();
    for (IssuedMemory.Retired over : issued.retired()) {
      if (now.isBefore(over.revokeAt())) {
        continue;
      }
      issued.settled(over);
      boolean inUse =
          observed
              .target()
              .flatMap(target -> target.leaseId())
              .equals(Optional.of(over.id().text()));
      if (inUse || (!revoked(sync, observed, over) && now.isBefore(over.ends()))) {
        issued.retire(over.id(), now.plus(REVOKE_AGAIN), over.ends());
      }
    }
  }

  private boolean revoked(SecretSync sync, Observed observed, IssuedMemory.Retired over) {
    return stores.open(sync, observed.namespace()) instanceof Opening.Open(Connection connection)
        && connection.leases().revoke(over.id()) instanceof Outcome.Ok<ProviderClient.Done>;
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
    certificateDueAt(sync, observed, settings, issued).ifPresent(wakes::at);
    issued.notAfter().ifPresent(wakes::at);
    tokenDueAt(sync, settings, issued).ifPresent(wakes::at);
    issued.token().map(TokenLife::expires).ifPresent(wakes::at);
    return settings.suspend() ? Optional.empty() : wakes.next();
  }
}
