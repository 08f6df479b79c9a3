package dev.keyturn.operator.provider.infisical;

import static dev.keyturn.operator.provider.infisical.InfisicalFixture.failure;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.soon;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.text;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfisicalSessionTest {
  private final InfisicalFixture fixture = new InfisicalFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aLoginIsOneRequestAndOneMoreForASlug() {
    fixture.login();
    assertThat(fixture.infisical.requests()).hasSize(1);
    try (FakeInfisicalBackend other =
            new FakeInfisicalBackend(
                new InfisicalAuth.Kubernetes("infisical"),
                new InfisicalProject.Slug(FakeInfisical.PROJECT_SLUG));
        ProviderClient client = other.open()) {
      value(client.login(soon()));
      assertThat(other.infisical.requests()).hasSize(2);
    }
  }

  @Test
  void aSlugThatTheIdentityDoesNotSeeIsDeniedAndItsTokenIsNotLeftBehind() {
    try (FakeInfisicalBackend other =
            new FakeInfisicalBackend(
                new InfisicalAuth.Universal(), new InfisicalProject.Slug("another"));
        ProviderClient client = other.open()) {
      assertThat(failure(client.login(soon()))).isEqualTo("AccessDenied/NONE");
      assertThat(other.infisical.tokens.knows("header.login-1.signature")).isFalse();
      assertThat(other.infisical.requests("POST", "/v1/auth/token/revoke")).isEqualTo(1);
    }
  }

  @Test
  void aSessionEndsWithItsToken() {
    fixture.infisical.tokens.lives(600, 6_000);
    Session session = fixture.login();
    assertThat(Duration.between(session.issued(), session.expires().orElseThrow()))
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(session.ownedByUs()).isTrue();
  }

  /** The server deletes a token that is renewed beyond its longest life. */
  @ParameterizedTest
  @CsvSource({"600,600,false", "600,1199,false", "600,1200,true", "600,0,true", "0,0,false"})
  void aSessionIsRenewableWhereARenewalAtItsEndWouldStillBeGranted(
      long ttl, long most, boolean renewable) {
    fixture.infisical.tokens.lives(ttl, most);
    assertThat(fixture.login().renewable()).isEqualTo(renewable);
  }

  @Test
  void renewalsEndBeforeTheLongestLifeAndTheLastTokenStillReads() {
    fixture.put("app", "1");
    fixture.infisical.tokens.lives(600, 1_500);
    Session first = fixture.login();
    Session renewed = value(fixture.client.renew(first, soon()));
    assertThat(renewed.renewable()).isTrue();
    Session last;
    try (ProviderClient later = fixture.clientIn(Duration.ofSeconds(400))) {
      fixture.infisical.tokens.pass(Duration.ofSeconds(400));
      last = value(later.renew(renewed, soon()));
    }
    assertThat(last.renewable()).isFalse();
    Call call = new Call(last, soon(), "audit-1");
    assertThat(text(fixture.client.read(new RemoteRef("app", Optional.empty()), call)))
        .isEqualTo("1");
    assertThat(fixture.infisical.logins()).isEqualTo(1);
  }

  @Test
  void aDeadTokenIsAuthFailedAlthoughTheServerSays403() {
    fixture.put("app", "1");
    Session session = fixture.login();
    fixture.infisical.tokens.pass(Duration.ofHours(2));
    Call call = new Call(session, soon(), "audit-1");
    assertThat(failure(fixture.client.read(new RemoteRef("app", Optional.empty()), call)))
        .isEqualTo("AuthFailed/NONE");
    assertThat(failure(fixture.client.renew(session, soon()))).isEqualTo("AuthFailed/NONE");
  }

  @Test
  void aTokenOfSomebodyElseIsNeitherRenewedNorRevoked() {
    try (FakeInfisicalBackend other =
            new FakeInfisicalBackend(
                new InfisicalAuth.Token(), new InfisicalProject.Id(FakeInfisical.PROJECT_ID));
        ProviderClient client = other.open()) {
      Session session = value(client.login(soon()));
      assertThat(session.renewable()).isFalse();
      assertThat(session.expires()).isEmpty();
      value(client.revoke(session, soon()));
      assertThat(other.infisical.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"accessToken\":\"a b\",\"expiresIn\":1,\"accessTokenMaxTTL\":1}",
        "{\"accessToken\":\"a\",\"expiresIn\":-1,\"accessTokenMaxTTL\":1}",
        "{\"accessToken\":\"\",\"expiresIn\":1,\"accessTokenMaxTTL\":1}",
        "{\"expiresIn\":1,\"accessTokenMaxTTL\":1}",
        "{}"
      })
  void anAnswerWithoutATokenIsNoLogin(String body) {
    fixture.infisical.fault((request, peer) -> peer.json(200, body));
    assertThat(failure(fixture.client.login(soon()))).isEqualTo("InvalidData/NONE");
  }

  @Test
  void nothingPrintsASession() {
    Session session = fixture.login();
    assertThat(session.toString() + Access.of(session)).doesNotContain("login-1");
  }
}
