package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract does not ask of the logins. */
class VaultLoginsTest {
  private final VaultFixture fixture = new VaultFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private ProviderClient client(VaultAuth auth, Map<String, String> secrets) {
    return fixture.client(fixture.config(auth), secrets);
  }

  private List<String> targets() {
    return fixture.vault.server().requests().stream().map(ScriptedServer.Seen::target).toList();
  }

  private static VaultAuth.Iam iam(Optional<String> region) {
    return new VaultAuth.Iam("aws", "shop", region, Optional.empty(), Optional.empty());
  }

  static Stream<VaultAuth> loginsWithCredentials() {
    return Stream.of(
        new VaultAuth.Jwt("jwt", "shop", "vault"),
        new VaultAuth.UserPass("userpass", "shop"),
        new VaultAuth.Ldap("ldap", "shop"),
        iam(Optional.empty()),
        new VaultAuth.Gcp("gcp", "shop", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("loginsWithCredentials")
  void withoutItsCredentialALoginAsksNothing(VaultAuth auth) {
    try (ProviderClient client = client(auth, Map.of())) {
      assertThat(failure(client.login(ample())))
          .isEqualTo(Failure.of(FailureClass.AuthFailed, FailureDetail.FIELD));
    }
    assertThat(targets()).isEmpty();
  }

  @Test
  void anEmptyPasswordIsNone() {
    for (VaultAuth auth :
        List.of(new VaultAuth.UserPass("userpass", "shop"), new VaultAuth.Ldap("ldap", "shop"))) {
      try (ProviderClient client = client(auth, Map.of(VaultAuth.PASSWORD, ""))) {
        assertThat(failure(client.login(ample())))
            .isEqualTo(Failure.of(FailureClass.AuthFailed, FailureDetail.FIELD));
      }
    }
    assertThat(targets()).isEmpty();
  }

  /** A scripted server answers no login, so that only the address counts. */
  @ParameterizedTest
  @CsvSource({
    "bot, bot",
    "Shop Bot, Shop%20Bot",
    "50%, 50%25",
    "a?b#c, a%3Fb%23c",
    "jörg@example, j%C3%B6rg%40example"
  })
  void aUserIsOneSegmentOfThePath(String username, String segment) {
    try (ProviderClient client =
        client(new VaultAuth.Ldap("team/ldap", username), Map.of(VaultAuth.PASSWORD, "p"))) {
      client.login(ample());
    }
    assertThat(targets()).containsExactly("/v1/auth/team/ldap/login/" + segment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", "a\nb"})
  void aUserThatIsNoSegmentIsRefused(String username) {
    for (VaultAuth auth :
        List.of(
            new VaultAuth.UserPass("userpass", username), new VaultAuth.Ldap("ldap", username))) {
      assertThat(VaultFixture.FACTORY.check(fixture.config(auth)))
          .singleElement()
          .satisfies(problem -> {
            assertThat(problem.field())
                .isEqualTo("provider.vault.auth." + auth.method() + ".username");
            assertThat(problem.detail()).isEqualTo(FailureDetail.NAME_ILLEGAL);
          });
    }
  }

  @Test
  void aTokenIsAskedForTheAudienceOfTheMount() {
    List<String> audiences = new ArrayList<>();
    Credentials credentials =
        new Credentials(
            Map.of(),
            Optional.of((audience, lifetime, deadline) -> {
              audiences.add(audience + " for " + lifetime);
              return Outcome.ok(SecretBytes.ofText(FakeVault.JWT));
            }));
    try (ProviderClient client =
        VaultFixture.FACTORY.open(
            fixture.config(new VaultAuth.Jwt("jwt", "shop", "own-audience")),
            credentials,
            fixture.http)) {
      assertThat(client.loginMethod()).isEqualTo("jwt");
      value(client.login(ample())).token().close();
    }
    assertThat(audiences).containsExactly("own-audience for PT10M");
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, sts.eu-central-1.amazonaws.com",
    "us-east-1, sts.us-east-1.amazonaws.com",
    "cn-north-1, sts.cn-north-1.amazonaws.com.cn",
    "us-gov-west-1, sts.us-gov-west-1.amazonaws.com"
  })
  void aRegionHasAnAddressOfItsOwn(String region, String host) {
    try (StsRequest request =
        StsRequest.signed(
            keys(Optional.empty()), Optional.of(region), Optional.empty(), VaultFixture.NOW)) {
      StsOracle oracle = oracle(request);
      assertThat(oracle.host()).isEqualTo(host);
      assertThat(oracle.signs("Host", host)).isTrue();
      assertThat(oracle.isSignedBy("AKIAEXAMPLE", "key")).isTrue();
    }
  }

  @Test
  void temporaryKeysShowTheirToken() {
    try (StsRequest request =
        StsRequest.signed(
            keys(Optional.of(SecretBytes.ofText("session"))),
            Optional.empty(),
            Optional.empty(),
            VaultFixture.NOW)) {
      StsOracle oracle = oracle(request);
      assertThat(oracle.host()).isEqualTo("sts.amazonaws.com");
      assertThat(oracle.signs("X-Amz-Security-Token", "session")).isTrue();
      assertThat(oracle.isSignedBy("AKIAEXAMPLE", "key")).isTrue();
      assertThat(oracle.isSignedBy("AKIAEXAMPLE", "another")).isFalse();
    }
  }

  private static StsRequest.Keys keys(Optional<SecretBytes> session) {
    return StsRequest.Keys.of(
        SecretBytes.ofText("AKIAEXAMPLE\n"), SecretBytes.ofText("key"), session);
  }

  private static StsOracle oracle(StsRequest request) {
    return StsOracle.of(request.url(), request.body(), request.headers().withText(text -> text));
  }

  @Test
  void keysThatNoHeaderCarriesAreNone() {
    try (ProviderClient client =
        client(
            iam(Optional.empty()),
            Map.of(
                VaultAuth.ACCESS_KEY_ID, "a b", VaultAuth.SECRET_ACCESS_KEY, "kt-canary-7f3a"))) {
      assertThat(failure(client.login(ample())))
          .isEqualTo(Failure.of(FailureClass.AuthFailed, FailureDetail.FIELD));
    }
    assertThat(targets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "kt-canary-7f3a", "{\"private_key\":\"kt-canary-7f3a\"}"})
  void aFileWithoutAKeyIsNone(String file) {
    try (ProviderClient client =
        client(
            new VaultAuth.Gcp("gcp", "shop", Optional.empty()),
            Map.of(VaultAuth.SERVICE_ACCOUNT_KEY, file))) {
      assertThat(failure(client.login(ample())))
          .isEqualTo(Failure.of(FailureClass.AuthFailed, FailureDetail.FIELD));
    }
    assertThat(targets()).isEmpty();
  }
}
