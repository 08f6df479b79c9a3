package dev.keyturn.operator.provider.azure;

import static dev.keyturn.operator.provider.azure.AzureFixture.CANARY;
import static dev.keyturn.operator.provider.azure.AzureFixture.failure;
import static dev.keyturn.operator.provider.azure.AzureFixture.value;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The logins before a vault. */
final class AzureLoginTest {
  private static final AzureAuth BY_CERTIFICATE =
      new AzureAuth.ClientCertificate(FakeKeyVault.TENANT);
  private static final AzureAuth BY_TOKEN =
      new AzureAuth.WorkloadIdentity(FakeKeyVault.TENANT, "api://AzureADTokenExchange");

  private final AzureFixture fixture = new AzureFixture();
  private final FakeKeyVault vault = fixture.vault;

  @AfterEach
  void close() {
    fixture.close();
  }

  private Outcome<Session> login(AzureAuth auth, Credentials credentials) {
    try (ProviderClient client = fixture.client(auth, credentials)) {
      return client.login(AzureFixture.soon());
    }
  }

  private static Credentials secret(String id, String secret) {
    return AzureFixture.secrets(Map.of(AzureAuth.CLIENT_ID, id, AzureAuth.CLIENT_SECRET, secret));
  }

  @Test
  void aTokenLivesAsLongAsTheServiceSaysAndIsMadeAnewInsteadOfRenewed() {
    try (ProviderClient client = fixture.client()) {
      Session session = AzureFixture.login(client);
      assertThat(session.issued()).isEqualTo(AzureFixture.NOW);
      assertThat(session.expires()).contains(AzureFixture.NOW.plusSeconds(3599));
      assertThat(session.renewable()).isFalse();
      assertThat(session.ownedByUs()).isTrue();
      assertThat(failure(client.renew(session, AzureFixture.soon())).kind())
          .isEqualTo(FailureClass.AuthFailed);
    }
  }

  @ParameterizedTest
  @CsvSource({"wrong", "'no=1&client_secret=s3cr3t'"})
  void aWrongSecretIsAuthFailed(String secret) {
    assertThat(
            failure(
                    login(
                        new AzureAuth.ClientSecret(FakeKeyVault.TENANT),
                        secret(FakeKeyVault.CLIENT_ID, secret)))
                .kind())
        .isEqualTo(FailureClass.AuthFailed);
  }

  @Test
  void whatIsMissingOrNoClientIdIsToldWithoutACall() {
    AzureAuth auth = new AzureAuth.ClientSecret(FakeKeyVault.TENANT);
    for (Credentials credentials :
        List.of(
            Credentials.none(),
            AzureFixture.secrets(Map.of(AzureAuth.CLIENT_ID, FakeKeyVault.CLIENT_ID)),
            secret("a&b=" + CANARY, "x"))) {
      Failure failure = failure(login(auth, credentials));
      assertThat(failure.kind()).isEqualTo(FailureClass.AuthFailed);
      assertThat(failure.detail()).isEqualTo(FailureDetail.FIELD);
    }
    assertThat(vault.server().requests()).isEmpty();
  }

  @Test
  void aServiceAccountTokenOfTheAudienceOfEntraIsPresented() {
    List<String> asked = new CopyOnWriteArrayList<>();
    Credentials credentials =
        new Credentials(
            Map.of(AzureAuth.CLIENT_ID, SecretBytes.ofText(FakeKeyVault.CLIENT_ID)),
            Optional.of((audience, lifetime, deadline) -> {
              asked.add(audience + " " + lifetime);
              return Outcome.ok(SecretBytes.ofText(FakeKeyVault.JWT));
            }));
    value(login(BY_TOKEN, credentials)).token().close();
    assertThat(asked).containsExactly("api://AzureADTokenExchange " + Duration.ofMinutes(10));
    assertThat(vault.server().requests().getLast().body()).doesNotContain("client_secret");
  }

  @Test
  void anAssertionIsSignedByTheKeyOfTheCertificateForThisEndpointAlone() {
    TestIdentity identity = new TestIdentity();
    vault.assertions(jwt -> isRight(jwt, identity));
    value(
            login(
                BY_CERTIFICATE,
                AzureFixture.secrets(
                    Map.of(
                        AzureAuth.CLIENT_ID,
                        FakeKeyVault.CLIENT_ID,
                        AzureAuth.CLIENT_CERTIFICATE,
                        identity.pem()))))
        .token()
        .close();
    vault.assertions(jwt -> isRight(jwt, new TestIdentity()));
    assertThat(
            failure(
                    login(
                        BY_CERTIFICATE,
                        AzureFixture.secrets(
                            Map.of(
                                AzureAuth.CLIENT_ID,
                                FakeKeyVault.CLIENT_ID,
                                AzureAuth.CLIENT_CERTIFICATE,
                                identity.pem()))))
                .kind())
        .isEqualTo(FailureClass.AuthFailed);
  }

  private boolean isRight(String jwt, TestIdentity identity) {
    String[] parts = jwt.split("\\.");
    Base64.Decoder url = Base64.getUrlDecoder();
    try {
      JsonNode head = new ObjectMapper().readTree(url.decode(parts[0]));
      JsonNode claims = new ObjectMapper().readTree(url.decode(parts[1]));
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      signature.initVerify(identity.certificate());
      signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
      byte[] thumbprint =
          MessageDigest.getInstance("SHA-256").digest(identity.certificate().getEncoded());
      long now = AzureFixture.NOW.getEpochSecond();
      return signature.verify(url.decode(parts[2]))
          && head.path("alg").asText().equals("PS256")
          && MessageDigest.isEqual(url.decode(head.path("x5t#S256").asText()), thumbprint)
          && claims
              .path("aud")
              .asText()
              .equals(vault.uri() + "/" + FakeKeyVault.TENANT + "/oauth2/v2.0/token")
          && claims.path("iss").asText().equals(FakeKeyVault.CLIENT_ID)
          && claims.path("sub").asText().equals(FakeKeyVault.CLIENT_ID)
          && claims.path("nbf").asLong() == now
          && claims.path("exp").asLong() == now + 600
          && !claims.path("jti").asText().isEmpty();
    } catch (IOException | GeneralSecurityException wrong) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no PEM " + CANARY,
        "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
      })
  void aCertificateThatIsNoneIsToldWithoutACall(String pem) {
    Failure failure =
        failure(
            login(
                BY_CERTIFICATE,
                AzureFixture.secrets(
                    Map.of(
                        AzureAuth.CLIENT_ID,
                        FakeKeyVault.CLIENT_ID,
                        AzureAuth.CLIENT_CERTIFICATE,
                        pem))));
    assertThat(failure.kind()).isEqualTo(FailureClass.AuthFailed);
    assertThat(failure.detail()).isEqualTo(FailureDetail.FIELD);
    assertThat(vault.server().requests()).isEmpty();
  }

  @Test
  void theMachinesIdentityComesFromTheMetadataService() {
    AzureAuth auth = new AzureAuth.ManagedIdentity();
    Session session = value(login(auth, Credentials.none()));
    assertThat(session.expires()).contains(AzureFixture.NOW.plusSeconds(3599));
    value(login(auth, AzureFixture.secrets(Map.of(AzureAuth.CLIENT_ID, FakeKeyVault.CLIENT_ID))));
    assertThat(vault.server().requests().getLast().target())
        .endsWith("&client_id=" + FakeKeyVault.CLIENT_ID);
    assertThat(
            failure(login(auth, AzureFixture.secrets(Map.of(AzureAuth.CLIENT_ID, "other")))).kind())
        .isEqualTo(FailureClass.AuthFailed);
  }

  @ParameterizedTest
  @CsvSource({
    "400, AuthFailed", "401, AuthFailed", "403, AuthFailed", "404, Unavailable",
    "410, Unavailable", "429, Throttled", "500, Unavailable", "302, Unavailable"
  })
  void aLoginThatIsTurnedDownHasItsClass(int status, FailureClass kind) {
    vault.nextAnswer(status, "", "{\"error\":\"" + CANARY + "\"}");
    Failure failure =
        failure(
            login(
                new AzureAuth.ClientSecret(FakeKeyVault.TENANT),
                secret(FakeKeyVault.CLIENT_ID, FakeKeyVault.CLIENT_SECRET)));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void aServiceAccountWithoutAFederatedCredentialIsNamedAsThat() {
    vault.nextAnswer(
        401,
        "",
        "{\"error\":\"invalid_client\",\"error_description\":\""
            + CANARY
            + "\",\"error_codes\":[700213]}");
    Credentials credentials =
        new Credentials(
            Map.of(AzureAuth.CLIENT_ID, SecretBytes.ofText(FakeKeyVault.CLIENT_ID)),
            Optional.of((audience, lifetime, deadline) ->
                Outcome.ok(SecretBytes.ofText(FakeKeyVault.JWT))));
    Failure failure = failure(login(BY_TOKEN, credentials));
    assertThat(failure.kind()).isEqualTo(FailureClass.AuthFailed);
    assertThat(failure.detail()).isEqualTo(FailureDetail.UNBOUND);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "{}",
        "{\"access_token\":\"a\"}",
        "{\"access_token\":\"\",\"expires_in\":3600}",
        "{\"access_token\":\"a b\",\"expires_in\":3600}",
        "{\"access_token\":\"a\\r\\nX: y\",\"expires_in\":3600}",
        "{\"access_token\":\"a\",\"expires_in\":\"soon\"}",
        "{\"access_token\":\"a\",\"expires_in\":0}",
        "{\"access_token\":\"a\",\"expires_in\":99999999999}"
      })
  void anAnswerWithoutAUsableTokenIsInvalid(String body) {
    vault.nextAnswer(200, "", body);
    assertThat(
            failure(
                    login(
                        new AzureAuth.ClientSecret(FakeKeyVault.TENANT),
                        secret(FakeKeyVault.CLIENT_ID, FakeKeyVault.CLIENT_SECRET)))
                .kind())
        .isEqualTo(FailureClass.InvalidData);
  }

  @Test
  void eachCloudHasItsOwnHosts() {
    assertThat(AzureCloud.PUBLIC.loginHost()).isEqualTo("login.microsoftonline.com");
    assertThat(AzureCloud.US_GOVERNMENT.loginHost()).isEqualTo("login.microsoftonline.us");
    assertThat(AzureCloud.CHINA.loginHost()).isEqualTo("login.chinacloudapi.cn");
    assertThat(AzureCloud.PUBLIC.resource()).isEqualTo("https://vault.azure.net");
    assertThat(AzureCloud.US_GOVERNMENT.resource()).isEqualTo("https://vault.usgovcloudapi.net");
    assertThat(AzureCloud.CHINA.resource()).isEqualTo("https://vault.azure.cn");
  }
}
