package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.operator.provider.webhook.FakeWebhook;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From a service behind HTTPS to Secrets of the cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhookStoreTest {
  private static final String CANARY = "kt-canary-7f3a";

  private final FakeWebhook service = new FakeWebhook();
  private final House house = new House();

  @BeforeAll
  void start() {
    house.allowEndpoints(service.uri().toString());
    house.restart();
    house.namespace("shop");
    house.secret("shop", "keys", Map.of("token", FakeWebhook.KEY));
    store("items", service.uri() + "/v1/{{ .remoteRef.key }}", "$.data.value");
    house.awaitStore("shop", "items", "True/Valid");
  }

  @AfterAll
  void close() {
    house.close();
    service.close();
  }

  private void store(String name, String url, String path) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: shop}
        spec:
          retry: {maxAttempts: 1}
          caBundle: |
        %s
          provider:
            webhook:
              url: '%s'
              headers: {X-Api-Key: '{{ .api.token }}'}
              result: {jsonPath: '%s'}
              secrets: [{name: api, secretRef: {name: keys, key: token}}]
        """,
        name, service.pem().indent(4), url, path);
  }

  private void sync(String name, String key) {
    sync(name, key, "first");
  }

  /** Another text of the request is read anew. */
  private void sync(String name, String key, String request) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata:
          name: %s
          namespace: shop
          annotations: {keyturn.dev/sync-requested: %s}
        spec:
          secretStoreRef: {name: items}
          data: [{secretKey: v, remoteRef: {key: %s}}]
        """,
        name, request, key);
  }

  @Test
  void aValueArrives() {
    service.put("app/db", "{\"data\":{\"value\":\"pässwörd\"}}");
    sync("db", "app/db");
    house.awaitData("shop", "db", Map.of("v", "pässwörd"));
  }

  private void scope(String ownStores) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: shop}
        spec:
          tenant: shop
          namespaces: {names: [shop]}
          ownStores: {allow: true, %s}
        """,
        ownStores);
  }

  @Test
  void itKeepsToTheAddressesOfAScopeAndHasNoAccount() {
    try {
      scope("endpoints: ['%s/v1']".formatted(service.uri()));
      house.awaitStore("shop", "items", "True/Valid");
      service.put("scoped", "{\"data\":{\"value\":\"x\"}}");
      sync("scoped", "scoped");
      house.awaitData("shop", "scoped", Map.of("v", "x"));
      scope("endpoints: ['%s/v']".formatted(service.uri()));
      assertDenied("endpoint");
      scope("accounts: {vault: [root]}");
      assertDenied("account");
    } finally {
      house.client.resources(TenantSecretScope.class).withName("shop").delete();
    }
    house.awaitStore("shop", "items", "True/Valid");
    house.awaitSynced("shop", "scoped");
  }

  private void assertDenied(String detail) {
    house.awaitStore("shop", "items", "False/ScopeDenied");
    house
        .await()
        .untilAsserted(() -> assertThat(house.error("shop", "scoped").detail()).isEqualTo(detail));
    assertThat(house.data("shop", "scoped")).isEqualTo(Map.of("v", "x"));
  }

  /** The target stays as it is while the service answers like this. */
  private void assertKept(String name, ScriptedServer.Script answer, String reason)
      throws IOException {
    service.put(name, "{\"data\":{\"value\":\"good\"}}");
    sync(name, name);
    house.awaitData("shop", name, Map.of("v", "good"));
    int before = service.requests().size();
    service.next(name, answer);
    sync(name, name, "second");
    house.awaitCondition("shop", name, "Synced", reason);
    house.awaitData("shop", name, Map.of("v", "good"));
    assertThat(service.requests().size()).isGreaterThan(before);
    assertThat(
            Serialization.asJson(house.syncNamed("shop", name))
                + Serialization.asJson(house.events("shop")))
        .doesNotContain(CANARY);
  }

  @Test
  void aRedirectToTheMetadataServiceIsNotFollowed() throws IOException {
    try (ScriptedServer metadata =
        ScriptedServer.plain((request, peer) -> peer.json(200, "{\"data\":{\"value\":\"x\"}}"))) {
      assertKept(
          "redirected",
          (request, peer) ->
              peer.answer(302, "Location: " + metadata.uri() + "/" + CANARY + "\r\n", ""),
          "False/Unavailable");
      assertThat(metadata.connections()).isZero();
    }
  }

  @Test
  void aMissingDocumentProvesNothing() throws IOException {
    assertKept(
        "missing",
        (request, peer) -> peer.json(404, "{\"data\":{\"value\":\"" + CANARY + "\"}}"),
        "False/Unavailable");
  }

  @Test
  void anEmptyResultAndAPageForPeopleAreNoValues() throws IOException {
    assertKept(
        "empty",
        (request, peer) -> peer.json(200, "{\"data\":{\"other\":\"" + CANARY + "\"}}"),
        "False/InvalidData");
    assertKept(
        "page",
        (request, peer) ->
            peer.answer(200, "Content-Type: text/html\r\n", "<html>" + CANARY + "</html>"),
        "False/InvalidData");
  }

  @Proves("P016")
  @Test
  void addressesThatNobodyMayReachMakeNoConnection() {
    for (String host : new String[] {"169.254.169.254", "[fd00:ec2::254]", "100.100.100.200"}) {
      String name = "metadata-" + host.replaceAll("[^0-9a-f]", "-");
      store(name.replaceAll("-+$", ""), "https://" + host + "/v1/{{ .remoteRef.key }}", "$.v");
      house.awaitStore("shop", name.replaceAll("-+$", ""), "False/ConfigInvalid");
    }
    try (ScriptedServer other = ScriptedServer.plain((request, peer) -> peer.json(200, "{}"))) {
      store("loopback", "https://127.0.0.1:" + other.port() + "/", "$.v");
      house.awaitStore("shop", "loopback", "False/ConfigInvalid");
      assertThat(other.connections()).isZero();
    }
  }
}
