package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.ServiceAccountKey;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes access tokens of the credentials of one identity, which it owns. */
final class GcpLogin implements AutoCloseable {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  /** To whom an assertion is addressed, wherever it is sent. */
  private static final String ASSERTION_AUDIENCE = "https://oauth2.googleapis.com/token";

  private static final Duration JWT_LIFETIME = Duration.ofMinutes(10);
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final GcpAuth auth;
  private final GcpAddress address;
  private final Credentials credentials;
  private final BackendHttp http;
  private final Optional<MetadataQuestions> metadata;
  private final InstantSource clock;
  private final ErrorMeaning meaning;

  GcpLogin(
      GcpConfig config,
      Credentials credentials,
      BackendHttp http,
      MetadataServer metadata,
      InstantSource clock) {
    this.auth = config.auth();
    this.address = new GcpAddress(config);
    this.credentials = credentials;
    this.http = http;
    this.metadata =
        auth instanceof GcpAuth.Metadata
            ? Optional.of(new MetadataQuestions(metadata))
            : Optional.empty();
    this.clock = clock;
    this.meaning = new ErrorMeaning(clock);
  }

  Outcome<Session> login(Deadline deadline) {
    return switch (auth) {
      case GcpAuth.Key key -> key(deadline);
      case GcpAuth.WorkloadIdentity identity -> identity(identity, deadline);
      case GcpAuth.Metadata own -> own(deadline);
    };
  }

  private Outcome<Session> key(Deadline deadline) {
    SecretBytes file = credentials.secrets().get(GcpAuth.KEY);
    if (file == null) {
      return Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD);
    }
    Instant issued = clock.instant();
    try (ServiceAccountKey key = ServiceAccountKey.read(file);
        SecretBytes assertion = key.assertion(ASSERTION_AUDIENCE, SCOPE, issued);
        SecretBytes form =
            SecretBytes.ofText(
                "grant_type="
                    + URLEncoder.encode(
                        "urn:ietf:params:oauth:grant-type:jwt-bearer", StandardCharsets.UTF_8)
                    + "&assertion="
                    + assertion.withText(text -> text))) {
      return post(address.token(), FORM, Optional.empty(), form, issued, deadline);
    }
  }

  private Outcome<Session> identity(GcpAuth.WorkloadIdentity identity, Deadline deadline) {
    return credentials
        .tokens()
        .map(tokens -> tokens.token(identity.audience(), JWT_LIFETIME, deadline))
        .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD))
        .then(jwt -> {
          try (jwt) {
            return exchange(identity, jwt, deadline);
          }
        })
        .then(federated ->
            identity
                .email()
                .map(email -> {
                  try (SecretBytes token = federated.token()) {
                    return impersonate(email, token, deadline);
                  }
                })
                .orElseGet(() -> Outcome.ok(federated)));
  }

  private Outcome<Session> exchange(
      GcpAuth.WorkloadIdentity identity, SecretBytes jwt, Deadline deadline) {
    try (SecretBytes body =
        RequestBody.of(request -> {
          request.writeStringField("grantType", "urn:ietf:params:oauth:grant-type:token-exchange");
          request.writeStringField("audience", identity.pool());
          request.writeStringField("scope", SCOPE);
          request.writeStringField(
              "requestedTokenType", "urn:ietf:params:oauth:token-type:access_token");
          request.writeStringField("subjectTokenType", "urn:ietf:params:oauth:token-type:jwt");
          RequestBody.member(request, "subjectToken", jwt);
        })) {
      return refused(
          FailureDetail.UNTRUSTED,
          post(address.exchange(), JSON, Optional.empty(), body, clock.instant(), deadline));
    }
  }

  private Outcome<Session> impersonate(String email, SecretBytes token, Deadline deadline) {
    try (SecretBytes body =
        RequestBody.of(request -> {
          request.writeArrayFieldStart("scope");
          request.writeString(SCOPE);
          request.writeEndArray();
          request.writeStringField("lifetime", "3600s");
        })) {
      return refused(
          FailureDetail.UNBOUND,
          post(
              address.impersonation(email),
              JSON,
              Optional.of(token),
              body,
              clock.instant(),
              deadline));
    }
  }

  /** Which of the two steps was refused says what is missing at Google. */
  private static Outcome<Session> refused(FailureDetail missing, Outcome<Session> step) {
    return step instanceof Outcome.Failed<Session>(Failure failure)
            && failure.kind() == FailureClass.AuthFailed
        ? Outcome.failed(failure.withDetail(missing))
        : step;
  }

  private Outcome<Session> post(
      URI uri,
      String type,
      Optional<SecretBytes> token,
      SecretBytes body,
      Instant issued,
      Deadline deadline) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", type);
    token.ifPresent(
        bearer -> headers.put("Authorization", "Bearer " + bearer.withText(text -> text)));
    return http.send(
            new BackendHttp.Request("POST", uri, headers, Optional.of(body), GcpCalls.SMALL_LIMIT),
            deadline)
        .then(answer -> session(answer, issued, meaning::ofLogin));
  }

  private Outcome<Session> own(Deadline deadline) {
    Instant issued = clock.instant();
    return metadata
        .orElseThrow()
        .ask("token", deadline)
        .then(answer -> session(answer, issued, meaning::ofMachine));
  }

  private static Outcome<Session> session(
      Answer answer, Instant issued, Function<Answer, Failure> refusal) {
    try (answer) {
      return answer.status() == 200
          ? Outcome.ok(AccessToken.read(answer.body(), issued))
          : Outcome.failed(refusal.apply(answer));
    }
  }

  @Override
  public void close() {
    metadata.ifPresent(MetadataQuestions::close);
    credentials.secrets().values().forEach(SecretBytes::close);
  }
}
