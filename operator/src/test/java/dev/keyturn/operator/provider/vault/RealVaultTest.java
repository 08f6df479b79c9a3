package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the contract does not ask: given tokens, a sealed server, the wrong version of the engine.
 */
class RealVaultTest {
  private final RealVault vault = new RealVault();
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(vault.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);

  @AfterEach
  void close() {
    http.close();
    vault.close();
  }

  private ProviderClient client(String token, String mount, KeyValueVersion version) {
    return new VaultProviderFactory(InstantSource.system())
        .open(
            new VaultConfig(
                vault.uri(),
                mount,
                version,
                Optional.empty(),
                Optional.empty(),
                new VaultAuth.Token()),
            VaultFixture.credentials(Map.of(VaultAuth.TOKEN, token)),
            http);
  }

  private String token(String body) {
    return vault.admin("POST", "auth/token/create", body).at("/auth/client_token").asText();
  }

  @Test
  void givenTokensEndAsTheServerSays() {
    try (ProviderClient root = client("root", "secret", KeyValueVersion.V2)) {
      Session session = value(root.login(ample()));
      assertThat(session.expires()).isEmpty();
      assertThat(session.renewable()).isFalse();
    }
    try (ProviderClient renewable =
        client(token("{\"ttl\":\"30m\"}"), "secret", KeyValueVersion.V2)) {
      Session session = value(renewable.login(ample()));
      assertThat(session.expires()).isPresent();
      assertThat(session.renewable()).isTrue();
      Session renewed = value(renewable.renew(session, ample()));
      assertThat(renewed.expires()).isPresent();
      assertThat(renewed.ownedByUs()).isFalse();
      value(renewable.revoke(session, ample()));
      value(renewable.login(ample()));
    }
    try (ProviderClient few = client(token("{\"num_uses\":3}"), "secret", KeyValueVersion.V2)) {
      assertThat(failure(few.login(ample())).kind()).isEqualTo(FailureClass.AuthFailed);
    }
    try (ProviderClient wrong = client("hvs.wrong", "secret", KeyValueVersion.V2)) {
      assertThat(failure(wrong.login(ample())).kind()).isEqualTo(FailureClass.AuthFailed);
    }
  }

  @Test
  void aSealedServerIsUnavailableAndItsProbeSaysWhy() {
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V2)) {
      Session session = value(client.login(ample()));
      vault.admin("POST", "sys/seal", "");

      assertThat(failure(client.read(newest("app"), new Call(session, ample(), "a"))).kind())
          .isEqualTo(FailureClass.Unavailable);
      assertThat(failure(client.login(ample())).kind()).isEqualTo(FailureClass.Unavailable);
      assertThat(value(client.probe(ample())))
          .isEqualTo(new ProbeReport(Optional.of("1.21.1"), true, false));
    }
  }

  @Test
  void aPathOfVersionOneOnAMountOfVersionTwoIsNoDeletion() {
    vault.admin("POST", "secret/data/app", "{\"data\":{\"v\":\"1\"}}");
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V1)) {
      Session session = value(client.login(ample()));

      assertThat(failure(client.read(newest("app"), new Call(session, ample(), "a"))))
          .isEqualTo(
              Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING).withStatus(404));
    }
  }
}
