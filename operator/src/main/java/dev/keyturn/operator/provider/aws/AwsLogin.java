package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the keys that requests are signed with, of the credentials that it owns: an identity of its
 * own first, then the roles of the store, each with the keys of the one before it.
 */
final class AwsLogin implements AutoCloseable {
  private static final Duration JWT_LIFETIME = Duration.ofMinutes(10);

  private final AwsConfig config;
  private final Credentials credentials;
  private final OperatorIdentity operator;
  private final Exchange exchange;
  private final AwsCalls calls;
  private final InstantSource clock;

  AwsLogin(
      AwsConfig config,
      Credentials credentials,
      OperatorIdentity operator,
      Exchange exchange,
      AwsCalls calls,
      InstantSource clock) {
    this.config = config;
    this.credentials = credentials;
    this.operator = operator;
    this.exchange = exchange;
    this.calls = calls;
    this.clock = clock;
  }

  /** Whoever is turned away here has no identity, so that nothing was denied to it. */
  Outcome<Session> login(Deadline deadline) {
    return switch (attempt(deadline)) {
      case Outcome.Ok<Session> ok -> ok;
      case Outcome.Failed<Session>(Failure failure) ->
          Outcome.failed(
              failure.kind() == FailureClass.AccessDenied
                  ? new Failure(
                      FailureClass.AuthFailed,
                      failure.detail(),
                      failure.retryAfter(),
                      failure.status(),
                      failure.requestId(),
                      false)
                  : failure);
    };
  }

  private Outcome<Session> attempt(Deadline deadline) {
    Outcome<Session> session = identity(deadline);
    for (AwsRole role : config.roles()) {
      session = session.then(before -> exchange.ofSession(before, role, deadline));
    }
    return session;
  }

  private Outcome<Session> identity(Deadline deadline) {
    return switch (config.auth()) {
      case AwsAuth.Keys keys -> keys(deadline);
      case AwsAuth.OfTheOperator own -> operator.login(deadline);
      case AwsAuth.WebIdentity(String role, String audience) ->
          credentials
              .tokens()
              .map(tokens -> tokens.token(audience, JWT_LIFETIME, deadline))
              .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD))
              .then(jwt -> {
                try (jwt) {
                  return unbound(exchange.ofToken(role, jwt, deadline));
                }
              });
    };
  }

  /** STS denies the exchange itself to whoever the role's trust policy does not name. */
  private static Outcome<Session> unbound(Outcome<Session> exchanged) {
    return exchanged instanceof Outcome.Failed<Session>(Failure failure)
            && failure.kind() == FailureClass.AccessDenied
        ? Outcome.failed(failure.withDetail(FailureDetail.UNBOUND))
        : exchanged;
  }

  /** Keys need no exchange; GetCallerIdentity says whether they are good, and needs no right. */
  private Outcome<Session> keys(Deadline deadline) {
    Instant issued = clock.instant();
    return credential(AwsAuth.ACCESS_KEY_ID)
        .then(id ->
            credential(AwsAuth.SECRET_ACCESS_KEY)
                .then(secret ->
                    verified(AwsKeys.token(id, secret, optional(AwsAuth.SESSION_TOKEN)), deadline)))
        .map(token -> new Session(token, issued, Optional.empty(), false, false));
  }

  private Outcome<SecretBytes> verified(SecretBytes token, Deadline deadline) {
    return account(token, deadline).map(account -> token);
  }

  /** Whose keys a session has; STS tells it whatever the keys may do. */
  Outcome<Set<String>> accounts(Session session, Deadline deadline) {
    return account(session.token(), deadline).map(Set::of);
  }

  /** The SDK takes a page for people for an answer that leaves everything out. */
  private Outcome<String> account(SecretBytes keys, Deadline deadline) {
    return calls
        .askSts(
            deadline,
            sts ->
                sts.getCallerIdentity(
                    request -> request.overrideConfiguration(AwsCalls.signedWith(keys))))
        .then(identity ->
            Optional.ofNullable(identity.account())
                .map(Outcome::ok)
                .orElseGet(() -> Outcome.failed(FailureClass.InvalidData)));
  }

  private Outcome<String> credential(String name) {
    return optional(name)
        .map(Outcome::ok)
        .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD));
  }

  /** Without the end of line that editors and shells leave behind. */
  private Optional<String> optional(String name) {
    return Optional.ofNullable(credentials.secrets().get(name))
        .map(secret -> secret.withText(String::strip));
  }

  @Override
  public void close() {
    credentials.secrets().values().forEach(SecretBytes::close);
  }
}
