package dev.keyturn.operator.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.testkit.Transcript;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A GitHub App: what it signs, its requests, and what answers and refusals become. */
final class GitHubTokenTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final String CANARY = "kt-canary-7f3a";
  private static final AppKey KEY = new AppKey();
  private static final TokenRequest ALL =
      new TokenRequest.GitHub("12345678", List.of(), new TreeMap<>());
  private static final TokenRequest NARROW =
      new TokenRequest.GitHub(
          "12345678",
          List.of("web", "docs"),
          new TreeMap<>(Map.of("metadata", "read", "contents", "read")));
  private static final String MADE =
      """
      {"token": "ghs_16C7e42F292c6912E7710c838347Ae178B4a", "expires_at": "2026-03-04T06:06:07Z",
       "permissions": {"contents": "read"}, "repository_selection": "selected",
       "repositories": [{"id": 1, "name": "web", "owner": {"login": "shop"}}]}
      """;

  private final Queue<ScriptedServer.Script> answers = new ArrayDeque<>();
  private final ScriptedServer server =
      ScriptedServer.plain((request, peer) -> answers.remove().answer(request, peer));
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);

  @AfterEach
  void close() {
    http.close();
    server.close();
  }

  private ProviderClient client(String pem) {
    return new GitHubProviderFactory(InstantSource.fixed(NOW))
        .open(
            new GitHubConfig(URI.create(server.uri() + "/api/v3"), "123456"),
            new Credentials(
                Map.of(GitHubConfig.PRIVATE_KEY, SecretBytes.ofText(pem)), Optional.empty()),
            http);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  private void next(int status, String headers, String body) {
    answers.add((request, peer) -> peer.answer(status, headers, body));
  }

  private Outcome<IssuedToken> issue(TokenRequest request) {
    try (ProviderClient client = client(KEY.pkcs1())) {
      Call call = new Call(value(client.login(soon())), soon(), "audit-1");
      return client.tokens().orElseThrow().issue(request, call);
    }
  }

  private static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Failed<T>(Failure failure) -> throw new AssertionError("failed " + failure);
    };
  }

  private static Failure failure(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Ok<?> ok -> throw new AssertionError("no failure");
      case Outcome.Failed<?>(Failure failure) -> failure;
    };
  }

  private static String text(IssuedToken token, String key) {
    return Objects.requireNonNull(token.values().get(key)).withText(text -> text);
  }

  @Proves("P035")
  @Test
  void aTokenIsAskedForWithAnAssertionOfTheApp() {
    next(201, "", MADE);
    next(201, "", MADE);
    try (IssuedToken token = value(issue(ALL))) {
      assertThat(token.expires()).isEqualTo(NOW.plus(Duration.ofHours(1)));
      assertThat(token.values().keySet()).containsExactly("expires_at", "token");
      assertThat(text(token, "token")).isEqualTo("ghs_16C7e42F292c6912E7710c838347Ae178B4a");
      assertThat(text(token, "expires_at"))
          .isEqualTo(Long.toString(token.expires().getEpochSecond()));
    }
    value(issue(NARROW)).close();
    Transcript.assertGolden("github", server.requests());
  }

  @Test
  void theAssertionIsFromAMinuteAgoAndLivesLessThanTenMinutes() {
    next(201, "", MADE);
    value(issue(ALL)).close();
    String bearer = server.requests().getFirst().headers().getOrDefault("authorization", "");
    assertThat(KEY.claims(bearer.substring("Bearer ".length())))
        .isEqualTo(
            "{\"iss\":\"123456\",\"iat\":%d,\"exp\":%d}"
                .formatted(NOW.getEpochSecond() - 60, NOW.getEpochSecond() + 480));
  }

  @Test
  void aKeyMayHaveEitherFormAndWhateverElseIsToldBeforeAnyRequest() {
    try (ProviderClient client = client(KEY.pkcs8())) {
      Session session = value(client.login(soon()));
      assertThat(session.expires()).contains(NOW.plus(Duration.ofMinutes(8)));
      assertThat(session.token().withText(KEY::claims)).contains("123456");
    }
    for (String pem :
        List.of(
            "",
            CANARY,
            KEY.pkcs1().replace("RSA ", "EC "),
            KEY.pkcs1().substring(0, 200),
            "-----BEGIN RSA PRIVATE KEY-----\n" + CANARY + "\n-----END RSA PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n")) {
      try (ProviderClient client = client(pem)) {
        assertThat(failure(client.login(soon())))
            .isEqualTo(Failure.of(FailureClass.AuthFailed, FailureDetail.FIELD));
      }
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void theProbeAsksAsTheApp() {
    next(200, "", "{\"id\": 123456}");
    next(401, "", "{\"message\": \"A JSON web token could not be decoded\"}");
    try (ProviderClient client = client(KEY.pkcs1())) {
      value(client.probe(soon()));
      assertThat(failure(client.probe(soon())).kind()).isEqualTo(FailureClass.AuthFailed);
    }
    Transcript.assertGolden("github-probe", server.requests().subList(0, 1));
  }

  @Fault(
      value = {"V3", "V5", "V6"},
      backends = Backend.GITHUB)
  @ParameterizedTest
  @CsvSource({
    "401, '', AuthFailed, NONE",
    "403, '', AccessDenied, NONE",
    "403, 'x-ratelimit-remaining: 0', Throttled, NONE",
    "403, 'Retry-After: 60', Throttled, NONE",
    "429, '', Throttled, NONE",
    "404, '', NotFound, CONTAINER_MISSING",
    "422, '', AccessDenied, NONE",
    "200, '', InvalidData, NONE",
    "500, '', Unavailable, NONE",
    "502, '', Unavailable, NONE",
  })
  void aRefusalHasItsClass(int status, String header, FailureClass expected, FailureDetail detail) {
    next(
        status,
        header.isEmpty() ? "" : header + "\r\n",
        "{\"message\": \"%s\", \"documentation_url\": \"https://docs\"}".formatted(CANARY));
    Failure failure = failure(issue(ALL));
    assertThat(failure.kind()).isEqualTo(expected);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.status()).hasValue(status);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void aLimitSaysWhenItEnds() {
    long reset = NOW.getEpochSecond() + 90;
    next(403, "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: " + reset + "\r\n", "{}");
    assertThat(failure(issue(ALL)).retryAfter()).contains(Duration.ofSeconds(90));
  }

  @Test
  void aProxyThatAnswersForGitHubProvesNothing() {
    next(404, "", "<html>" + CANARY + "</html>");
    assertThat(failure(issue(ALL)).kind()).isEqualTo(FailureClass.Unavailable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"token\": \"kt-canary-7f3a\"}",
        "{\"expires_at\": \"2026-03-04T06:06:07Z\"}",
        "{\"token\": \"\", \"expires_at\": \"2026-03-04T06:06:07Z\"}",
        "{\"token\": \"kt-canary-7f3a\", \"expires_at\": \"soon\"}",
        "{\"token\": \"kt-canary-7f3a\", \"expires_at\": 1}",
        "kt-canary-7f3a"
      })
  void anAnswerWithoutATokenOrItsEndIsInvalid(String body) {
    next(201, "", body);
    Failure failure = failure(issue(ALL));
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void thereIsNothingToReadAndNothingThatOthersMake() {
    try (ProviderClient client = client(KEY.pkcs1())) {
      Call call = new Call(value(client.login(soon())), soon(), "audit-1");
      Failure wrong = Failure.of(FailureClass.InvalidData, FailureDetail.FIELD);
      assertThat(failure(client.read(new RemoteRef("a", Optional.empty()), call))).isEqualTo(wrong);
      assertThat(failure(client.tokens().orElseThrow().issue(new TokenRequest.Ecr(false), call)))
          .isEqualTo(wrong);
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void anAddressWithAUserAndAnAppWithoutAnIdAreFoundFaultWith() {
    GitHubProviderFactory factory = new GitHubProviderFactory(InstantSource.fixed(NOW));
    assertThat(factory.check(new GitHubConfig(URI.create("https://api.github.com"), "123456")))
        .isEmpty();
    assertThat(factory.check(new GitHubConfig(URI.create("https://a@b/?c"), "a/b")))
        .extracting(ConfigProblem::field)
        .containsExactly("provider.github.url", "provider.github.appID");
  }
}
