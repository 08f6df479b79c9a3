package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.github.AppKey;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From a GitHub App, as a scripted server plays it, to Secrets of the cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GitHubStoreTest {
  private final AppKey key = new AppKey();
  private final House house = new House();
  private final ScriptedServer gitHub = ScriptedServer.plain(this::answer);

  GitHubStoreTest() {
    house.allowEndpoints(gitHub.uri().toString());
    house.restart();
    house.namespace("shop");
    store("github", key.pkcs1());
    house.awaitStore("shop", "github", "True/Valid");
  }

  @AfterAll
  void close() {
    house.close();
    gitHub.close();
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    String bearer = request.headers().getOrDefault("authorization", "");
    if (!key.claims(bearer.replace("Bearer ", "")).contains("\"iss\":\"123456\"")) {
      peer.json(401, "{\"message\":\"A JSON web token could not be decoded\"}");
    } else if (request.target().equals("/app")) {
      peer.json(200, "{\"id\":123456}");
    } else if (request.target().equals("/app/installations/1/access_tokens")) {
      peer.json(
          201,
          "{\"token\":\"ghs_one\",\"expires_at\":\"%s\"}"
              .formatted(
                  house.time.instant().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS)));
    } else {
      peer.json(404, "{\"message\":\"Not Found\"}");
    }
  }

  private void store(String name, String pem) {
    house.secret("shop", name, Map.of("private-key.pem", pem));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: shop}
        spec:
          provider:
            github:
              url: %s/
              appID: "123456"
              privateKeySecretRef: {name: %s, key: private-key.pem}
        """,
        name, gitHub.uri(), name);
  }

  private void sync(String name, String entry) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: github}
          %s
        """,
        name, entry);
  }

  @Test
  void aTokenOfAnInstallationArrives() {
    sync("token", "dataFrom: [{token: {github: {installationID: '1'}}}]");
    house.awaitSynced("shop", "token");
    assertThat(house.secret("shop", "token").getData()).containsOnlyKeys("token", "expires_at");
  }

  @Test
  void anInstallationOfNobodyAReadAndAnotherKindAreTold() {
    sync("nobody", "dataFrom: [{token: {github: {installationID: '2'}}}]");
    sync("read", "data: [{secretKey: a, remoteRef: {key: a}}]");
    sync("kind", "dataFrom: [{token: {ecr: {}}}]");
    house.awaitCondition("shop", "nobody", "Synced", "False/NotFound");
    house.awaitCondition("shop", "read", "Synced", "False/InvalidData");
    house.awaitCondition("shop", "kind", "Synced", "False/InvalidData");
  }

  @Test
  void theKeyOfAnotherAppIsToldByTheStore() {
    store("other", new AppKey().pkcs1());
    house.awaitStore("shop", "other", "False/AuthFailed");
  }
}
