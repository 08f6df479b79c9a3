package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From Secrets of one namespace to Secrets of another one, as an account of the reader's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubernetesStoreTest {
  private final House house = new House();

  @BeforeAll
  void start() {
    house.restart();
    for (String namespace : new String[] {"shop", "platform", "lone"}) {
      house.namespace(namespace);
    }
    for (String namespace : new String[] {"shop", "lone"}) {
      house
          .client
          .serviceAccounts()
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withName("reader")
                  .withNamespace(namespace)
                  .endMetadata()
                  .build())
          .create();
    }
    secret("platform", "db", Map.of("user", "shop", "password", "one"));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: shop}
        spec:
          tenant: shop
          namespaces: {names: [shop]}
          stores:
          - {kind: SecretStore, name: platform, read: ["*"], write: ["*"]}
          - {kind: SecretStore, name: own, read: ["*"], write: ["*"]}
          - {kind: SecretStore, name: nowhere, read: ["*"]}
        """);
    store("shop", "platform", "platform");
    house.awaitStore("shop", "platform", "True/Valid");
  }

  @AfterAll
  void close() {
    house.close();
  }

  private void secret(String namespace, String name, Map<String, String> data) {
    house
        .client
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("team", "shop")
                .endMetadata()
                .withStringData(data)
                .build())
        .create();
  }

  private void store(String namespace, String name, String remote) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: %s}
        spec:
          provider:
            kubernetes:
              remoteNamespace: %s
              auth: {serviceAccount: {name: reader}}
        """,
        name, namespace, remote);
  }

  private void sync(String namespace, String name, String store, String entries) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: %s}
        spec:
          secretStoreRef: {name: %s}
          %s
        """,
        name, namespace, store, entries);
  }

  @Test
  void keysArriveAllOrOneByOneAndNotByTheOperatorsOwnClient() {
    sync("shop", "db", "platform", "dataFrom: [{extract: {key: db}}]");
    house.awaitData("shop", "db", Map.of("user", "shop", "password", "one"));
    sync(
        "shop",
        "one",
        "platform",
        "data: [{secretKey: p, remoteRef: {key: db, property: password}}]");
    house.awaitData("shop", "one", Map.of("p", "one"));
    assertThat(
            house.server.requests().all().stream()
                .filter(request -> request.verb().equals("get"))
                .filter(request -> request.resource().equals("secrets"))
                .filter(request -> request.namespace().equals("platform"))
                .filter(request -> request.name().equals("db"))
                .map(request -> request.userAgent()))
        .isNotEmpty()
        .noneMatch(agent -> agent.startsWith("keyturn"));
  }

  @Test
  void labelsAreTags() {
    sync(
        "shop",
        "found",
        "platform",
        "dataFrom: [{find: {name: {regexp: '^db$'}, tags: {team: shop}}}]");
    house.awaitSynced("shop", "found");
    assertThat(house.secret("shop", "found").getData()).hasSize(1);
  }

  @Test
  void aValueIsPushedWithItsMark() {
    secret("shop", "source", Map.of("token", "t1"));
    sync(
        "shop",
        "pushed",
        "platform",
        "push: [{secretKey: token, source: {name: source},"
            + " remoteRef: {key: handed-over, property: token}}]");
    house
        .await()
        .untilAsserted(() -> {
          assertThat(house.hasSecret("platform", "handed-over")).isTrue();
          var secret = house.secret("platform", "handed-over");
          assertThat(secret.getData()).isEqualTo(Map.of("token", "dDE="));
          assertThat(
                  Objects.requireNonNullElse(
                      secret.getMetadata().getAnnotations(), Map.<String, String>of()))
              .containsKey("keyturn.dev/remote-owner");
        });
  }

  @Test
  void aSyncDoesNotReadItsOwnTarget() {
    store("shop", "own", "shop");
    house.awaitStore("shop", "own", "True/Valid");
    sync("shop", "circle", "own", "dataFrom: [{extract: {key: circle}}]");
    house.awaitCondition("shop", "circle", "Synced", "False/ConfigInvalid");
  }

  @Test
  void anotherNamespaceNeedsAScope() {
    store("lone", "platform", "platform");
    house.awaitStore("lone", "platform", "True/Valid");
    sync("lone", "db", "platform", "dataFrom: [{extract: {key: db}}]");
    house.awaitCondition("lone", "db", "Synced", "False/ScopeDenied");
    sync("lone", "found", "platform", "dataFrom: [{find: {name: {regexp: db}}}]");
    house.awaitCondition("lone", "found", "Synced", "False/ScopeDenied");
    assertThat(house.hasSecret("lone", "db")).isFalse();
  }

  @Test
  void theOwnNamespaceNeedsNone() {
    store("lone", "own", "lone");
    secret("lone", "source", Map.of("v", "1"));
    sync("lone", "copy", "own", "dataFrom: [{extract: {key: source}}]");
    house.awaitData("lone", "copy", Map.of("v", "1"));
  }

  @Test
  void aMissingSecretAccountAndNamespaceAreTold() {
    sync("shop", "missing", "platform", "dataFrom: [{extract: {key: never}}]");
    house.awaitCondition("shop", "missing", "Synced", "False/NotFound");
    store("platform", "nobody", "platform");
    house.awaitStore("platform", "nobody", "False/AuthFailed");
    store("shop", "nowhere", "nowhere");
    house.awaitStore("shop", "nowhere", "False/ConfigInvalid");
  }
}
