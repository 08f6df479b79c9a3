package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.CANARY;
import static dev.keyturn.operator.provider.aws.AwsFixture.NOW;
import static dev.keyturn.operator.provider.aws.AwsFixture.call;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.testkit.Transcript;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins of ECR and keys of STS: the requests, and what answers and refusals become. */
final class AwsTokenTest {
  private static final TokenRequest PRIVATE = new TokenRequest.Ecr(false);
  private static final TokenRequest PUBLIC = new TokenRequest.Ecr(true);
  private static final TokenRequest SESSION =
      new TokenRequest.Sts(Optional.empty(), Optional.empty(), Duration.ofHours(1));
  private static final TokenRequest ROLE =
      new TokenRequest.Sts(
          Optional.of("arn:aws:iam::222222222222:role/shop-backup"),
          Optional.of("keyturn/shop"),
          Duration.ofMinutes(15));
  private static final String LOGIN = base64("AWS:p:w");

  private final AwsFixture aws = new AwsFixture();

  @AfterEach
  void close() {
    aws.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private Outcome<IssuedToken> issue(TokenRequest request) {
    try (ProviderClient client = aws.client()) {
      return client.tokens().orElseThrow().issue(request, call());
    }
  }

  private static Map<String, String> texts(IssuedToken token) {
    Map<String, String> texts = new TreeMap<>();
    token.values().forEach((key, value) -> texts.put(key, value.withText(text -> text)));
    return texts;
  }

  private void nextKeys(String operation, String members) {
    aws.nextJson(
        200,
        """
        <%sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%sResult><Credentials>
        %s</Credentials></%sResult></%sResponse>
        """
            .formatted(operation, operation, members, operation, operation));
  }

  private static final String KEYS =
      """
      <AccessKeyId>ASIASHOP</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>t</SessionToken><Expiration>2026-03-04T06:06:07Z</Expiration>
      """;

  @Proves("P035")
  @Test
  void aLoginOfPrivateRegistriesIsOneRequest() {
    aws.nextJson(
        200,
        """
        {"authorizationData": [{"authorizationToken": "%s", "expiresAt": 1772643967.512,
          "proxyEndpoint": "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com"}]}
        """
            .formatted(LOGIN));
    try (IssuedToken token = value(issue(PRIVATE))) {
      assertThat(token.expires()).isEqualTo(Instant.ofEpochSecond(1_772_643_967));
      assertThat(texts(token))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "username", "AWS",
                  "password", "p:w",
                  "proxy_endpoint", "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                  "expires_at", "1772643967"));
    }
    Transcript.assertGolden("ecr", aws.server.requests());
  }

  @Test
  void aLoginOfPublicRegistriesIsAskedInTheOneRegionThatHasThem() {
    aws.nextJson(
        200,
        "{\"authorizationData\":{\"authorizationToken\":\"%s\",\"expiresAt\":1772643967}}"
            .formatted(LOGIN));
    try (IssuedToken token = value(issue(PUBLIC))) {
      assertThat(texts(token))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("username", "AWS", "password", "p:w", "expires_at", "1772643967"));
    }
    Transcript.assertGolden("ecr-public", aws.server.requests());
  }

  @Proves("P035")
  @Test
  void keysOfARoleAndKeysOfTheUserAreOneRequestEach() {
    nextKeys("AssumeRole", KEYS);
    try (IssuedToken token = value(issue(ROLE))) {
      assertThat(token.expires()).isEqualTo(NOW.plus(Duration.ofHours(1)));
      assertThat(texts(token))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "access_key_id", "ASIASHOP",
                  "secret_access_key", "s",
                  "session_token", "t",
                  "expiration", Long.toString(token.expires().getEpochSecond())));
    }
    nextKeys("GetSessionToken", KEYS);
    value(issue(SESSION)).close();
    Transcript.assertGolden("sts", aws.server.requests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"authorizationData\": []}",
        "{\"authorizationData\": [{\"authorizationToken\": \"QTpi\", \"proxyEndpoint\": \"x\"}]}",
        "{\"authorizationData\": [{\"expiresAt\": 1772643967, \"proxyEndpoint\": \"x\"}]}",
        "{\"authorizationData\": [{\"authorizationToken\": \"QTpi\", \"expiresAt\": 1772643967}]}",
        "{\"authorizationData\": [{\"authorizationToken\": \"QTpi\", \"proxyEndpoint\": \"x\","
            + " \"expiresAt\": \"soon\"}]}",
        "{\"authorizationData\": [{\"authorizationToken\": \"QTpi\", \"proxyEndpoint\": \"x\","
            + " \"expiresAt\": 1e300}]}",
        "{\"authorizationData\": [{\"authorizationToken\": \"kt-canary-7f3a\", \"proxyEndpoint\":"
            + " \"x\", \"expiresAt\": 1772643967}]}",
        "{\"authorizationData\": [{\"authorizationToken\": \"QVdT\", \"proxyEndpoint\": \"x\","
            + " \"expiresAt\": 1772643967}]}",
        "{\"authorizationData\": [{\"authorizationToken\": \"QTpi\", \"proxyEndpoint\": \"x\","
            + " \"expiresAt\": 1}, {\"authorizationToken\": \"QTpi\", \"proxyEndpoint\": \"x\","
            + " \"expiresAt\": 1}]}",
        "kt-canary-7f3a"
      })
  void anAnswerWithoutOneLoginAndItsEndIsInvalid(String body) {
    aws.nextJson(200, body);
    assertInvalid(failure(issue(PRIVATE)));
  }

  @Test
  void keysWithoutAnEndAreInvalid() {
    nextKeys(
        "GetSessionToken",
        "<AccessKeyId>A</AccessKeyId><SecretAccessKey>kt-canary-7f3a</SecretAccessKey>"
            + "<SessionToken>t</SessionToken>");
    assertInvalid(failure(issue(SESSION)));
  }

  private static void assertInvalid(Failure failure) {
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @CsvSource({
    "400, AccessDeniedException, AccessDenied",
    "400, UnrecognizedClientException, AuthFailed",
    "400, com.amazonaws.ecr#ExpiredTokenException, AuthFailed",
    "403, InvalidSignatureException, AuthFailed",
    "400, RequestTimeTooSkewed, AuthFailed",
    "400, ThrottlingException, Throttled",
    "400, InvalidParameterException, InvalidData",
    "500, ServerException, Unavailable",
    "503, ServiceUnavailableException, Unavailable",
  })
  void aRefusalOfALoginHasItsClass(int status, String code, FailureClass expected) {
    aws.nextError(status, code, "kt");
    Failure failure = failure(issue(PRIVATE));
    assertThat(failure.kind()).isEqualTo(expected);
    assertThat(failure.status()).hasValue(status);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, AccessDenied",
    "403, InvalidClientTokenId, AuthFailed",
    "403, SignatureDoesNotMatch, AuthFailed",
    "400, ValidationError, InvalidData",
    "400, Throttling, Throttled",
    "500, InternalFailure, Unavailable",
  })
  void aRefusalOfKeysHasItsClass(int status, String code, FailureClass expected) {
    aws.nextJson(
        status,
        "<ErrorResponse><Error><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
            .formatted(code, CANARY));
    Failure failure = failure(issue(ROLE));
    assertThat(failure.kind()).isEqualTo(expected);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void aProxyThatAnswersForTheServiceProvesNothing() {
    aws.nextJson(404, "<html>" + CANARY + "</html>");
    assertThat(failure(issue(PRIVATE)).kind()).isEqualTo(FailureClass.Unavailable);
  }

  @Test
  void whatAnotherBackendMakesIsRefusedWithoutACall() {
    assertThat(failure(issue(new TokenRequest.Gcr())))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    assertThat(aws.server.requests()).isEmpty();
  }
}
