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
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/** Makes the keys that requests are signed with, of the credentials that it owns. */
final class AwsLogin implements AutoCloseable {
  private static final Duration JWT_LIFETIME = Duration.ofMinutes(10);
  private static final Duration ROLE_LIFETIME = Duration.ofHours(1);

  /** Names the operator in the audit log of the account. */
  private static final String ROLE_SESSION = "keyturn";

  private final AwsAuth auth;
  private final Credentials credentials;
  private final AwsCalls calls;
  private final InstantSource clock;

  AwsLogin(AwsAuth auth, Credentials credentials, AwsCalls calls, InstantSource clock) {
    this.auth = auth;
    this.credentials = credentials;
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
                      FailureDetail.NONE,
                      failure.retryAfter(),
                      failure.status(),
                      failure.requestId(),
                      false)
                  : failure);
    };
  }

  private Outcome<Session> attempt(Deadline deadline) {
    return switch (auth) {
      case AwsAuth.Keys keys -> keys(deadline);
      case AwsAuth.WebIdentity identity ->
          credentials
              .tokens()
              .map(tokens -> tokens.token(identity.audience(), JWT_LIFETIME, deadline))
              .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD))
              .then(jwt -> {
                try (jwt) {
                  return exchange(identity, jwt, deadline);
                }
              });
    };
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
    return calls
        .askSts(
            deadline,
            sts ->
                sts.getCallerIdentity(
                    request -> request.overrideConfiguration(AwsCalls.signedWith(token))))
        .map(identity -> token);
  }

  private Outcome<Session> exchange(
      AwsAuth.WebIdentity identity, SecretBytes jwt, Deadline deadline) {
    // Before the request: the lifetime counts from a moment that is not later than the service's.
    Instant issued = clock.instant();
    return calls
        .askSts(
            deadline,
            sts ->
                sts.assumeRoleWithWebIdentity(request ->
                    request
                        .roleArn(identity.role())
                        .roleSessionName(ROLE_SESSION)
                        .webIdentityToken(jwt.withText(text -> text))
                        .durationSeconds((int) ROLE_LIFETIME.toSeconds())))
        .map(answer -> session(answer, issued));
  }

  /** No API ends such a session: it is ours in that we make the next one before its end. */
  private static Session session(AssumeRoleWithWebIdentityResponse answer, Instant issued) {
    software.amazon.awssdk.services.sts.model.Credentials keys = answer.credentials();
    if (keys == null || keys.expiration() == null) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
    }
    return new Session(
        AwsKeys.token(keys.accessKeyId(), keys.secretAccessKey(), Optional.of(keys.sessionToken())),
        issued,
        Optional.of(keys.expiration()),
        false,
        true);
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
