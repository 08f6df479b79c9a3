package dev.keyturn.operator.source;

import dev.keyturn.operator.engine.tenancy.StoreBounds;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.util.Set;

/**
 * Gives a login up whose accounts the scopes do not list, before anything is asked with it. What
 * the backend does not say of them counts as not listed.
 */
final class AccountCheck extends ForwardingClient {
  private static final Duration REVOKE_TIME = Duration.ofSeconds(2);

  private final ProviderClient client;
  private final String backend;
  private final StoreBounds bounds;

  private AccountCheck(ProviderClient client, String backend, StoreBounds bounds) {
    super(client);
    this.client = client;
    this.backend = backend;
    this.bounds = bounds;
  }

  /** In front of the logins of a client; the client itself where its accounts are free. */
  static ProviderClient of(ProviderClient client, String backend, StoreBounds bounds) {
    return bounds.limitAccounts() ? new AccountCheck(client, backend, bounds) : client;
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return super.login(deadline).then(session -> checked(session, deadline));
  }

  private Outcome<Session> checked(Session session, Deadline deadline) {
    return switch (client.accounts(session, deadline)) {
      case Outcome.Ok<Set<String>>(Set<String> accounts)
          when bounds.allowAccounts(backend, accounts) ->
          Outcome.ok(session);
      case Outcome.Ok<Set<String>> others ->
          givenUp(session, Failure.of(FailureClass.ScopeDenied, FailureDetail.ACCOUNT));
      case Outcome.Failed<Set<String>>(Failure failure) -> givenUp(session, meaning(failure));
    };
  }

  /** An account that the backend will not tell stays unknown; one that is away will tell later. */
  private static Failure meaning(Failure failure) {
    return switch (failure.kind()) {
      case AuthFailed, AccessDenied, NotFound, SourceDeleted, InvalidData, Conflict ->
          Failure.of(FailureClass.ScopeDenied, FailureDetail.ACCOUNT);
      case ScopeDenied, Throttled, Unavailable, Sealed, Timeout, TlsError, Internal -> failure;
    };
  }

  private Outcome<Session> givenUp(Session session, Failure why) {
    if (session.ownedByUs()) {
      client.revoke(session, Deadline.after(REVOKE_TIME));
    }
    session.token().close();
    return Outcome.failed(why);
  }
}
