package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.CredentialLease;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.KeyLister;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.provider.LeaseIssuer;
import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.provider.LeaseTerms;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionReader;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** One identity's sight of a {@link FakeBackend}. */
final class FakeBackendClient implements ProviderClient {
  private final FakeBackend backend;
  private final String credential;
  private final AtomicBoolean closed = new AtomicBoolean();

  FakeBackendClient(FakeBackend backend, String credential) {
    this.backend = backend;
    this.credential = credential;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ReadWrite;
  }

  @Override
  public String loginMethod() {
    return "token";
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return run(
        Operation.LOGIN,
        "",
        deadline,
        () ->
            backend.accepts(credential)
                ? Outcome.ok(backend.sessions.make())
                : Outcome.failed(FailureClass.AuthFailed));
  }

  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return run(
        Operation.RENEW,
        "",
        deadline,
        () ->
            backend
                .sessions
                .renew(session)
                .map(Outcome::ok)
                .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed)));
  }

  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return run(
        Operation.REVOKE,
        "",
        deadline,
        () ->
            backend.sessions.end(session)
                ? Outcome.ok(new Done())
                : Outcome.failed(FailureClass.AuthFailed));
  }

  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return run(
        Operation.PROBE,
        "",
        deadline,
        () -> Outcome.ok(new ProbeReport(Optional.of("fake"), backend.faults.sealed(), false)));
  }

  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return Outcome.ok(List.of());
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return run(Operation.READ, ref.key(), call.deadline(), () -> stored(ref, call.session()));
  }

  @Override
  public Optional<BatchReader> batches() {
    return backend.greatestBatch() == 0
        ? Optional.empty()
        : Optional.of(
            new FakeBatches(this, backend, backend.greatestBatch(), backend.leastBatch()));
  }

  @Override
  public Optional<VersionReader> versions() {
    return Optional.of((key, call) ->
        guarded(Operation.CHECK, key, call, () -> Outcome.ok(backend.storage.newest(key))));
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(
        new Lister() {
          @Override
          public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
            return run(
                Operation.LIST,
                folder.path(),
                call.deadline(),
                () ->
                    backend.sessions.alive(call.session())
                        ? new KeyLister(backend.listed()).list(folder, cursor, call)
                        : Outcome.failed(FailureClass.AuthFailed));
          }

          @Override
          public TagFilter tagFilter() {
            return TagFilter.BY_VALUE;
          }
        });
  }

  @Override
  public Optional<Writer> writer() {
    return Optional.of(new FakeWriter(this, backend));
  }

  @Override
  public Optional<VersionHistory> history() {
    return Optional.of(new FakeHistory(this, backend));
  }

  /** A guarded change whose reply may be lost. */
  <T> Outcome<T> change(String key, Call call, Supplier<Outcome<T>> change) {
    return guarded(
        Operation.WRITE,
        key,
        call,
        () -> {
          Outcome<T> outcome = change.get();
          boolean lost = backend.lostReplies.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
          return lost
              ? Outcome.failed(Failure.of(FailureClass.Unavailable).withMayHaveApplied(true))
              : outcome;
        });
  }

  <T> Outcome<T> guarded(Operation operation, String key, Call call, Supplier<Outcome<T>> answer) {
    return run(
        operation,
        key,
        call.deadline(),
        () -> {
          if (!backend.sessions.alive(call.session())) {
            return Outcome.failed(FailureClass.AuthFailed);
          }
          Optional<Failure> closedKey = backend.faults.closed(key);
          return closedKey.isPresent() ? Outcome.failed(closedKey.get()) : answer.get();
        });
  }

  private Outcome<RemoteValue> stored(RemoteRef ref, Session session) {
    if (!backend.sessions.alive(session)) {
      return Outcome.failed(FailureClass.AuthFailed);
    }
    return stored(ref);
  }

  /** What stands there, for a caller with a login. */
  Outcome<RemoteValue> stored(RemoteRef ref) {
    Optional<Failure> closedKey = backend.faults.closed(ref.key());
    return closedKey.isPresent() ? Outcome.failed(closedKey.get()) : backend.storage.read(ref);
  }

  @Override
  public Optional<LeaseIssuer> leases() {
    return Optional.of(new Issuer());
  }

  @Override
  public Optional<TokenIssuer> tokens() {
    return Optional.of(
        (request, call) -> guarded(Operation.ISSUE, request.path(), call, backend.tokens::issue));
  }

  @Override
  public Optional<RotateNow> rotateNow() {
    return Optional.of(
        new RotateNow() {
          @Override
          public Outcome<VersionStamp> newest(String key, Call call) {
            return guarded(Operation.ROTATE, key, call, () -> backend.rotations.newest(key));
          }

          @Override
          public Outcome<RotationTicket> start(RemoteRef ref, String rotationId, Call call) {
            return guarded(
                Operation.ROTATE, ref.key(), call, () -> backend.rotations.start(ref, rotationId));
          }

          @Override
          public Outcome<RotationState> state(RotationTicket ticket, Call call) {
            return guarded(
                Operation.ROTATE, ticket.ref().key(), call, () -> backend.rotations.state(ticket));
          }
        });
  }

  private final class Issuer implements LeaseIssuer {
    @Override
    public Outcome<CredentialLease> issue(LeaseRequest request, Call call) {
      return guarded(Operation.ISSUE, request.path(), call, backend.leases::issue);
    }

    @Override
    public Outcome<LeaseTerms> renew(LeaseId lease, Duration increment, Call call) {
      return leased(Operation.RENEW_LEASE, "", call, () -> backend.leases.terms(lease));
    }

    @Override
    public Outcome<LeaseTerms> lookup(LeaseId lease, Call call) {
      return leased(Operation.LOOKUP_LEASE, "", call, () -> backend.leases.terms(lease));
    }

    @Override
    public Outcome<Done> revoke(LeaseId lease, Call call) {
      return leased(Operation.REVOKE_LEASE, "", call, () -> backend.leases.revoke(lease));
    }

    private <T> Outcome<T> leased(
        Operation operation, String key, Call call, Supplier<Outcome<T>> answer) {
      return run(
          operation,
          key,
          call.deadline(),
          () ->
              backend.sessions.alive(call.session())
                  ? answer.get()
                  : Outcome.failed(FailureClass.AuthFailed));
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      backend.openClients.decrementAndGet();
    }
  }

  private <T> Outcome<T> run(
      Operation operation, String key, Deadline deadline, Supplier<Outcome<T>> answer) {
    backend.ledger.add(operation, key, credential);
    if (deadline.passed() || !backend.faults.spend(operation, deadline)) {
      return Outcome.failed(FailureClass.Timeout);
    }
    Optional<Failure> fault = backend.faults.next(operation, key);
    return fault.isPresent() ? Outcome.failed(fault.get()) : answer.get();
  }
}
