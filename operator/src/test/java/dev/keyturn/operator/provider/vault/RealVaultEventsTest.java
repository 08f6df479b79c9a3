package dev.keyturn.operator.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.ChangeFeed;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Events of a real server: of a Vault whose free edition still serves them (1.15), or of Vault
 * Enterprise.
 */
@EnabledIfEnvironmentVariable(named = "KEYTURN_VAULT_EVENTS_BINARY", matches = ".+")
class RealVaultEventsTest {
  private static final String ROOT = "root";

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private static URI free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }

  private int send(URI server, String method, String path, String body)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(server + "/v1/" + path))
                .method(method, BodyPublishers.ofByteArray(body.getBytes(UTF_8)))
                .header("X-Vault-Token", ROOT)
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private String token(URI server) throws IOException, InterruptedException {
    String policy =
        "path \\\"sys/events/subscribe/kv*\\\" {capabilities=[\\\"read\\\"]}\\n"
            + "path \\\"secret/data/shop/*\\\" {capabilities=[\\\"read\\\",\\\"subscribe\\\"]"
            + " subscribe_event_types=[\\\"kv*\\\"]}";
    assertThat(send(server, "POST", "sys/policies/acl/shop", "{\"policy\":\"" + policy + "\"}"))
        .isEqualTo(204);
    assertThat(
            send(
                server,
                "POST",
                "auth/token/create",
                "{\"id\":\"shop-token\",\"policies\":[\"shop\"],\"no_default_policy\":false}"))
        .isEqualTo(200);
    return "shop-token";
  }

  @Test
  void aWriteIsToldToTheSmallestPolicyAndAnotherLoginIsDenied()
      throws IOException, InterruptedException {
    URI server = free();
    Process process =
        new ProcessBuilder(
                System.getenv("KEYTURN_VAULT_EVENTS_BINARY"),
                "server",
                "-dev",
                "-dev-no-store-token",
                "-dev-root-token-id=" + ROOT,
                "-dev-listen-address=" + server.getAuthority(),
                "-experiment=events.alpha1")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (JdkBackendHttp http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(server.toString()), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT)) {
      Awaitility.await()
          .ignoreExceptions()
          .until(() -> send(server, "GET", "secret/config", "") == 200);
      ChangeFeed feed = feed(server, http);
      assertThat(
              VaultFixture.failure(
                  feed.subscribe(VaultFixture.session("none"), VaultFixture.ample(), new Ear())))
          .matches(failure -> failure.status().orElse(0) == 403);
      Outcome<ChangeFeed.Subscription> outcome =
          feed.subscribe(VaultFixture.session(token(server)), VaultFixture.ample(), new Ear());
      try (ChangeFeed.Subscription open = VaultFixture.value(outcome)) {
        assertThat(open).isNotNull();
        send(server, "POST", "secret/data/other/db", "{\"data\":{\"v\":\"1\"}}");
        send(server, "POST", "secret/data/shop/db", "{\"data\":{\"v\":\"1\"}}");
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("shop/db");
      }
    } finally {
      process.destroy();
      process.onExit().join();
    }
  }

  private static ChangeFeed feed(URI server, JdkBackendHttp http) {
    VaultConfig config =
        new VaultConfig(
            server,
            "secret",
            KeyValueVersion.V2,
            Optional.empty(),
            Optional.empty(),
            new VaultAuth.Token(),
            RequestHeaders.NONE,
            true);
    return VaultFixture.FACTORY
        .open(config, VaultFixture.credentials(Map.of(VaultAuth.TOKEN, "x")), http)
        .changes()
        .orElseThrow();
  }

  private final class Ear implements ChangeFeed.Listener {
    @Override
    public void changed(String key) {
      heard.add(key);
    }

    @Override
    public void ended() {
      heard.add("ended");
    }
  }
}
