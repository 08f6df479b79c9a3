package dev.keyturn.operator.provider.azure;

import static dev.keyturn.operator.provider.azure.AzureFixture.CANARY;
import static dev.keyturn.operator.provider.azure.AzureFixture.NOW;
import static dev.keyturn.operator.provider.azure.AzureFixture.failure;
import static dev.keyturn.operator.provider.azure.AzureFixture.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.testkit.Transcript;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins of container registries: the exchange, and what answers and refusals become. */
final class AzureTokenTest {
  private static final String REGISTRY = "shop.azurecr.io";
  private static final TokenRequest WHOLE = new TokenRequest.Acr(REGISTRY, Optional.empty());
  private static final TokenRequest NARROW =
      new TokenRequest.Acr(REGISTRY, Optional.of("repository:shop/web:pull"));
  private static final Instant END = NOW.plus(Duration.ofHours(3));
  private static final String ENTRA =
      "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + jwt("{}") + "\"}";

  private final AzureFixture fixture = new AzureFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static String jwt(String claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(UTF_8))
        + ".c2ln";
  }

  private static String until(Instant end) {
    return jwt("{\"jti\":\"1\",\"exp\":" + end.getEpochSecond() + "}");
  }

  private void next(int status, String body) {
    fixture.vault.nextAnswer(status, "Content-Type: application/json\r\n", body);
  }

  private static Call call() {
    return new Call(Session.none(NOW), AzureFixture.soon(), "audit-1");
  }

  private Outcome<IssuedToken> issue(TokenRequest request) {
    try (ProviderClient client = fixture.client()) {
      return client.tokens().orElseThrow().issue(request, call());
    }
  }

  private static String text(IssuedToken token, String key) {
    return Objects.requireNonNull(token.values().get(key)).withText(text -> text);
  }

  @Proves("P035")
  @Test
  void aTokenOfEntraIsExchangedForALoginThatLivesAsLongAsItSays() {
    next(200, ENTRA);
    next(200, "{\"refresh_token\":\"" + until(END) + "\"}");
    try (IssuedToken token = value(issue(WHOLE))) {
      assertThat(token.expires()).isEqualTo(END);
      assertThat(token.values().keySet()).containsExactly("expires_at", "password", "username");
      assertThat(text(token, "username")).isEqualTo("00000000-0000-0000-0000-000000000000");
      assertThat(text(token, "password")).isEqualTo(until(END));
      assertThat(text(token, "expires_at")).isEqualTo(Long.toString(END.getEpochSecond()));
    }
    Transcript.assertGolden("acr", fixture.vault.server().requests());
  }

  @Test
  void aLoginIsNarrowedToAScope() {
    Instant end = NOW.plus(Duration.ofHours(1));
    next(200, ENTRA);
    next(200, "{\"refresh_token\":\"" + until(END) + "\"}");
    next(200, "{\"access_token\":\"" + until(end) + "\"}");
    try (IssuedToken token = value(issue(NARROW))) {
      assertThat(token.expires()).isEqualTo(end);
      assertThat(text(token, "password")).isEqualTo(until(end));
    }
    Transcript.assertGolden("acr-scope", fixture.vault.server().requests());
  }

  @Test
  void theIdentityOfTheMachineIsAskedForTheSameService() {
    next(200, ENTRA);
    next(200, "{\"refresh_token\":\"" + until(END) + "\"}");
    try (ProviderClient client =
        fixture.client(new AzureAuth.ManagedIdentity(), Credentials.none())) {
      value(client.tokens().orElseThrow().issue(WHOLE, call())).close();
    }
    Transcript.assertGolden("acr-managed-identity", fixture.vault.server().requests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.azurecr.cn", "evil.example", "azurecr.io", "shopazurecr.io"})
  void aRegistryOfAnotherCloudIsShownNoToken(String registry) {
    assertThat(failure(issue(new TokenRequest.Acr(registry, Optional.empty()))))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    assertThat(fixture.vault.server().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"refresh_token\":\"\"}",
        "{\"refresh_token\":\"kt-canary-7f3a\"}",
        "{\"refresh_token\":\"kt-canary-7f3a.x.y\"}",
        "{\"refresh_token\":\"kt-canary-7f3a.e30.y\"}",
        "{\"access_token\":\"kt-canary-7f3a\"}",
        "kt-canary-7f3a"
      })
  void anAnswerWithoutATokenOrItsEndIsInvalid(String body) {
    next(200, ENTRA);
    next(200, body);
    Failure failure = failure(issue(WHOLE));
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @CsvSource({
    "401, AccessDenied",
    "403, AccessDenied",
    "404, Unavailable",
    "429, Throttled",
    "500, Unavailable",
    "503, Unavailable",
  })
  void aRefusalOfTheRegistryHasItsClass(int status, FailureClass expected) {
    next(200, ENTRA);
    next(status, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"" + CANARY + "\"}]}");
    Failure failure = failure(issue(WHOLE));
    assertThat(failure.kind()).isEqualTo(expected);
    assertThat(failure.status()).hasValue(status);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void aSecretThatWasRevokedIsAuthFailedAndNoRegistryIsAsked() {
    next(401, "{\"error\":\"invalid_client\",\"error_description\":\"" + CANARY + "\"}");
    assertThat(failure(issue(WHOLE)).kind()).isEqualTo(FailureClass.AuthFailed);
    assertThat(fixture.vault.server().requests()).hasSize(1);
  }

  @Test
  void whatAnotherBackendMakesIsRefusedWithoutACall() {
    assertThat(failure(issue(new TokenRequest.Gcr())))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    assertThat(fixture.vault.server().requests()).isEmpty();
  }
}
