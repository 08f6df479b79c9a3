package dev.keyturn.operator.source;

import dev.keyturn.operator.engine.lease.LeaseState;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.CredentialLease;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.provider.LeaseIssuer;
import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.provider.LeaseTerms;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.guard.Lease;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Leases of one identity at one backend. They have a login of their own, which is kept renewed and
 * never revoked: a lease dies with the login that made it. Nothing is shared between askers, kept,
 * or repeated after a failure, except where the login itself was refused. Thread-safe.
 */
public final class LeaseDesk {
  private final ProviderClient client;
  private final Instrumented calls;
  private final SessionKeeper sessions;
  private final GuardedCalls guarded;
  private final Supplier<Deadline> deadlines;
  private final EffectFence fence;
  private final Set<String> holders = ConcurrentHashMap.newKeySet();

  LeaseDesk(
      ProviderClient client,
      Instrumented calls,
      SessionKeeper sessions,
      GuardedCalls guarded,
      Supplier<Deadline> deadlines,
      EffectFence fence) {
    this.client = client;
    this.calls = calls;
    this.sessions = sessions;
    this.guarded = guarded;
    this.deadlines = deadlines;
    this.fence = fence;
  }

  /**
   * A lease as the desk made or prolonged it.
   *
   * @param token the login that made it; empty where that was another process or another connection
   * @param tokenRenewable false where that login ends for good
   */
  public record Held(
      LeaseId id, LeaseState state, Optional<TokenMark> token, boolean tokenRenewable) {}

  /** A new lease with its credential, a JSON object that the caller wipes. */
  public record Issued(Held lease, SecretBytes payload) {}

  /**
   * Has a credential made.
   *
   * @param granted the tenancy engine's leave for exactly this path
   * @param holder for whom the login is kept until {@link Connection#forget}
   * @param leave of the guard, to call
   */
  public Outcome<Issued> issue(
      Decision.Allowed granted, String holder, LeaseRequest request, Lease leave) {
    check(granted, request.path());
    holders.add(holder);
    return changed(
        leave,
        "issue",
        (issuer, call) -> {
          Instant start = calls.wallClock();
          return issuer.issue(request, call).map(lease -> issued(lease, start, call.session()));
        });
  }

  private Issued issued(CredentialLease lease, Instant start, Session session) {
    LeaseTerms terms = lease.terms();
    LeaseState state =
        LeaseState.issued(start, terms.duration(), session.expires(), terms.renewable());
    Optional<TokenMark> mark = sessions.held().map(SessionKeeper.Marked::mark);
    return new Issued(new Held(lease.id(), state, mark, session.renewable()), lease.payload());
  }

  /** Prolongs a lease; NotFound/LEASE_UNKNOWN where it is over. */
  public Outcome<Held> renew(
      Decision.Allowed granted, String path, String holder, Held held, Lease leave) {
    check(granted, path);
    holders.add(holder);
    return changed(
        leave,
        "renew-lease",
        (issuer, call) -> {
          Instant start = calls.wallClock();
          return issuer
              .renew(held.id(), held.state().asked(), call)
              .map(terms -> {
                LeaseState state =
                    held.state()
                        .renewed(start, terms.duration(), tokenEnd(held), terms.renewable());
                return new Held(held.id(), state, held.token(), held.tokenRenewable());
              });
        });
  }

  /** What the backend says is left of a lease; NotFound/LEASE_UNKNOWN where it is over. */
  public Outcome<LeaseTerms> lookup(LeaseId id, Lease leave) {
    return asked(leave, "lookup-lease", (issuer, call) -> issuer.lookup(id, call));
  }

  /** Ends a lease. It is ours, so no grant is needed. */
  public Outcome<ProviderClient.Done> revoke(LeaseId id, Lease leave) {
    return changed(leave, "revoke-lease", (issuer, call) -> issuer.revoke(id, call));
  }

  /** The end of the login that made a lease, as known now. */
  private Optional<Instant> tokenEnd(Held held) {
    Optional<SessionKeeper.Marked> current = sessions.held();
    boolean same =
        current
            .filter(now ->
                // A token that we were given is the same after a restart, one that we made is not.
                !now.session().ownedByUs()
                    || held.token().filter(it -> it == now.mark()).isPresent())
            .isPresent();
    return same ? current.get().session().expires() : held.state().tokenEnd();
  }

  void forget(String holder) {
    holders.remove(holder);
  }

  boolean isNeeded() {
    return !holders.isEmpty();
  }

  void close() {
    sessions.close();
  }

  /** Asks for what changes something at the backend. */
  private <T> Outcome<T> changed(
      Lease leave, String operation, BiFunction<LeaseIssuer, Call, Outcome<T>> change) {
    return fence.before(() ->
        asked(
            leave,
            operation,
            (issuer, call) -> fence.before(() -> change.apply(issuer, call)),
            fence.mayAct()));
  }

  private <T> Outcome<T> asked(
      Lease leave, String operation, BiFunction<LeaseIssuer, Call, Outcome<T>> question) {
    return asked(leave, operation, question, () -> true);
  }

  private <T> Outcome<T> asked(
      Lease leave,
      String operation,
      BiFunction<LeaseIssuer, Call, Outcome<T>> question,
      BooleanSupplier telling) {
    Optional<LeaseIssuer> issuer = client.leases();
    if (issuer.isEmpty()) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    Deadline deadline = deadlines.get();
    return guarded.with(
        leave,
        () ->
            sessions
                .current(deadline)
                .then(session -> {
                  Function<Session, Outcome<T>> ask =
                      it -> once(operation, issuer.get(), it, deadline, leave, question);
                  Outcome<T> first = ask.apply(session);
                  return isTokenRefused(first)
                      ? sessions.replace(session, deadline).map(it -> it.then(ask)).orElse(first)
                      : first;
                }),
        telling);
  }

  private <T> Outcome<T> once(
      String operation,
      LeaseIssuer issuer,
      Session session,
      Deadline deadline,
      Lease leave,
      BiFunction<LeaseIssuer, Call, Outcome<T>> question) {
    leave.called();
    Call call = new Call(session, deadline, UUID.randomUUID().toString());
    return calls.runLent(operation, () -> question.apply(issuer, call));
  }

  /**
   * A path that is denied gets no new login, unlike for a read: the old one's leases would end with
   * it.
   */
  private static boolean isTokenRefused(Outcome<?> outcome) {
    return outcome instanceof Outcome.Failed<?>(Failure failure)
        && failure.kind() == FailureClass.AuthFailed;
  }

  private static void check(Decision.Allowed granted, String path) {
    if (!granted.path().toString().equals("dynamic:" + path)) {
      throw new IllegalArgumentException("the grant is for another path");
    }
  }
}
