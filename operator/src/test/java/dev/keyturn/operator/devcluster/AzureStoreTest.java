package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.provider.azure.FakeKeyVault;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From a key vault, as a fake plays it, to Secrets of the cluster, and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AzureStoreTest {
  private final FakeKeyVault vault = new FakeKeyVault();
  private final House house = new House();

  AzureStoreTest() {
    house.allowEndpoints(vault.uri().toString());
    house.restart();
    house.namespace("shop");
    store("azure", FakeKeyVault.CLIENT_SECRET + "\n", vault.uri().toString());
    house.awaitStore("shop", "azure", "True/Valid");
  }

  @AfterAll
  void close() {
    house.close();
    vault.close();
  }

  private void store(String name, String clientSecret, String url) {
    secret(name, Map.of("id", FakeKeyVault.CLIENT_ID, "secret", clientSecret));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: shop}
        spec:
          provider:
            azure:
              vaultUrl: %s
              tenantId: %s
              authSecretRef:
                clientId: {name: %s, key: id}
                clientSecret: {name: %s, key: secret}
        """,
        name, url, FakeKeyVault.TENANT, name, name);
  }

  private void secret(String name, Map<String, String> texts) {
    secret("shop", name, texts);
  }

  private void secret(String namespace, String name, Map<String, String> texts) {
    house.secret(namespace, name, texts);
  }

  private void sync(String name, String entries) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: azure}
          refreshInterval: 10s
          %s
        """,
        name, entries);
  }

  private String synced(String sync) {
    return house.condition("shop", sync, "Synced");
  }

  private String message(String sync, String type) {
    return Conditions.find(house.status("shop", sync).conditions(), type)
        .map(Condition::message)
        .orElse("");
  }

  @Test
  void textsMembersAndPropertiesArrive() {
    vault.put("shop-db", "{\"user\":\"shop\",\"password\":\"one\"}");
    vault.put("shop-token", "plain text, no JSON");
    sync("db", "dataFrom: [{extract: {key: shop-db}}]");
    house.awaitData("shop", "db", Map.of("user", "shop", "password", "one"));
    sync(
        "both",
        "data: [{secretKey: password, remoteRef: {key: shop-db, property: password}},"
            + " {secretKey: token, remoteRef: {key: shop-token}}]");
    house.awaitData("shop", "both", Map.of("password", "one", "token", "plain text, no JSON"));
  }

  @Test
  void namesAndTagsAreFound() {
    for (int i = 0; i < 30; i++) {
      vault.put("filler-" + i, "x");
    }
    vault.put("llm-one", "1");
    vault.put("llm-two", "2");
    vault.tag("llm-one", Map.of("team", "ai"));
    sync("found", "dataFrom: [{find: {name: {regexp: '^llm-.*'}}}]");
    house.awaitData("shop", "found", Map.of("llm-one", "1", "llm-two", "2"));
    sync("tagged", "dataFrom: [{find: {name: {regexp: '^llm-.*'}, tags: {team: ai}}}]");
    house.awaitData("shop", "tagged", Map.of("llm-one", "1"));
  }

  @Fault(value = "V32", backends = Backend.AZURE)
  @Test
  void aSecretThatIsSwitchedOffIsSourceDeletedAndItsTargetIsKept() {
    vault.put("shop-off", "kept");
    sync(
        "off",
        "target: {deletionPolicy: Delete}\n  data: [{secretKey: v, remoteRef: {key: shop-off}}]");
    house.awaitData("shop", "off", Map.of("v", "kept"));
    vault.disable("shop-off");
    house.advanceUntil(
        Duration.ofSeconds(10), () -> assertThat(synced("off")).isEqualTo("False/SourceDeleted"));
    assertThat(message("off", "Synced")).contains("The version is disabled at the backend");
    house.advance(Duration.ofMinutes(30));
    assertThat(house.secret("shop", "off").getData()).containsKey("v");
  }

  private void dailySync(String name) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: azure}
          refreshInterval: 24h
          data: [{secretKey: v, remoteRef: {key: shop-%s}}]
        """,
        name, name);
  }

  /** The backend serves it on, and whoever renews it in time need not wait for the interval. */
  @Test
  void aValueThatEndsIsReadAgainThenAndToldWhereItIsStillTheOldOne() {
    Instant end = house.time.instant().plus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.SECONDS);
    vault.put("shop-ending", "old");
    vault.expires("shop-ending", end);
    vault.put("shop-renewed", "old");
    vault.expires("shop-renewed", end);
    dailySync("ending");
    dailySync("renewed");
    house.awaitData("shop", "ending", Map.of("v", "old"));
    house.awaitData("shop", "renewed", Map.of("v", "old"));
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.status("shop", "ending").sources())
                .extracting(SyncSource::expires)
                .containsExactly(end.toString()));
    vault.put("shop-renewed", "new");
    house.time.advance(Duration.between(house.time.instant(), end));
    house.awaitData("shop", "renewed", Map.of("v", "new"));
    house
        .await()
        .untilAsserted(() ->
            assertThat(message("ending", "Ready"))
                .contains("a value has ended", "shop-ending", end.toString()));
    assertThat(message("renewed", "Ready")).doesNotContain("ended");
    assertThat(house.condition("shop", "ending", "Ready")).isEqualTo("True/UpToDate");
    assertThat(house.secret("shop", "ending").getData()).containsKey("v");
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.events("shop"))
                .filteredOn(event -> event.getReason().equals("SourceExpired"))
                .singleElement()
                .satisfies(
                    event -> assertThat(event.getRegarding().getName()).isEqualTo("ending")));
  }

  @Test
  void whatIsMissingForbiddenOrMisspeltIsTold() {
    sync("missing", "data: [{secretKey: v, remoteRef: {key: shop-never}}]");
    house.awaitCondition("shop", "missing", "Synced", "False/NotFound");
    sync("slash", "data: [{secretKey: v, remoteRef: {key: shop/never}}]");
    house.awaitCondition("shop", "slash", "Synced", "False/InvalidData");
    assertThat(message("slash", "Synced")).contains("does not allow this name");
    store("wrong", "wrong", vault.uri().toString());
    house.awaitStore("shop", "wrong", "False/AuthFailed");
    store("elsewhere", "x", "https://vault.example");
    house.awaitStore("shop", "elsewhere", "False/ConfigInvalid");
  }

  @Test
  void aPushWritesAndRecoversWhatWasDeletedToWriteTheNextValue() {
    secret("made", Map.of("token", "one"));
    sync("push", "push: [{secretKey: token, source: {name: made}, remoteRef: {key: shop-made}}]");
    house.awaitCondition("shop", "push", "Pushed", "True/UpToDate");
    assertThat(vault.value("shop-made")).contains("one");
    vault.delete("shop-made");
    secret("made", Map.of("token", "two"));
    house.await().untilAsserted(() -> assertThat(vault.value("shop-made")).contains("two"));
  }

  @Test
  void nothingIsGeneratedWhereALostRaceIsNotRefused() {
    sync(
        "generated",
        "generate: [{secretKey: token, generator: {uuid: {}}, remoteRef: {key: shop-generated}}]");
    house.awaitCondition("shop", "generated", "Synced", "False/ConfigInvalid");
    assertThat(message("generated", "Synced")).contains("has no conditional writes");
    assertThat(vault.value("shop-generated")).isEmpty();
  }

  @Test
  void theExampleWorksAsItIs() throws IOException {
    Path example = Path.of(System.getProperty("keyturn.root"), "examples/06-azure");
    house.namespace("demo");
    secret(
        "demo",
        "azure-login",
        Map.of("client-id", FakeKeyVault.CLIENT_ID, "client-secret", FakeKeyVault.CLIENT_SECRET));
    vault.put("demo-database", "{\"host\":\"h\",\"username\":\"u\",\"password\":\"p\"}");
    house.apply(
        Files.readString(example.resolve("logins/client-secret.yaml"))
            .replace("https://VAULT.vault.azure.net", vault.uri().toString())
            .replace("TENANT", FakeKeyVault.TENANT));
    house.apply(Files.readString(example.resolve("sync.yaml")));
    house.awaitData("demo", "database", Map.of("host", "h", "username", "u", "password", "p"));
  }
}
