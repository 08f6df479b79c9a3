package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.CloudProof;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JWT that a service account signs for an identity of a pool ("IAM Service Account Credentials
 * API", {@code projects.serviceAccounts.signJwt}).
 */
final class PoolProof implements CloudProof {
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final GcpLogin login;
  private final URI signature;
  private final String email;
  private final String audience;
  private final BackendHttp http;
  private final InstantSource clock;
  private final ErrorMeaning meaning;

  /**
   * Of a login without a service account.
   *
   * @param signature where the account signs
   * @param audience of the JWT
   */
  PoolProof(
      GcpLogin login,
      URI signature,
      String email,
      String audience,
      BackendHttp http,
      InstantSource clock) {
    this.login = login;
    this.signature = signature;
    this.email = email;
    this.audience = audience;
    this.http = http;
    this.clock = clock;
    this.meaning = new ErrorMeaning(clock);
  }

  @Override
  public Outcome<SecretBytes> make(Deadline deadline) {
    return Edge.guard(() ->
        login
            .login(deadline)
            .then(federated -> {
              try (SecretBytes token = federated.token()) {
                return signed(token, deadline);
              }
            }));
  }

  private Outcome<SecretBytes> signed(SecretBytes token, Deadline deadline) {
    Instant now = clock.instant();
    try (SecretBytes claims =
            RequestBody.of(payload -> {
              payload.writeStringField("sub", email);
              payload.writeStringField("aud", audience);
              payload.writeNumberField("iat", now.getEpochSecond());
              payload.writeNumberField("exp", now.plus(LIFETIME).getEpochSecond());
            });
        SecretBytes body =
            RequestBody.of(request -> RequestBody.member(request, "payload", claims))) {
      Map<String, String> headers =
          Map.of(
              "Content-Type",
              "application/json",
              "Authorization",
              "Bearer " + token.withText(text -> text));
      return http.send(
              new BackendHttp.Request(
                  "POST", signature, headers, Optional.of(body), GcpCalls.SMALL_LIMIT),
              deadline)
          .then(this::jwt);
    }
  }

  private Outcome<SecretBytes> jwt(Answer answer) {
    try (answer) {
      return answer.status() == 200
          ? Outcome.ok(new SignedBody().read(answer.body()))
          : Outcome.failed(meaning.ofLogin(answer));
    }
  }

  @Override
  public void close() {
    login.close();
  }

  /** What {@code signJwt} answers. */
  private static final class SignedBody {
    private @Nullable SecretBytes jwt;

    SecretBytes read(SecretBytes body) {
      return StrictJson.read(
          body,
          json -> {
            json.object(name -> {
              if (name.equals("signedJwt")) {
                jwt = json.secret();
              } else {
                json.skip();
              }
            });
            if (jwt == null || jwt.size() == 0) {
              throw WireProblem.invalid();
            }
            return jwt;
          });
    }
  }
}
