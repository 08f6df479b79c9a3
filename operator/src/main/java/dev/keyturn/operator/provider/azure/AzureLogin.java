package dev.keyturn.operator.provider.azure;

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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Gets tokens for a vault, or for another service of its cloud, with the credentials of one
 * identity, which it owns.
 */
final class AzureLogin implements AutoCloseable {
  private static final Duration JWT_LIFETIME = Duration.ofMinutes(10);
  private static final int LIMIT = 256 * 1024;
  private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Address of the instance metadata service; no text of a store reaches it but a client id. */
  private static final String METADATA =
      "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=";

  private final AzureConfig config;
  private final Credentials credentials;
  private final BackendHttp http;
  private final Optional<BackendHttp> metadata;
  private final InstantSource clock;
  private final Meaning meaning;

  AzureLogin(
      AzureConfig config,
      Credentials credentials,
      BackendHttp http,
      Optional<BackendHttp> metadata,
      InstantSource clock) {
    this.config = config;
    this.credentials = credentials;
    this.http = http;
    this.metadata = metadata;
    this.clock = clock;
    this.meaning = new Meaning(clock);
  }

  Outcome<Session> login(Deadline deadline) {
    return login(config.cloud().resource(), deadline);
  }

  /** A token for this service, which nobody has had before. */
  Outcome<Session> login(String resource, Deadline deadline) {
    return switch (config.auth()) {
      case AzureAuth.ClientSecret(String tenant) ->
          clientId().then(id -> bySecret(tenant, form(id, resource), deadline));
      case AzureAuth.ClientCertificate(String tenant) ->
          clientId().then(id -> byCertificate(tenant, id, resource, deadline));
      case AzureAuth.WorkloadIdentity(String tenant, String audience) ->
          clientId()
              .then(id ->
                  token(audience, deadline)
                      .then(jwt -> {
                        try (jwt) {
                          return unbound(byAssertion(tenant, form(id, resource), jwt, deadline));
                        }
                      }));
      case AzureAuth.ManagedIdentity identity -> ofTheMachine(resource, deadline);
    };
  }

  /**
   * Nothing but the token of the ServiceAccount and the id of the client was shown: the one is not
   * a federated credential of the other. Which part of it differs Entra ID says by numbers that it
   * asks nobody to rely on ("Microsoft Entra authentication and authorization error codes").
   */
  private static Outcome<Session> unbound(Outcome<Session> login) {
    return login instanceof Outcome.Failed<Session>(Failure failure)
            && failure.kind() == FailureClass.AuthFailed
        ? Outcome.failed(failure.withDetail(FailureDetail.UNBOUND))
        : login;
  }

  private Outcome<Session> bySecret(String tenant, FormBody form, Deadline deadline) {
    return credential(AzureAuth.CLIENT_SECRET)
        .then(secret -> {
          try (SecretBytes stripped = stripped(secret);
              FormBody filled = form.field("client_secret", stripped)) {
            return exchange(tenant, filled, deadline);
          }
        });
  }

  private Outcome<Session> byCertificate(
      String tenant, String id, String resource, Deadline deadline) {
    return credential(AzureAuth.CLIENT_CERTIFICATE)
        .then(pem -> {
          ClientKey key = ClientKey.of(pem);
          try (SecretBytes assertion =
              key.assertion(id, endpoint(tenant).toString(), clock.instant())) {
            return byAssertion(tenant, form(id, resource), assertion, deadline);
          }
        });
  }

  private Outcome<Session> byAssertion(
      String tenant, FormBody form, SecretBytes assertion, Deadline deadline) {
    try (FormBody filled =
        form.field("client_assertion_type", ASSERTION_TYPE).field("client_assertion", assertion)) {
      return exchange(tenant, filled, deadline);
    }
  }

  private static FormBody form(String clientId, String resource) {
    return new FormBody()
        .field("grant_type", "client_credentials")
        .field("client_id", clientId)
        .field("scope", resource + "/.default");
  }

  private URI endpoint(String tenant) {
    String origin =
        config.isEmulator()
            ? config.vault().getScheme() + "://" + config.vault().getRawAuthority()
            : "https://" + config.cloud().loginHost();
    return URI.create(origin + "/" + tenant + "/oauth2/v2.0/token");
  }

  private Outcome<Session> exchange(String tenant, FormBody form, Deadline deadline) {
    try (SecretBytes body = form.take()) {
      return session(
          http,
          new BackendHttp.Request(
              "POST",
              endpoint(tenant),
              Map.of(
                  "Accept",
                  "application/json",
                  "Content-Type",
                  "application/x-www-form-urlencoded"),
              Optional.of(body),
              LIMIT),
          deadline);
    }
  }

  private Outcome<Session> ofTheMachine(String service, Deadline deadline) {
    String resource = service.replace(":", "%3A").replace("/", "%2F");
    Outcome<String> query =
        credentials.secrets().containsKey(AzureAuth.CLIENT_ID)
            ? clientId().map(id -> "&client_id=" + id)
            : Outcome.ok("");
    return query.then(identity ->
        session(
            metadata.orElseThrow(),
            new BackendHttp.Request(
                "GET",
                URI.create(METADATA + resource + identity),
                Map.of("Metadata", "true"),
                Optional.empty(),
                LIMIT),
            deadline));
  }

  private Outcome<Session> session(
      BackendHttp server, BackendHttp.Request request, Deadline deadline) {
    // Before the request: the lifetime counts from a moment that is not later than the server's.
    Instant issued = clock.instant();
    return server
        .send(request, deadline)
        .then(answer -> {
          try (answer) {
            return answer.status() == 200
                ? Outcome.ok(session(answer, issued))
                : Outcome.failed(meaning.ofLogin(answer));
          }
        });
  }

  /** No API ends a token: it is ours in that we make the next one before its end. */
  private static Session session(Answer answer, Instant issued) {
    TokenBody body = TokenBody.read(answer.body());
    return new Session(
        body.token(), issued, Optional.of(issued.plusSeconds(body.seconds())), false, true);
  }

  private Outcome<SecretBytes> token(String audience, Deadline deadline) {
    return credentials
        .tokens()
        .map(tokens -> tokens.token(audience, JWT_LIFETIME, deadline))
        .orElseGet(AzureLogin::lacking);
  }

  private Outcome<String> clientId() {
    return credential(AzureAuth.CLIENT_ID)
        .map(id -> id.withText(String::strip))
        .then(id -> CLIENT_ID.matcher(id).matches() ? Outcome.ok(id) : lacking());
  }

  private Outcome<SecretBytes> credential(String name) {
    return Optional.ofNullable(credentials.secrets().get(name))
        .map(Outcome::ok)
        .orElseGet(AzureLogin::lacking);
  }

  private static <T> Outcome<T> lacking() {
    return Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD);
  }

  /** Without the end of line that editors and shells leave behind. */
  private static SecretBytes stripped(SecretBytes secret) {
    return secret.with(bytes -> {
      int from = 0;
      int to = bytes.length;
      while (from < to && bytes[from] >= 0 && bytes[from] <= ' ') {
        from++;
      }
      while (to > from && bytes[to - 1] >= 0 && bytes[to - 1] <= ' ') {
        to--;
      }
      return SecretBytes.owning(Arrays.copyOfRange(bytes, from, to));
    });
  }

  @Override
  public void close() {
    credentials.secrets().values().forEach(SecretBytes::close);
    metadata.ifPresent(BackendHttp::close);
  }
}
