package dev.keyturn.operator.provider.gcp;

import static dev.keyturn.operator.provider.gcp.GcpFixture.CANARY;
import static dev.keyturn.operator.provider.gcp.GcpFixture.failure;
import static dev.keyturn.operator.provider.gcp.GcpFixture.newest;
import static dev.keyturn.operator.provider.gcp.GcpFixture.soon;
import static dev.keyturn.operator.provider.gcp.GcpFixture.text;
import static dev.keyturn.operator.provider.gcp.GcpFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcpLoginTest {
  private static final GcpAuth POOL =
      new GcpAuth.WorkloadIdentity(FakeGoogle.POOL, "https:" + FakeGoogle.POOL, Optional.empty());
  private static final GcpAuth BECOMES =
      new GcpAuth.WorkloadIdentity(FakeGoogle.POOL, "a", Optional.of(FakeGoogle.EMAIL));

  private final GcpFixture fixture = new GcpFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Session login(GcpAuth auth) {
    try (ProviderClient client = fixture.client(fixture.config(auth))) {
      return value(client.login(soon()));
    }
  }

  private Failure refused(GcpAuth auth, Map<String, String> secrets, String token) {
    try (ProviderClient client = fixture.client(fixture.config(auth), secrets, token)) {
      return failure(client.login(soon()));
    }
  }

  private List<String> targets() {
    return fixture.google.server().requests().stream().map(seen -> seen.target()).toList();
  }

  @Test
  void aKeySignsForAnHourAndTheFilesOwnAddressIsNotAsked() {
    Session session = login(new GcpAuth.Key());
    assertThat(session.expires()).contains(fixture.now().plusSeconds(3599));
    assertThat(session.renewable()).isFalse();
    assertThat(targets()).containsExactly("/token");
  }

  @Test
  void aSessionReadsAndAnExpiredOneIsAuthFailed() {
    fixture.google.put("db", "secret");
    try (ProviderClient client = fixture.client()) {
      Call call = new Call(value(client.login(soon())), soon(), "a");
      assertThat(text(client.read(newest("db"), call))).isEqualTo("secret");
      fixture.google.expireTokens();
      assertThat(failure(client.read(newest("db"), call)).kind())
          .isEqualTo(FailureClass.AuthFailed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kt-canary-7f3a",
        "{}",
        "{\"client_email\":\"a@b\",\"private_key_id\":\"1\",\"private_key\":\"kt-canary-7f3a\"}",
        "{\"client_email\":\"a@b\",\"private_key_id\":\"1\",\"private_key\":"
            + "\"-----BEGIN PRIVATE KEY-----\\nkt-canary-7f3a\\n-----END PRIVATE KEY-----\\n\"}",
        "{\"client_email\":\"a@b\",\"private_key_id\":\"1\",\"private_key\":"
            + "\"-----BEGIN PRIVATE KEY-----\\nMAA=\\n-----END PRIVATE KEY-----\\n\"}"
      })
  void aKeyThatIsNoneIsToldBeforeAnyRequest(String file) {
    Failure failure = refused(new GcpAuth.Key(), Map.of(GcpAuth.KEY, file), "");
    assertThat(failure).isEqualTo(Failure.of(FailureClass.AuthFailed, FailureDetail.FIELD));
    assertThat(failure.toString()).doesNotContain(CANARY);
    assertThat(targets()).isEmpty();
  }

  @Test
  void aKeyThatIsNotThereIsTold() {
    assertThat(refused(new GcpAuth.Key(), Map.of(), ""))
        .isEqualTo(Failure.of(FailureClass.AuthFailed, FailureDetail.FIELD));
  }

  @Test
  void aClusterOfAPoolIsAskedWithItsOwnToken() {
    Session session = login(POOL);
    assertThat(session.expires()).contains(fixture.now().plusSeconds(3599));
    assertThat(targets()).containsExactly("/v1/token");
  }

  @Test
  void aPoolsIdentityMayBecomeAServiceAccount() {
    Session session = login(BECOMES);
    assertThat(session.expires()).isPresent();
    String token = session.token().withText(text -> text);
    assertThat(token).isEqualTo("ya29.login-2");
    assertThat(targets())
        .containsExactly(
            "/v1/token",
            "/v1/projects/-/serviceAccounts/" + FakeGoogle.EMAIL + ":generateAccessToken");
  }

  @Test
  void aTokenThatThePoolDoesNotKnowIsAuthFailed() {
    assertRefused(refused(POOL, Map.of(), "other"), FailureDetail.UNTRUSTED);
    GcpAuth other =
        new GcpAuth.WorkloadIdentity(FakeGoogle.POOL, "a", Optional.of("other@shop.example"));
    assertRefused(
        refused(other, Map.of(), FakeGoogle.SERVICE_ACCOUNT_TOKEN), FailureDetail.UNBOUND);
  }

  private static void assertRefused(Failure failure, FailureDetail detail) {
    assertThat(failure.kind()).isEqualTo(FailureClass.AuthFailed);
    assertThat(failure.detail()).isEqualTo(detail);
  }

  /** As Google says it to whoever lacks {@code roles/iam.workloadIdentityUser}. */
  @Test
  void aServiceAccountThatThePoolsIdentityMayNotBecomeIsNamedAsThat() {
    fixture.nextJson(200, "{\"access_token\":\"a\",\"expires_in\":3599}");
    fixture.nextJson(
        403,
        "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\",\"message\":"
            + "\"Permission 'iam.serviceAccounts.getAccessToken' denied. kt-canary-7f3a\"}}");
    Failure failure = refused(BECOMES, Map.of(), FakeGoogle.SERVICE_ACCOUNT_TOKEN);
    assertRefused(failure, FailureDetail.UNBOUND);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void withoutAServiceAccountThereIsNoExchange() {
    try (ProviderClient client =
        fixture.factory.open(fixture.config(POOL), Credentials.none(), fixture.http)) {
      assertThat(failure(client.login(soon())))
          .isEqualTo(Failure.of(FailureClass.AuthFailed, FailureDetail.FIELD));
    }
  }

  @Test
  void theMetadataServerTellsTheOperatorsIdentity() {
    assertThat(login(new GcpAuth.Metadata()).expires()).contains(fixture.now().plusSeconds(3599));
    assertThat(targets())
        .containsExactly("/computeMetadata/v1/instance/service-accounts/default/token");
  }

  @Test
  void whatIsNoMetadataServerIsNotBelieved() {
    fixture.nextJson(200, "{\"access_token\":\"a\",\"expires_in\":3599}");
    assertThat(refused(new GcpAuth.Metadata(), Map.of(), "").kind())
        .isEqualTo(FailureClass.Unavailable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"access_token\":\"kt-canary-7f3a\"}",
        "{\"access_token\":\"\",\"expires_in\":3599}",
        "{\"access_token\":\"kt-canary-7f3a\",\"expires_in\":\"soon\"}",
        "<html>kt-canary-7f3a</html>"
      })
  void anAnswerWithoutATokenIsInvalid(String body) {
    fixture.nextJson(200, body);
    Failure failure = refused(new GcpAuth.Key(), Map.of(GcpAuth.KEY, fixture.google.keyFile()), "");
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void aTokenServiceThatIsDownIsNoWrongKey() {
    fixture.nextJson(503, "{}");
    assertThat(refused(new GcpAuth.Key(), Map.of(GcpAuth.KEY, fixture.google.keyFile()), "").kind())
        .isEqualTo(FailureClass.Unavailable);
  }

  @Test
  void aTokenThatNoHeaderCarriesIsAuthFailed() {
    fixture.nextJson(200, "{\"access_token\":\"a\\nb\",\"expires_in\":3599}");
    try (ProviderClient client = fixture.client()) {
      Call call = new Call(value(client.login(soon())), soon(), "a");
      assertThat(failure(client.read(newest("db"), call)).kind())
          .isEqualTo(FailureClass.AuthFailed);
    }
  }

  @Test
  void aSessionIsNeitherRenewedNorRevoked() {
    try (ProviderClient client = fixture.client()) {
      Session session = value(client.login(soon()));
      fixture.pass(Duration.ofMinutes(30));
      assertThat(failure(client.renew(session, soon())).kind()).isEqualTo(FailureClass.AuthFailed);
      value(client.revoke(session, soon()));
      assertThat(targets()).containsExactly("/token");
    }
  }
}
