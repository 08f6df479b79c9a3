package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.provider.infisical.FakeInfisical;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From a fake of Infisical to Secrets of the cluster, and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InfisicalStoreTest {
  private static final String CANARY = "kt-canary-7f3a";

  private final FakeInfisical infisical = new FakeInfisical();
  private final House house = new House();

  InfisicalStoreTest() {
    house.allowEndpoints(infisical.uri().toString());
    house.restart();
    house.namespace("shop");
    infisical.put("/shop", "FIRST", "1");
    store("infisical", FakeInfisical.CLIENT_SECRET, FakeInfisical.PROJECT_SLUG, "prod");
    house.awaitStore("shop", "infisical", "True/Valid");
  }

  @AfterAll
  void close() {
    house.close();
    infisical.close();
  }

  private void store(String name, String secret, String project, String environment) {
    house.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %1$s, namespace: shop}
        stringData: {id: %2$s, secret: %3$s}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %1$s, namespace: shop}
        spec:
          timeouts: {request: 2s}
          retry: {maxAttempts: 1}
          provider:
            infisical:
              hostAPI: %4$s
              auth:
                universalAuthCredentials:
                  clientId: {name: %1$s, key: id}
                  clientSecret: {name: %1$s, key: secret}
              secretsScope:
                projectSlug: %5$s
                environmentSlug: %6$s
                secretsPath: /shop
                recursive: true
        """,
        name, FakeInfisical.CLIENT_ID, secret, infisical.uri(), project, environment);
  }

  private void sync(String name, String entries) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: infisical}
          %s
        """,
        name, entries);
  }

  @Test
  void valuesMembersAndAnOlderVersionArrive() {
    infisical.put("/shop/db", "PASSWORD", "one");
    infisical.put("/shop/db", "PASSWORD", "two");
    infisical.put("/shop", "CONFIG", "{\"user\":\"shop\",\"port\":\"5432\"}");
    sync(
        "values",
        "data: [{secretKey: now, remoteRef: {key: db/PASSWORD}},"
            + " {secretKey: before, remoteRef: {key: db/PASSWORD, version: '1'}},"
            + " {secretKey: user, remoteRef: {key: CONFIG, property: user}}]");
    house.awaitData("shop", "values", Map.of("now", "two", "before", "one", "user", "shop"));
  }

  @Proves("P015")
  @Test
  void theManifestsOfTheExampleWorkTogether() throws IOException {
    Path example = Path.of(System.getProperty("keyturn.root"), "examples/07-infisical");
    house.namespace("demo");
    house.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: infisical, namespace: demo}
        stringData: {client-id: %s, client-secret: %s}
        """,
        FakeInfisical.CLIENT_ID, FakeInfisical.CLIENT_SECRET);
    infisical.putInto("dev", "/demo", "DB_HOST", "h");
    infisical.putInto("dev", "/demo", "DB_USERNAME", "u");
    infisical.putInto("dev", "/demo", "OTHER", "o");
    house.apply(
        Files.readString(example.resolve("logins/universal.yaml"))
            .replace("https://app.infisical.com", infisical.uri().toString())
            .replace("PROJECT", FakeInfisical.PROJECT_SLUG));
    house.apply(Files.readString(example.resolve("sync.yaml")));
    house.awaitData("demo", "database", Map.of("DB_HOST", "h", "DB_USERNAME", "u"));
  }

  @Test
  void aFolderIsFoundWithItsFolders() {
    infisical.put("/shop/llm", "ONE", "1");
    infisical.put("/shop/llm/deep", "TWO", "2");
    infisical.put("/shop/llmother", "THREE", "3");
    sync(
        "found",
        "dataFrom: [{find: {path: llm}, rewrite: [{regexp: {source: '.*/', target: ''}}]}]");
    house.awaitData("shop", "found", Map.of("ONE", "1", "TWO", "2"));
  }

  @Test
  void aMissingSecretAMissingFolderAndAWrongStoreAreTold() {
    sync("missing", "data: [{secretKey: v, remoteRef: {key: NEVER}}]");
    house.awaitCondition("shop", "missing", "Synced", "False/NotFound");
    sync("folder", "data: [{secretKey: v, remoteRef: {key: never/NEVER}}]");
    house.awaitCondition("shop", "folder", "Synced", "False/NotFound");
    assertThat(house.error("shop", "folder").detail()).isEqualTo("container-missing");
    store("wrong", "wrong", FakeInfisical.PROJECT_SLUG, "prod");
    house.awaitStore("shop", "wrong", "False/AuthFailed");
    store("nowhere", FakeInfisical.CLIENT_SECRET, FakeInfisical.PROJECT_SLUG, "staging");
    house.awaitStore("shop", "nowhere", "False/ConfigInvalid");
    store("foreign", FakeInfisical.CLIENT_SECRET, "another", "prod");
    house.awaitStore("shop", "foreign", "False/AuthFailed");
  }

  @Fault(value = "V30", backends = Backend.INFISICAL)
  @Test
  void aMaskedValueIsNeverWritten() {
    infisical.put("/shop", "MASKED", "good");
    sync("masked", "data: [{secretKey: v, remoteRef: {key: MASKED}}]");
    house.awaitData("shop", "masked", Map.of("v", "good"));
    Secret before = house.secret("shop", "masked");
    infisical.maskSingleReads();
    infisical.hide("/shop", "MASKED");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () ->
            assertThat(house.condition("shop", "masked", "Synced"))
                .isEqualTo("False/AccessDenied"));
    assertThat(house.error("shop", "masked").detail()).isEqualTo("masked-value");
    assertThat(house.secret("shop", "masked")).isEqualTo(before);
    sync("never", "data: [{secretKey: v, remoteRef: {key: MASKED}}]");
    house.awaitCondition("shop", "never", "Synced", "False/AccessDenied");
    assertThat(house.client.secrets().inNamespace("shop").withName("never").get()).isNull();
  }

  @Test
  void anAnswerThatIsNoneLeavesTheSecretAsItIs() {
    // Alone in its folder: what stands beside others is read with them.
    infisical.put("/shop/lone", "BROKEN", "good");
    sync("broken", "data: [{secretKey: v, remoteRef: {key: lone/BROKEN}}]");
    house.awaitData("shop", "broken", Map.of("v", "good"));
    Secret before = house.secret("shop", "broken");
    infisical.breakOff("/shop/lone", "BROKEN", "{\"secret\":{\"secretValue\":\"" + CANARY);
    house.advanceUntil(
        Duration.ofMinutes(66),
        () ->
            assertThat(house.condition("shop", "broken", "Synced")).isEqualTo("False/InvalidData"));
    assertThat(house.secret("shop", "broken")).isEqualTo(before);
    assertThat(
            Serialization.asJson(house.syncNamed("shop", "broken"))
                + Serialization.asJson(house.events("shop"))
                + house.page(house.operator(), "/metrics").body())
        .doesNotContain(CANARY);
  }

  @Test
  void aSecretIsPushedMarkedAndTakenAwayAgain() {
    house.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: source, namespace: shop}
        stringData: {password: pushed}
        """);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: pushing, namespace: shop}
        spec:
          secretStoreRef: {name: infisical}
          push:
            - secretKey: password
              source: {name: source}
              remoteRef: {key: pushed/PASSWORD}
              deletionPolicy: Delete
        """);
    house.awaitCondition("shop", "pushing", "Pushed", "True/UpToDate");
    assertThat(infisical.value("/shop/pushed", "PASSWORD")).contains("pushed");
    house.client.resources(SecretSync.class).inNamespace("shop").withName("pushing").delete();
    house
        .await()
        .untilAsserted(() -> assertThat(infisical.value("/shop/pushed", "PASSWORD")).isEmpty());
  }
}
