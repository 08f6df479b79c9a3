package dev.keyturn.operator.provider.infisical;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.RequestBody;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Logs in, renews and revokes with the credentials of one identity, which it owns. */
final class InfisicalLogin implements AutoCloseable {
  private static final Duration JWT_LIFETIME = Duration.ofMinutes(10);

  private final InfisicalConfig config;
  private final Credentials credentials;
  private final InfisicalCalls calls;
  private final AnswerMeaning meaning;
  private final InstantSource clock;

  InfisicalLogin(
      InfisicalConfig config,
      Credentials credentials,
      InfisicalCalls calls,
      AnswerMeaning meaning,
      InstantSource clock) {
    this.config = config;
    this.credentials = credentials;
    this.calls = calls;
    this.meaning = meaning;
    this.clock = clock;
  }

  Outcome<Session> login(Deadline deadline) {
    return switch (config.auth()) {
      case InfisicalAuth.Universal universal -> universal(deadline);
      case InfisicalAuth.Kubernetes kubernetes -> kubernetes(kubernetes, deadline);
      case InfisicalAuth.Token token -> given(deadline);
    };
  }

  private Outcome<Session> universal(Deadline deadline) {
    return credential(InfisicalAuth.CLIENT_ID)
        .then(id ->
            credential(InfisicalAuth.CLIENT_SECRET)
                .then(secret ->
                    enter(
                        "/v1/auth/universal-auth/login",
                        body -> {
                          member(body, "clientId", id);
                          member(body, "clientSecret", secret);
                        },
                        deadline)));
  }

  private Outcome<Session> kubernetes(InfisicalAuth.Kubernetes kubernetes, Deadline deadline) {
    return credential(InfisicalAuth.IDENTITY_ID)
        .then(identity ->
            credentials
                .tokens()
                .map(tokens -> tokens.token(kubernetes.audience(), JWT_LIFETIME, deadline))
                .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD))
                .then(jwt -> {
                  try (jwt) {
                    return enter(
                        "/v1/auth/kubernetes-auth/login",
                        body -> {
                          member(body, "identityId", identity);
                          member(body, "jwt", jwt);
                        },
                        deadline);
                  }
                }));
  }

  /** Nothing says how long the token lives: it is used until the server refuses it. */
  private Outcome<Session> given(Deadline deadline) {
    Instant issued = clock.instant();
    return credential(InfisicalAuth.ACCESS_TOKEN)
        .then(secret -> {
          String token = secret.withText(String::strip);
          if (!Access.isToken(token)) {
            return Outcome.failed(FailureClass.AuthFailed);
          }
          return project(token, deadline)
              .map(project ->
                  new Session(
                      new Access(project, 0, token).sealed(),
                      issued,
                      Optional.empty(),
                      false,
                      false));
        });
  }

  private Outcome<Session> enter(String path, RequestBody.Members members, Deadline deadline) {
    // Before the request: the lifetime counts from a moment that is not later than the server's.
    Instant issued = clock.instant();
    return calls
        .enter(path, members, deadline, this::token)
        .then(made -> {
          Outcome<String> project = project(made.token(), deadline);
          if (project instanceof Outcome.Failed<String>) {
            revoke(made.token(), deadline);
          }
          long end = made.mostSeconds() == 0 ? 0 : issued.getEpochSecond() + made.mostSeconds();
          return project.map(id -> session(new Access(id, end, made.token()), made, issued));
        });
  }

  private Outcome<TokenBody> token(Answer answer) {
    return answer.status() == 200
        ? Outcome.ok(TokenBody.read(answer.body()))
        : Outcome.failed(meaning.ofLogin(answer));
  }

  /** The server shows an identity no project to which it does not belong. */
  private Outcome<String> project(String token, Deadline deadline) {
    return switch (config.project()) {
      case InfisicalProject.Id(String id) -> Outcome.ok(id);
      case InfisicalProject.Slug(String slug) ->
          calls.get(
              "/v1/projects/slug/" + Percent.encode(slug),
              Map.of(),
              new Access("-", 0, token),
              InfisicalCalls.SMALL_LIMIT,
              deadline,
              answer ->
                  answer.status() == 200
                      ? Outcome.ok(ProjectBody.read(answer.body()).id())
                      : Outcome.failed(noProject(meaning.of(answer))));
    };
  }

  private static Failure noProject(Failure failure) {
    return failure.kind() == FailureClass.NotFound
        ? Failure.of(FailureClass.AccessDenied)
        : failure;
  }

  /**
   * A renewal that would reach beyond the longest life of a token is not only refused: the server
   * deletes the token, which others still use. So a session says that it is renewable only where a
   * renewal at its very end would still be granted.
   */
  private static Session session(Access access, TokenBody made, Instant issued) {
    Optional<Instant> expires =
        made.seconds() == 0 ? Optional.empty() : Optional.of(issued.plusSeconds(made.seconds()));
    boolean renewable =
        made.seconds() > 0
            && (access.end() == 0 || issued.getEpochSecond() + 2 * made.seconds() <= access.end());
    return new Session(access.sealed(), issued, expires, renewable, true);
  }

  Outcome<Session> renew(Session session, Deadline deadline) {
    Access access = Access.of(session);
    Instant issued = clock.instant();
    return calls
        .enter(
            "/v1/auth/token/renew",
            body -> body.writeStringField("accessToken", access.token()),
            deadline,
            this::token)
        .map(made ->
            session(new Access(access.project(), access.end(), made.token()), made, issued));
  }

  /** Does nothing for a session that somebody else made. */
  Outcome<Done> revoke(Session session, Deadline deadline) {
    return session.ownedByUs()
        ? revoke(Access.of(session).token(), deadline)
        : Outcome.ok(new Done());
  }

  private Outcome<Done> revoke(String token, Deadline deadline) {
    return calls.enter(
        "/v1/auth/token/revoke",
        body -> body.writeStringField("accessToken", token),
        deadline,
        answer ->
            answer.status() == 200 && HttpMeaning.isOfAnApi(answer)
                ? Outcome.ok(new Done())
                : Outcome.failed(meaning.of(answer)));
  }

  private Outcome<SecretBytes> credential(String name) {
    return Optional.ofNullable(credentials.secrets().get(name))
        .map(Outcome::ok)
        .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD));
  }

  /** White space at the ends, a line break mostly, is of the file that the Secret was made from. */
  private static void member(JsonGenerator body, String name, SecretBytes value)
      throws IOException {
    try (SecretBytes stripped = SecretBytes.ofText(value.withText(String::strip))) {
      RequestBody.member(body, name, stripped);
    }
  }

  @Override
  public void close() {
    credentials.secrets().values().forEach(SecretBytes::close);
  }
}
