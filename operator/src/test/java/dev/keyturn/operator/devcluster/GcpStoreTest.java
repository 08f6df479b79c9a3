package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.gcp.FakeGoogle;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From Google Secret Manager, as a fake plays it, to Secrets of the cluster and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GcpStoreTest {
  private static final String CANARY = "kt-canary-7f3a";

  private final FakeGoogle google = new FakeGoogle();
  private final House house = new House();

  GcpStoreTest() {
    house.allowEndpoints(google.uri().toString());
    house.restart();
    house.namespace("shop");
    store("gcp", google.keyFile(), "");
    house.awaitStore("shop", "gcp", "True/Valid");
  }

  @AfterAll
  void close() {
    house.close();
    google.close();
  }

  private void store(String name, String keyFile, String more) {
    secret(name, "key.json", keyFile);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: shop}
        spec:
          provider:
            gcp:
              projectID: %s
              endpoint: %s
              %s
              auth:
                secretRef:
                  secretAccessKeySecretRef: {name: %s, key: key.json}
        """,
        name, FakeGoogle.PROJECT, google.uri(), more, name);
  }

  private void secret(String name, String key, String value) {
    secret("shop", name, key, value);
  }

  private void secret(String namespace, String name, String key, String value) {
    house.secret(namespace, name, Map.of(key, value));
  }

  private void sync(String name, String store, String entries) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: %s}
          %s
        """,
        name, store, entries);
  }

  private void refused(String name, String key, String reason) {
    sync(name, "gcp", "data: [{secretKey: v, remoteRef: {key: %s}}]".formatted(key));
    house.awaitCondition("shop", name, "Synced", "False/" + reason);
    assertThat(house.hasSecret("shop", name)).isFalse();
    assertThat(house.syncNamed("shop", name).toString()).doesNotContain(CANARY);
  }

  @Test
  @Proves("P014")
  void membersPropertiesAndAnOlderVersionArrive() {
    google.put("shop-db", "{\"user\":\"shop\",\"password\":\"one\"}");
    sync("db", "gcp", "dataFrom: [{extract: {key: shop-db}}]");
    house.awaitData("shop", "db", Map.of("user", "shop", "password", "one"));

    google.put("shop-changed", "{\"password\":\"one\"}");
    google.put("shop-changed", "{\"password\":\"two\"}");
    sync(
        "both",
        "gcp",
        "data: [{secretKey: now, remoteRef: {key: shop-changed, property: password}},"
            + " {secretKey: before, remoteRef: {key: shop-changed, version: '1'}}]");
    house.awaitData("shop", "both", Map.of("now", "two", "before", "{\"password\":\"one\"}"));
  }

  @Test
  void theExampleWorksAsItIs() throws IOException {
    Path example = Path.of(System.getProperty("keyturn.root"), "examples/05-gcp");
    house.namespace("demo");
    secret("demo", "gcp-key", "key.json", google.keyFile());
    google.put("demo-database", "{\"host\":\"h\",\"username\":\"u\",\"password\":\"p\"}");
    house.apply(
        Files.readString(example.resolve("logins/key.yaml"))
            .replace("PROJECT", FakeGoogle.PROJECT + "\n      endpoint: " + google.uri()));
    house.apply(Files.readString(example.resolve("sync.yaml")));
    house.awaitData("demo", "database", Map.of("host", "h", "username", "u", "password", "p"));
  }

  /** All calls but {@code :access} share a quota of the project that is a hundredth of its own. */
  @Test
  void pollingAsksForValuesAloneAndForOneToken() {
    store("polled", google.keyFile(), "");
    house.awaitStore("shop", "polled", "True/Valid");
    int secrets = 3;
    for (int i = 0; i < secrets; i++) {
      google.put("polled-" + i, "v");
    }
    for (int i = 0; i < secrets; i++) {
      sync(
          "polled-" + i,
          "polled",
          "refreshInterval: 1m\n  data: [{secretKey: v, remoteRef: {key: polled-%d}}]"
              .formatted(i));
      house.awaitData("shop", "polled-" + i, Map.of("v", "v"));
    }
    for (int round = 1; round <= 4; round++) {
      int least = secrets * (1 + round);
      house.advanceUntil(
          Duration.ofMinutes(2),
          () -> assertThat(google.asked("polled-")).hasSizeGreaterThanOrEqualTo(least));
    }
    assertThat(google.asked("polled-")).allMatch(line -> line.endsWith(":access"));
    assertThat(google.tokensOf("polled-")).hasSize(1);
  }

  /** What is pushed, passed over and searched for is polled as well. */
  @Test
  void pollingSpendsNothingOfTheSmallQuota() {
    store("quiet", google.keyFile(), "secretVersionSelectionPolicy: LatestOrFetch");
    google.put("quiet-off", "one");
    google.put("quiet-off", "two");
    google.disable("quiet-off");
    secret("quiet-app", "token", "t");
    sync(
        "quiet-off",
        "quiet",
        "refreshInterval: 1m\n  data: [{secretKey: v, remoteRef: {key: quiet-off}}]");
    sync(
        "quiet-push",
        "quiet",
        "refreshInterval: 1m\n  push: [{secretKey: token, source: {name: quiet-app},"
            + " remoteRef: {key: quiet-pushed}}]");
    sync(
        "quiet-found",
        "quiet",
        "refreshInterval: 1m\n  dataFrom: [{find: {name: {regexp: '^quiet-off$'}}}]");
    house.awaitData("shop", "quiet-off", Map.of("v", "one"));
    house.awaitCondition("shop", "quiet-push", "Pushed", "True/UpToDate");
    house.awaitData("shop", "quiet-found", Map.of("quiet-off", "one"));
    int asked = google.asked("quiet-").size();
    long lists = lists();
    for (int round = 1; round <= 5; round++) {
      int least = asked + 4 * round;
      house.advanceUntil(
          Duration.ofMinutes(2),
          () -> assertThat(google.asked("quiet-")).hasSizeGreaterThanOrEqualTo(least));
    }
    assertThat(google.asked("quiet-").subList(asked, google.asked("quiet-").size()))
        .allMatch(line -> line.endsWith(":access"))
        .anyMatch(line -> line.contains("quiet-pushed/versions/latest"))
        .anyMatch(line -> line.contains("quiet-off/versions/1"));
    // Ten minutes and more have passed, and the find was due at each of them.
    assertThat(lists() - lists).isPositive().isLessThan(6);
  }

  private long lists() {
    return google.server().requests().stream()
        .filter(request -> request.target().contains("/secrets?pageSize=2500"))
        .count();
  }

  @Test
  void secretsAreFoundByTheirNames() {
    google.put("llm_one", "1");
    google.put("llm_two", "2");
    google.put("other_three", "3");
    sync("found", "gcp", "dataFrom: [{find: {name: {regexp: '^llm_'}}}]");
    house.awaitData("shop", "found", Map.of("llm_one", "1", "llm_two", "2"));
  }

  @Test
  void aPushedValueArrivesAndCarriesTheMark() {
    secret("app", "token", "one");
    sync(
        "push",
        "gcp",
        "push: [{secretKey: token, source: {name: app},"
            + " remoteRef: {key: pushed, property: token}}]");
    house.awaitCondition("shop", "push", "Pushed", "True/UpToDate");
    assertThat(google.text("pushed")).isEqualTo("{\"token\":\"one\"}");
    assertThat(google.versions("pushed")).isOne();
    assertThat(google.annotations("pushed")).containsOnlyKeys("keyturn-owner");
    assertThat(google.annotations("pushed").get("keyturn-owner")).endsWith("/shop/push");
  }

  @Test
  void anotherOwnersSecretIsNotPushedTo() {
    google.put("theirs", "{\"token\":\"theirs\"}");
    secret("mine", "token", "mine");
    sync(
        "stranger",
        "gcp",
        "push: [{secretKey: token, source: {name: mine},"
            + " remoteRef: {key: theirs, property: token}}]");
    house.awaitCondition("shop", "stranger", "Pushed", "False/OwnershipConflict");
    assertThat(google.versions("theirs")).isOne();
  }

  @Test
  @Fault(value = "V32", backends = Backend.GOOGLE)
  void aDisabledVersionIsToldAndTheTargetKept() {
    google.put("switched", "one");
    sync("switched", "gcp", "data: [{secretKey: v, remoteRef: {key: switched}}]");
    house.awaitData("shop", "switched", Map.of("v", "one"));
    google.disable("switched");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata:
          name: switched
          namespace: shop
          annotations: {keyturn.dev/sync-requested: again}
        spec:
          secretStoreRef: {name: gcp}
          data: [{secretKey: v, remoteRef: {key: switched}}]
        """);
    house.awaitCondition("shop", "switched", "Synced", "False/SourceDeleted");
    assertThat(house.error("shop", "switched").detail()).isEqualTo("disabled");
    house.awaitData("shop", "switched", Map.of("v", "one"));
  }

  @Test
  @Fault(value = "V32", backends = Backend.GOOGLE)
  void aValueThatDoesNotFitItsChecksumIsNotWritten() {
    google.put("spoiled", CANARY);
    google.spoilChecksum("spoiled");
    refused("spoiled", "spoiled", "InvalidData");
    assertThat(house.error("shop", "spoiled").detail()).isEqualTo("checksum");
  }

  @Proves("P015")
  @Test
  void theNewestEnabledVersionIsFetchedWhereTheStoreSaysSo() {
    store("fetching", google.keyFile(), "secretVersionSelectionPolicy: LatestOrFetch");
    google.put("fetched", "one");
    google.put("fetched", "two");
    google.disable("fetched");
    sync("fetched", "fetching", "data: [{secretKey: v, remoteRef: {key: fetched}}]");
    house.awaitData("shop", "fetched", Map.of("v", "one"));
  }

  @Test
  void whatIsMissingForbiddenOrMisspelledIsTold() {
    google.put("closed", CANARY);
    google.deny("closed");
    refused("missing", "never", "NotFound");
    refused("forbidden", "closed", "AccessDenied");
    refused("misspelled", "shop/db", "InvalidData");
  }

  @Test
  void aKeyThatGoogleDoesNotKnowIsTold() {
    store("wrong", FakeGoogle.keyFile("nobody@shop-prod.iam.gserviceaccount.com"), "");
    house.awaitStore("shop", "wrong", "False/AuthFailed");
  }

  @Test
  void aServiceAccountOfTheNamespaceLogsIn() {
    google.put("pooled", "one");
    house
        .client
        .serviceAccounts()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("app")
                .withNamespace("shop")
                .endMetadata()
                .build())
        .create();
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: pool, namespace: shop}
        spec:
          provider:
            gcp:
              projectID: %s
              endpoint: %s
              auth:
                workloadIdentity:
                  audience: %s
                  serviceAccountRef: {name: app}
        """,
        FakeGoogle.PROJECT, google.uri(), FakeGoogle.POOL);
    house.awaitStore("shop", "pool", "True/Valid");
    sync("pooled", "pool", "data: [{secretKey: v, remoteRef: {key: pooled}}]");
    house.awaitData("shop", "pooled", Map.of("v", "one"));
  }

  @Test
  void theOperatorsIdentityIsNotForTheStoreOfANamespace() {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: own, namespace: shop}
        spec:
          provider:
            gcp: {projectID: shop-prod, auth: {metadata: {}}}
        """);
    house.awaitStore("shop", "own", "False/ConfigInvalid");
  }
}
