package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.engine.lease.Validity;
import dev.keyturn.operator.engine.plan.IssueRequest;
import dev.keyturn.operator.engine.plan.IssueResult;
import dev.keyturn.operator.engine.plan.Issues;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.CertificateRequest;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.IssuedCertificate;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.LeaseDesk;
import dev.keyturn.operator.source.TokenDesk;
import dev.keyturn.operator.source.guard.Lease;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Has made what a plan wants made, each once. */
final class Issuing {
  private final IssuingStore stores;
  private final RemoteCleanup cleanup;
  private final LeaseDuty duty;
  private final SyncEvents events;

  Issuing(IssuingStore stores, RemoteCleanup cleanup, LeaseDuty duty, SyncEvents events) {
    this.stores = stores;
    this.cleanup = cleanup;
    this.duty = duty;
    this.events = events;
  }

  /**
   * Has it made; the answers are in the fresh issues.
   *
   * @return why the store could not even be asked, or was not yet
   */
  Optional<SyncReader.Outcome> issue(
      SecretSync sync,
      Observed observed,
      StoreIdentity store,
      List<IssueRequest> requests,
      FreshIssues fresh,
      ReadGates gates) {
    if (duty.owes(sync, SecretSyncStatus.EMPTY) && !cleanup.hold(sync)) {
      return refused(
          Problem.of(ErrorClass.Unavailable, Detail.TARGET, "the API server, for the finalizer"));
    }
    return switch (stores.open(sync, observed.namespace())) {
      case Opening.Refused(Problem why) -> refused(why);
      case Opening.TenantNeeded needed -> refused(stores.missing(sync));
      case Opening.Open(Connection connection) -> {
        // What is issued is missing, or ends: somebody waits.
        gates.hurry(Lane.FIRST);
        Optional<SyncReader.Outcome.Waiting> inLine =
            gates.enter(store, connection, requests.size());
        if (inLine.isPresent()) {
          yield Optional.of(inLine.get());
        }
        for (IssueRequest request : requests) {
          IssueResult result =
              issue(sync, observed, new Asked(connection, gates.lease(store)), request, fresh);
          fresh.add(request, result);
          if (result instanceof IssueResult.Failed failed) {
            // All or nothing: what comes after it would be made in vain.
            requests.forEach(rest -> fresh.results().putIfAbsent(rest, failed));
            break;
          }
        }
        yield Optional.empty();
      }
    };
  }

  private static Optional<SyncReader.Outcome> refused(Problem why) {
    return Optional.of(new SyncReader.Outcome.Refused(why));
  }

  /** A store that is asked, and the leave to do so. */
  private record Asked(Connection connection, Lease lease) {}

  private IssueResult issue(
      SecretSync sync, Observed observed, Asked store, IssueRequest request, FreshIssues fresh) {
    return switch (request) {
      case IssueRequest.Lease(Issues.Dynamic source, Decision.Allowed granted) ->
          switch (store
              .connection
              .leases()
              .issue(granted, observed.id().toString(), wish(source), store.lease)) {
            case Outcome.Failed<LeaseDesk.Issued>(Failure failure) -> failed(failure);
            case Outcome.Ok<LeaseDesk.Issued>(LeaseDesk.Issued issued) -> {
              fresh.lease(issued.lease());
              if (issued.lease().state().isCutByToken() && !issued.lease().tokenRenewable()) {
                events.leaseTokenTooShort(sync, source.path());
              }
              yield values(issued.payload());
            }
          };
      case IssueRequest.Certificate(Issues.Certificate source, Decision.Allowed granted) ->
          switch (store.connection.issue(granted, wish(source), store.lease)) {
            case Outcome.Failed<IssuedCertificate>(Failure failure) -> failed(failure);
            case Outcome.Ok<IssuedCertificate>(IssuedCertificate issued) -> values(issued, fresh);
          };
      case IssueRequest.Token(Issues.Token source, Decision.Allowed granted) ->
          switch (store
              .connection
              .tokens()
              .issue(granted, TokenWish.of(source.source()), store.lease)) {
            case Outcome.Failed<TokenDesk.Issued>(Failure failure) -> failed(failure);
            case Outcome.Ok<TokenDesk.Issued>(TokenDesk.Issued issued) -> values(issued, fresh);
          };
    };
  }

  private static LeaseRequest wish(Issues.Dynamic source) {
    LeaseRequest.Method method =
        switch (source.method()) {
          case GET -> LeaseRequest.Method.GET;
          case POST -> LeaseRequest.Method.POST;
        };
    return new LeaseRequest(source.path(), method, source.parameters());
  }

  private static CertificateRequest wish(Issues.Certificate source) {
    return new CertificateRequest(
        source.mount(),
        source.role(),
        source.issuer(),
        source.commonName(),
        source.altNames(),
        source.ipSans(),
        source.uriSans(),
        source.ttl());
  }

  private static IssueResult values(SecretBytes payload) {
    try (payload;
        SecretTree tree = payload.with(SecretTree::parse)) {
      return IssueResult.of(tree);
    }
  }

  private static IssueResult values(IssuedCertificate issued, FreshIssues fresh) {
    try (issued) {
      Optional<Validity> validity = issued.chain().with(Validity::of);
      if (validity.isEmpty()) {
        return invalid();
      }
      fresh.certificate(validity.get().until());
      TreeMap<String, byte[]> values = new TreeMap<>();
      values.put("tls.crt", issued.chain().with(byte[]::clone));
      values.put("tls.key", issued.privateKey().with(byte[]::clone));
      values.put("ca.crt", issued.authority().with(byte[]::clone));
      return new IssueResult.Issued(values);
    }
  }

  private static IssueResult values(TokenDesk.Issued issued, FreshIssues fresh) {
    try (IssuedToken token = issued.token()) {
      fresh.token(issued.life());
      TreeMap<String, byte[]> values = new TreeMap<>();
      token.values().forEach((key, value) -> values.put(key, value.with(byte[]::clone)));
      return new IssueResult.Issued(values);
    }
  }

  private static IssueResult invalid() {
    return new IssueResult.Failed(ErrorClass.InvalidData, Detail.NONE);
  }

  static IssueResult.Failed failed(Failure failure) {
    return new IssueResult.Failed(
        ErrorClass.valueOf(failure.kind().name()), Detail.valueOf(failure.detail().name()));
  }
}
