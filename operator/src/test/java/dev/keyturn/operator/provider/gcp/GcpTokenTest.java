package dev.keyturn.operator.provider.gcp;

import static dev.keyturn.operator.provider.gcp.GcpFixture.CANARY;
import static dev.keyturn.operator.provider.gcp.GcpFixture.failure;
import static dev.keyturn.operator.provider.gcp.GcpFixture.value;
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
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens that are handed on as logins of registries. */
final class GcpTokenTest {
  private static final GcpAuth BECOMES =
      new GcpAuth.WorkloadIdentity(FakeGoogle.POOL, "a", Optional.of(FakeGoogle.EMAIL));

  private final GcpFixture fixture = new GcpFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Outcome<IssuedToken> issue(GcpAuth auth, TokenRequest request) {
    try (ProviderClient client = fixture.client(fixture.config(auth))) {
      return client.tokens().orElseThrow().issue(request, fixture.call());
    }
  }

  private Outcome<IssuedToken> issue(GcpAuth auth) {
    return issue(auth, new TokenRequest.Gcr());
  }

  private void assertGolden(String name) {
    Transcript.assertGolden(name, fixture.google.server().requests());
  }

  private static String text(IssuedToken token, String key) {
    return Objects.requireNonNull(token.values().get(key)).withText(text -> text);
  }

  @Test
  void eachTokenComesOfALoginOfItsOwn() {
    try (IssuedToken token = value(issue(new GcpAuth.Key()))) {
      assertThat(token.expires()).isEqualTo(fixture.now().plusSeconds(3599));
      assertThat(token.values().keySet()).containsExactly("expiry", "password", "username");
      assertThat(text(token, "username")).isEqualTo("oauth2accesstoken");
      assertThat(text(token, "password")).isEqualTo("ya29.login-1");
      assertThat(text(token, "expiry")).isEqualTo(Long.toString(token.expires().getEpochSecond()));
    }
    try (IssuedToken token = value(issue(new GcpAuth.Key()))) {
      assertThat(text(token, "password")).isEqualTo("ya29.login-2");
    }
  }

  @Proves("P035")
  @Test
  void aKeyAPoolAndAMachineAreAskedEachInItsWay() {
    value(issue(new GcpAuth.Key())).close();
    value(issue(BECOMES)).close();
    value(issue(new GcpAuth.Metadata())).close();
    assertGolden("gcr");
  }

  @Test
  void aKeyThatWasRevokedIsAuthFailed() {
    fixture.nextJson(400, "{\"error\":\"invalid_grant\",\"error_description\":\"" + CANARY + "\"}");
    Failure failure = failure(issue(new GcpAuth.Key()));
    assertThat(failure.kind()).isEqualTo(FailureClass.AuthFailed);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @CsvSource({
    "401, AuthFailed",
    "403, AuthFailed",
    "429, Throttled",
    "500, Unavailable",
    "503, Unavailable",
  })
  void aRefusalHasItsClass(int status, FailureClass expected) {
    fixture.nextJson(status, "{\"error\":{\"message\":\"" + CANARY + "\"}}");
    Failure failure = failure(issue(new GcpAuth.Key()));
    assertThat(failure.kind()).isEqualTo(expected);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"access_token\":\"kt-canary-7f3a\"}",
        "{\"expires_in\":3599}",
        "{\"access_token\":\"\",\"expires_in\":3599}",
        "{\"access_token\":\"kt-canary-7f3a\",\"expires_in\":\"soon\"}",
        "kt-canary-7f3a"
      })
  void anAnswerWithoutATokenOrItsEndIsInvalid(String body) {
    fixture.nextJson(200, body);
    Failure failure = failure(issue(new GcpAuth.Key()));
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void whatAnotherBackendMakesIsRefusedWithoutACall() {
    assertThat(failure(issue(new GcpAuth.Key(), new TokenRequest.Ecr(false))))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    assertThat(fixture.google.server().requests()).isEmpty();
  }
}
