package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.CANARY;
import static dev.keyturn.operator.provider.aws.AwsFixture.NOW;
import static dev.keyturn.operator.provider.aws.AwsFixture.current;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.soon;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.proof.Proves;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsLoginTest {
  private static final AwsAuth ROLE =
      new AwsAuth.WebIdentity("arn:aws:iam::123456789012:role/shop", "sts.amazonaws.com");
  private static final String KEYS =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId>
      <SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>
      <Expiration>2026-03-04T06:06:07Z</Expiration></Credentials>
      </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
      """;
  static final String IDENTITY =
      """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>
      </GetCallerIdentityResponse>
      """;

  private final AwsFixture aws = new AwsFixture();

  @AfterEach
  void close() {
    aws.close();
  }

  private ProviderClient ofRole() {
    return aws.client(
        ROLE,
        new Credentials(
            Map.of(),
            Optional.of((audience, lifetime, deadline) ->
                Outcome.ok(SecretBytes.ofText("token-for-" + audience)))));
  }

  private String lastForm() {
    return URLDecoder.decode(aws.server.requests().getLast().body(), UTF_8);
  }

  private static String error(String code) {
    return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Code>"
        + code
        + "</Code><Message>"
        + CANARY
        + "</Message></Error></ErrorResponse>";
  }

  @Test
  @Proves("F012")
  void aTokenOfTheServiceAccountIsExchangedForAnHourOfTheRole() {
    aws.nextJson(200, KEYS);
    try (ProviderClient client = ofRole()) {
      Session session = value(client.login(soon()));
      assertThat(lastForm())
          .contains("Action=AssumeRoleWithWebIdentity")
          .contains("RoleArn=arn:aws:iam::123456789012:role/shop")
          .contains("WebIdentityToken=token-for-sts.amazonaws.com")
          .contains("DurationSeconds=3600");
      assertThat(aws.server.requests().getLast().headers()).doesNotContainKey("authorization");
      assertThat(session.issued()).isEqualTo(NOW);
      assertThat(session.expires()).contains(Instant.parse("2026-03-04T06:06:07Z"));
      assertThat(session.toString()).doesNotContain("session");
    }
  }

  @Test
  void readsAreSignedWithTheKeysOfTheRole() {
    aws.nextJson(200, KEYS);
    aws.nextError(400, "ResourceNotFoundException", "no");
    try (ProviderClient client = ofRole()) {
      Session session = value(client.login(soon()));
      failure(client.read(current("app/db"), new Call(session, soon(), "audit")));
      assertThat(aws.server.requests().getLast().headers())
          .containsEntry("x-amz-security-token", "session");
      assertThat(aws.server.requests().getLast().headers().get("authorization"))
          .contains("ASIAEXAMPLE/");
    }
  }

  @Test
  void keysAreTriedOutAndHaveNoEnd() {
    aws.nextJson(200, IDENTITY);
    try (ProviderClient client = aws.client()) {
      Session session = value(client.login(soon()));
      assertThat(lastForm()).contains("Action=GetCallerIdentity");
      assertThat(aws.server.requests().getLast().headers().get("authorization"))
          .contains("AKIAEXAMPLE/");
      assertThat(session.expires()).isEmpty();
      assertThat(session.ownedByUs()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, AuthFailed, UNBOUND",
    "403, InvalidClientTokenId, AuthFailed, NONE",
    "403, SignatureDoesNotMatch, AuthFailed, NONE",
    "400, InvalidIdentityToken, AuthFailed, UNTRUSTED",
    "403, IDPRejectedClaim, AuthFailed, UNTRUSTED",
    "400, ExpiredTokenException, AuthFailed, NONE",
    "400, IDPCommunicationError, Unavailable, NONE",
    "400, Throttling, Throttled, NONE",
    "500, InternalFailure, Unavailable, NONE"
  })
  void aLoginThatIsTurnedDownSaysWhy(
      int status, String code, FailureClass kind, FailureDetail detail) {
    aws.nextJson(status, error(code));
    try (ProviderClient client = ofRole()) {
      Failure failure = failure(client.login(soon()));
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.detail()).isEqualTo(detail);
      assertThat(failure.mayHaveApplied()).isFalse();
      assertThat(failure.toString()).doesNotContain(CANARY);
    }
  }

  @Test
  void aKeyThatIsMissingIsToldBeforeAnyCall() {
    try (ProviderClient client = aws.client(new AwsAuth.Keys(), Credentials.none())) {
      assertThat(failure(client.login(soon())).kind()).isEqualTo(FailureClass.AuthFailed);
      assertThat(aws.server.requests()).isEmpty();
    }
  }

  @Test
  void aKeyThatNoHeaderCanCarryIsRefusedBeforeAnyCall() {
    Credentials twoLines =
        new Credentials(
            Map.of(
                AwsAuth.ACCESS_KEY_ID, SecretBytes.ofText("AKIA\nX"),
                AwsAuth.SECRET_ACCESS_KEY, SecretBytes.ofText("secret")),
            Optional.empty());
    try (ProviderClient client = aws.client(new AwsAuth.Keys(), twoLines)) {
      assertThat(failure(client.login(soon())).kind()).isEqualTo(FailureClass.AuthFailed);
      assertThat(aws.server.requests()).isEmpty();
    }
  }
}
