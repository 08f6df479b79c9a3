package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.call;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static dev.keyturn.operator.provider.vault.VaultFixture.text;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandbyRedirectTest {
  private static final String PATH = "/v1/secret/data/app";

  private final FakeVault active = new FakeVault();
  private String location = active.uri() + PATH;
  private final ScriptedServer standby =
      ScriptedServer.plain(
          (request, peer) -> peer.answer(307, "Location: " + location + "\r\n", ""));

  @AfterEach
  void close() {
    standby.close();
    active.close();
  }

  private Outcome<RemoteValue> read(String... allowed) {
    try (JdkBackendHttp http =
            new JdkBackendHttp(
                EndpointPolicy.of(List.of(allowed), Set.of()),
                TlsTrust.system(),
                JdkBackendHttp.CONNECT_TIMEOUT);
        ProviderClient client =
            VaultFixture.FACTORY.open(
                VaultFixture.config(standby.uri(), KeyValueVersion.V2, new VaultAuth.Token()),
                VaultFixture.credentials(Map.of(VaultAuth.TOKEN, VaultFixture.TOKEN)),
                http)) {
      return client.read(newest("app"), call());
    }
  }

  private static Failure refused() {
    return Failure.of(FailureClass.Unavailable, FailureDetail.REDIRECT_REFUSED).withStatus(307);
  }

  @Test
  void oneRedirectToAnAllowedHostIsFollowedWithTheToken() {
    active.token(VaultFixture.TOKEN, 3600, 0, true);
    active.keyValue.put("app", "{\"v\":\"1\"}");

    try (RemoteValue read = value(read(standby.uri().toString(), active.uri().toString()))) {
      assertThat(text(read)).isEqualTo("{\"v\":\"1\"}");
    }
  }

  @Fault(value = "V21", backends = Backend.VAULT)
  @Test
  void theTokenDoesNotTravelToAnotherHost() {
    assertThat(failure(read(standby.uri().toString()))).isEqualTo(refused());
    assertThat(active.server().connections()).isZero();
  }

  @Test
  void aSecondRedirectIsRefused() {
    location = standby.uri() + PATH;

    assertThat(failure(read(standby.uri().toString()))).isEqualTo(refused());
    assertThat(standby.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login",
        "/v1/secret/data/other",
        "/v1/secret/data/app?version=1",
        "/v1/secret/data/app#x",
        ""
      })
  void aRedirectThatChangesMoreThanTheHostIsRefused(String path) {
    location = active.uri() + path;

    assertThat(failure(read(standby.uri().toString(), active.uri().toString())))
        .isEqualTo(refused());
    assertThat(active.server().connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kt-canary-7f3a",
        "http://user@127.0.0.1/v1/secret/data/app",
        "https://127.0.0.1/v1/secret/data/app",
        "http://[broken/v1/secret/data/app",
        "//127.0.0.1/v1/secret/data/app",
        ""
      })
  void aRedirectToNoAddressOfOursIsRefused(String target) {
    location = target;

    assertThat(failure(read(standby.uri().toString()))).isEqualTo(refused());
  }

  @Test
  void loginsAreRedirectedWithTheirBody() {
    location = active.uri() + "/v1/auth/approle/login";
    try (JdkBackendHttp http =
            new JdkBackendHttp(
                EndpointPolicy.of(
                    List.of(standby.uri().toString(), active.uri().toString()), Set.of()),
                TlsTrust.system(),
                JdkBackendHttp.CONNECT_TIMEOUT);
        ProviderClient client =
            VaultFixture.FACTORY.open(
                VaultFixture.config(
                    standby.uri(),
                    KeyValueVersion.V2,
                    new VaultAuth.AppRole("approle", Optional.of(FakeVault.ROLE_ID))),
                VaultFixture.credentials(Map.of(VaultAuth.SECRET_ID, FakeVault.SECRET_ID)),
                http)) {
      assertThat(value(client.login(ample())).ownedByUs()).isTrue();
    }
  }
}
