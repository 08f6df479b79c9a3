package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.NOW;
import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultSessionTest {
  private final VaultFixture fixture = new VaultFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static String token(Session session) {
    return session.token().withText(text -> text);
  }

  private ProviderClient appRole() {
    return fixture.client(
        fixture.config(new VaultAuth.AppRole("approle", Optional.empty())),
        Map.of(VaultAuth.ROLE_ID, FakeVault.ROLE_ID, VaultAuth.SECRET_ID, FakeVault.SECRET_ID));
  }

  @Test
  void aGivenTokenIsLookedUpAndNotOurs() {
    try (ProviderClient client = fixture.client()) {
      Session session = value(client.login(ample()));

      assertThat(token(session)).isEqualTo(VaultFixture.TOKEN);
      assertThat(session.issued()).isEqualTo(NOW);
      assertThat(session.expires()).contains(NOW.plusSeconds(3600));
      assertThat(session.renewable()).isTrue();
      assertThat(session.ownedByUs()).isFalse();
      assertThat(client.loginMethod()).isEqualTo("token");
    }
  }

  @Test
  void aGivenTokenIsNeverRevoked() {
    try (ProviderClient client = fixture.client()) {
      value(client.revoke(value(client.login(ample())), ample()));

      assertThat(fixture.vault.knows(VaultFixture.TOKEN)).isTrue();
    }
  }

  @Test
  void aTokenWithoutALifetimeHasNoEnd() {
    fixture.vault.token("root", 0, 0, false);
    try (ProviderClient client =
        fixture.client(fixture.config(new VaultAuth.Token()), Map.of(VaultAuth.TOKEN, "root"))) {
      Session session = value(client.login(ample()));

      assertThat(session.expires()).isEmpty();
      assertThat(session.renewable()).isFalse();
    }
  }

  @Test
  void aTokenThatCountsItsUsesIsRefused() {
    fixture.vault.token("hvs.few", 3600, 5, true);
    try (ProviderClient client =
        fixture.client(fixture.config(new VaultAuth.Token()), Map.of(VaultAuth.TOKEN, "hvs.few"))) {
      assertThat(failure(client.login(ample())).kind()).isEqualTo(FailureClass.AuthFailed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hvs.given\n", "hvs given", "hvs.gïven"})
  void aTokenThatCannotBeSentIsRefusedWithoutARequest(String token) {
    try (ProviderClient client =
        fixture.client(fixture.config(new VaultAuth.Token()), Map.of(VaultAuth.TOKEN, token))) {
      assertThat(failure(client.login(ample())).kind()).isEqualTo(FailureClass.AuthFailed);
      assertThat(fixture.vault.server().connections()).isZero();
    }
  }

  @Test
  void anAppRoleLoginIsOurs() {
    fixture.vault.leaseSeconds(600);
    try (ProviderClient client = appRole()) {
      Session session = value(client.login(ample()));

      assertThat(session.expires()).contains(NOW.plusSeconds(600));
      assertThat(session.renewable()).isTrue();
      assertThat(session.ownedByUs()).isTrue();
      assertThat(client.loginMethod()).isEqualTo("appRole");
      value(client.revoke(session, ample()));
      assertThat(fixture.vault.knows(token(session))).isFalse();
    }
  }

  @Test
  void aLoginWithoutALeaseHasNoEnd() {
    fixture.vault.leaseSeconds(0);
    try (ProviderClient client = appRole()) {
      assertThat(value(client.login(ample())).expires()).isEmpty();
    }
  }

  @Test
  void aRenewalKeepsTheTokenAndWhoseItIs() {
    try (ProviderClient client = fixture.client()) {
      Session first = value(client.login(ample()));
      fixture.vault.leaseSeconds(120);

      Session renewed = value(client.renew(first, ample()));

      assertThat(token(renewed)).isEqualTo(token(first));
      assertThat(renewed.expires()).contains(NOW.plusSeconds(120));
      assertThat(renewed.ownedByUs()).isFalse();
      first.token().close();
      assertThat(token(renewed)).as("each session owns its token").isEqualTo(VaultFixture.TOKEN);
    }
  }

  @Test
  void theKubernetesLoginAsksForATokenOfTheRightAudience() {
    List<String> asked = new ArrayList<>();
    Credentials credentials =
        new Credentials(
            Map.of(),
            Optional.of((audience, lifetime, deadline) -> {
              asked.add(audience + " " + lifetime);
              return Outcome.ok(SecretBytes.ofText(FakeVault.JWT));
            }));
    try (ProviderClient client =
        VaultFixture.FACTORY.open(
            fixture.config(new VaultAuth.Kubernetes("kubernetes", FakeVault.ROLE, "vault")),
            credentials,
            fixture.http)) {
      assertThat(value(client.login(ample())).ownedByUs()).isTrue();
      assertThat(asked).containsExactly("vault " + Duration.ofMinutes(10));
      assertThat(client.loginMethod()).isEqualTo("kubernetes");
    }
  }

  @Test
  void aStoredServiceAccountTokenIsTakenInPlaceOfANewOne() {
    try (ProviderClient client =
        fixture.client(
            fixture.config(new VaultAuth.Kubernetes("kubernetes", FakeVault.ROLE, "vault")),
            Map.of(VaultAuth.JWT, FakeVault.JWT))) {
      assertThat(value(client.login(ample())).ownedByUs()).isTrue();
    }
  }

  @Test
  void aFailureOfTheTokenSourceIsHandedOn() {
    try (ProviderClient client =
        VaultFixture.FACTORY.open(
            fixture.config(new VaultAuth.Kubernetes("kubernetes", FakeVault.ROLE, "vault")),
            new Credentials(
                Map.of(), Optional.of((a, l, d) -> Outcome.failed(FailureClass.Unavailable))),
            fixture.http)) {
      assertThat(failure(client.login(ample())).kind()).isEqualTo(FailureClass.Unavailable);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "appRole", "kubernetes"})
  void aMissingCredentialIsAuthFailedWithoutARequest(String method) {
    VaultAuth auth =
        switch (method) {
          case "token" -> new VaultAuth.Token();
          case "appRole" -> new VaultAuth.AppRole("approle", Optional.empty());
          default -> new VaultAuth.Kubernetes("kubernetes", "shop", "vault");
        };
    try (ProviderClient client = fixture.client(fixture.config(auth), Map.of())) {
      assertThat(failure(client.login(ample())).detail()).isEqualTo(FailureDetail.FIELD);
      assertThat(fixture.vault.server().connections()).isZero();
    }
  }

  @Test
  void loginAndDataMayLiveInDifferentNamespaces() {
    VaultConfig config =
        new VaultConfig(
            fixture.vault.uri(),
            "secret",
            KeyValueVersion.V2,
            Optional.of("team-a"),
            Optional.of("admin"),
            new VaultAuth.AppRole("approle", Optional.of(FakeVault.ROLE_ID)));
    fixture.vault.keyValue.put("app", "{\"v\":\"1\"}");
    try (ProviderClient client =
        fixture.client(config, Map.of(VaultAuth.SECRET_ID, FakeVault.SECRET_ID))) {
      Session session = value(client.login(ample()));
      value(client.read(VaultFixture.newest("app"), new Call(session, ample(), "a"))).close();
      value(client.probe(ample()));
    }

    assertThat(fixture.vault.server().requests())
        .extracting(request -> request.headers().getOrDefault("x-vault-namespace", "root"))
        .containsExactly("admin", "team-a", "root");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"errors\":[\"invalid secret id\"]}|AuthFailed",
        "403|{\"errors\":[\"permission denied\"]}|AuthFailed",
        "429|{\"errors\":[]}|Throttled",
        "500|{\"errors\":[]}|Unavailable",
        "503|{\"errors\":[\"Vault is sealed\"]}|Unavailable",
        "200|{\"auth\":null}|InvalidData",
        "200|{\"auth\":{\"lease_duration\":5}}|InvalidData",
        "200|{\"auth\":{\"client_token\":\"hvs.x\"}}|InvalidData",
        "200|{\"auth\":{\"client_token\":\"hvs.x\",\"lease_duration\":\"5\"}}|InvalidData",
        "200|{\"auth\":{\"client_token\":\"hvs\\nx\",\"lease_duration\":5}}|InvalidData",
        "200|{\"auth\":{\"client_token\":\"\",\"lease_duration\":0,\"mfa_requirement\":{}}}|AuthFailed",
        "200|<html>|InvalidData",
        "204|''|InvalidData"
      })
  void aLoginThatFailsSaysWhy(int status, String body, FailureClass kind) {
    try (ProviderClient client = appRole()) {
      fixture.nextJson(status, body);

      assertThat(failure(client.login(ample())).kind()).isEqualTo(kind);
    }
  }

  @Fault(
      value = "V4",
      backends = {Backend.VAULT, Backend.OPENBAO})
  @ParameterizedTest
  @CsvSource({
    "200, false, false, false",
    "429, false, false, true",
    "473, false, false, true",
    "503, true, true, false"
  })
  void theProbeReadsTheStatusesOfTheHealthCall(
      int status, boolean saidSealed, boolean sealed, boolean standby) {
    try (ProviderClient client = fixture.client()) {
      fixture.nextJson(status, "{\"sealed\":" + saidSealed + ",\"version\":\"1.21.1+ent\"}");

      assertThat(value(client.probe(ample())))
          .isEqualTo(new ProbeReport(Optional.of("1.21.1+ent"), sealed, standby));
    }
  }

  @Fault(
      value = "V4",
      backends = {Backend.VAULT, Backend.OPENBAO})
  @ParameterizedTest
  @ValueSource(ints = {472, 474, 501, 530})
  void nodesThatServeNoReadsAreUnavailable(int status) {
    try (ProviderClient client = fixture.client()) {
      fixture.nextJson(status, "{\"sealed\":false,\"version\":\"1.21.1\"}");

      assertThat(failure(client.probe(ample())).kind()).isEqualTo(FailureClass.Unavailable);
    }
  }

  @ParameterizedTest
  @CsvSource({"200, InvalidData", "429, Throttled", "503, Unavailable", "404, Unavailable"})
  void aProbeThatAProxyAnsweredIsNoReport(int status, FailureClass kind) {
    try (ProviderClient client = fixture.client()) {
      fixture.next((request, peer) -> peer.answer(status, "", "<html>kt-canary-7f3a</html>"));

      assertThat(failure(client.probe(ample())).kind()).isEqualTo(kind);
    }
  }

  @Test
  void aStrangeVersionOfTheServerIsLeftOut() {
    try (ProviderClient client = fixture.client()) {
      fixture.nextJson(200, "{\"sealed\":false,\"version\":\"kt canary <7f3a>\"}");

      assertThat(value(client.probe(ample())).serverVersion()).isEmpty();
    }
  }

  @Test
  void closingTheClientWipesItsCredentials() {
    SecretBytes token = SecretBytes.ofText("hvs.given");
    Credentials credentials = new Credentials(Map.of(VaultAuth.TOKEN, token), Optional.empty());
    VaultFixture.FACTORY
        .open(fixture.config(new VaultAuth.Token()), credentials, fixture.http)
        .close();

    assertThatIllegalStateException().isThrownBy(token::size);
  }
}
