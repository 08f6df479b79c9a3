package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Logs in, renews and revokes with the credentials of one identity, which it owns. */
final class VaultLogin implements AutoCloseable {
  private static final Duration JWT_LIFETIME = Duration.ofMinutes(10);

  private final VaultConfig config;
  private final Credentials credentials;
  private final CloudLogins clouds;
  private final VaultTransport transport;
  private final InstantSource clock;
  private final StatusMeaning meaning;

  VaultLogin(
      VaultConfig config,
      Credentials credentials,
      CloudLogins clouds,
      VaultTransport transport,
      InstantSource clock) {
    this.config = config;
    this.credentials = credentials;
    this.clouds = clouds;
    this.transport = transport;
    this.clock = clock;
    this.meaning = new StatusMeaning(clock);
  }

  Outcome<Session> login(Deadline deadline) {
    return switch (config.auth()) {
      case VaultAuth.Token token ->
          credential(VaultAuth.TOKEN).then(secret -> lookup(secret, deadline));
      case VaultAuth.AppRole appRole -> appRole(appRole, deadline);
      case VaultAuth.Kubernetes(String path, String role, String audience) ->
          token(path, role, audience, deadline);
      case VaultAuth.Jwt(String path, String role, String audience) ->
          token(path, role, audience, deadline);
      case VaultAuth.Certificate certificate ->
          submit(Outcome.ok(LoginBody.of(certificate)), deadline);
      case VaultAuth.UserPass(String path, String username) ->
          submit(user(path, username), deadline);
      case VaultAuth.Ldap(String path, String username) -> submit(user(path, username), deadline);
      case VaultAuth.Iam iam -> submit(clouds.iam(iam, deadline), deadline);
      case VaultAuth.Gcp gcp -> submit(clouds.gcp(gcp, deadline), deadline);
    };
  }

  /**
   * An empty password is none: a directory may answer a bind without one with success, whoever it
   * names ("Unauthenticated Authentication Mechanism of Simple Bind", RFC 4513, 5.1.2).
   */
  private Outcome<LoginBody> user(String path, String username) {
    return credential(VaultAuth.PASSWORD)
        .then(password ->
            password.size() == 0
                ? Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD)
                : Outcome.ok(LoginBody.ofUser(path, username, password)));
  }

  private Outcome<Session> submit(Outcome<LoginBody> made, Deadline deadline) {
    return made.then(login -> {
      try (login) {
        return exchange(login.operation(config.namespaceOfLogin()), true, deadline);
      }
    });
  }

  private Outcome<Session> lookup(SecretBytes token, Deadline deadline) {
    if (!VaultToken.isLegal(token)) {
      return Outcome.failed(FailureClass.AuthFailed);
    }
    Instant issued = clock.instant();
    return transport
        .send(new VaultOperation.LookupSelf(token, config.namespaceOfLogin()), deadline)
        .then(answer -> {
          try (answer) {
            return answer.status() == 200
                ? session(token, TokenBody.read(answer.body()), issued)
                : Outcome.failed(meaning.ofLogin(answer));
          }
        });
  }

  /**
   * The namespace that requests are made in, and the one that the token is of: {@code
   * namespace_path} of {@code auth/token/lookup-self} ("Token auth method (API)"), which servers
   * without namespaces leave out, as they leave the header of a request unread.
   */
  Outcome<Set<String>> namespaces(Session session, Deadline deadline) {
    return transport
        .send(new VaultOperation.LookupSelf(session.token(), config.namespaceOfLogin()), deadline)
        .then(answer -> {
          try (answer) {
            return answer.status() == 200
                ? Outcome.ok(
                    namespaces(config.namespace().orElse(""), TokenBody.read(answer.body())))
                : Outcome.failed(meaning.of(answer));
          }
        });
  }

  private static Set<String> namespaces(String ofRequests, TokenBody token) {
    return Stream.of(ofRequests, token.namespace())
        .map(path -> path.replaceAll("^/+|/+$", ""))
        .map(path -> path.isEmpty() ? "root" : path)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A token that counts its uses would be spent by the operator alone. */
  private static Outcome<Session> session(SecretBytes token, TokenBody body, Instant issued) {
    return body.uses() > 0
        ? Outcome.failed(FailureClass.AuthFailed)
        : Outcome.ok(
            new Session(
                token.copy(), issued, end(issued, body.ttlSeconds()), body.renewable(), false));
  }

  private Outcome<Session> appRole(VaultAuth.AppRole appRole, Deadline deadline) {
    return credential(VaultAuth.SECRET_ID)
        .then(secretId ->
            roleId(appRole)
                .then(roleId -> {
                  try (roleId) {
                    return exchange(
                        new VaultOperation.AppRoleLogin(
                            encoded(appRole.path()), roleId, secretId, config.namespaceOfLogin()),
                        true,
                        deadline);
                  }
                }));
  }

  private Outcome<SecretBytes> roleId(VaultAuth.AppRole appRole) {
    return appRole
        .roleId()
        .map(text -> Outcome.ok(SecretBytes.ofText(text)))
        .orElseGet(() -> credential(VaultAuth.ROLE_ID).map(SecretBytes::copy));
  }

  private Outcome<Session> token(String path, String role, String audience, Deadline deadline) {
    return jwt(audience, deadline)
        .then(jwt -> {
          try (jwt) {
            return exchange(
                new VaultOperation.KubernetesLogin(
                    encoded(path), role, jwt, config.namespaceOfLogin()),
                true,
                deadline);
          }
        });
  }

  private Outcome<SecretBytes> jwt(String audience, Deadline deadline) {
    if (credentials.secrets().containsKey(VaultAuth.JWT)) {
      return credential(VaultAuth.JWT).map(SecretBytes::copy);
    }
    return credentials
        .tokens()
        .map(tokens -> tokens.token(audience, JWT_LIFETIME, deadline))
        .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD));
  }

  private Outcome<SecretBytes> credential(String name) {
    return Optional.ofNullable(credentials.secrets().get(name))
        .map(Outcome::ok)
        .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD));
  }

  Outcome<Session> renew(Session session, Deadline deadline) {
    return exchange(
        new VaultOperation.RenewSelf(session.token(), config.namespaceOfLogin()),
        session.ownedByUs(),
        deadline);
  }

  private Outcome<Session> exchange(
      VaultOperation operation, boolean ownedByUs, Deadline deadline) {
    // Before the request: the lifetime counts from a moment that is not later than the server's.
    Instant issued = clock.instant();
    return transport
        .send(operation, deadline)
        .then(answer -> {
          try (answer) {
            return answer.status() == 200
                ? Outcome.ok(session(AuthBody.read(answer.body()), issued, ownedByUs))
                : Outcome.failed(meaning.ofLogin(answer));
          }
        });
  }

  private static Session session(AuthBody body, Instant issued, boolean ownedByUs) {
    return new Session(
        body.token(), issued, end(issued, body.leaseSeconds()), body.renewable(), ownedByUs);
  }

  private static Optional<Instant> end(Instant issued, long seconds) {
    return seconds == 0 ? Optional.empty() : Optional.of(issued.plusSeconds(seconds));
  }

  /** Does nothing for a session that somebody else made. */
  Outcome<Done> revoke(Session session, Deadline deadline) {
    if (!session.ownedByUs()) {
      return Outcome.ok(new Done());
    }
    return transport
        .send(new VaultOperation.RevokeSelf(session.token(), config.namespaceOfLogin()), deadline)
        .then(answer -> {
          try (answer) {
            return revoked(answer);
          }
        });
  }

  private Outcome<Done> revoked(Answer answer) {
    boolean over =
        (answer.status() == 200 || answer.status() == 204) && HttpMeaning.isOfAnApi(answer);
    return over ? Outcome.ok(new Done()) : Outcome.failed(meaning.of(answer));
  }

  private static String encoded(String path) {
    return VaultPath.encode(path).orElseThrow();
  }

  @Override
  public void close() {
    clouds.close();
    credentials.secrets().values().forEach(SecretBytes::close);
  }
}
