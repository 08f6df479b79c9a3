package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.provider.aws.MotoBackend;
import dev.keyturn.operator.provider.aws.MotoParameters;
import dev.keyturn.operator.provider.aws.RealMoto;
import dev.keyturn.proof.Proves;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From AWS Secrets Manager, as a moto server plays it, to Secrets of the cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AwsStoreTest {
  private final RealMoto moto = new RealMoto();
  private final MotoBackend aws = new MotoBackend(moto);
  private final MotoParameters parameters = new MotoParameters(moto);
  private final House house = new House();

  AwsStoreTest() {
    house.allowEndpoints(moto.uri().toString());
    house.restart();
    house.namespace("shop");
    store("aws", moto.secretAccessKey(), "SecretsManager", aws.region());
    store("parameters", moto.secretAccessKey(), "ParameterStore", parameters.region());
    house.awaitStore("shop", "aws", "True/Valid");
    house.awaitStore("shop", "parameters", "True/Valid");
  }

  @AfterAll
  void close() {
    house.close();
    aws.close();
    parameters.close();
    moto.close();
  }

  private void store(String name, String secretAccessKey, String service, String region) {
    secret(name, Map.of("id", moto.accessKeyId(), "secret", secretAccessKey + "\n"));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: shop}
        spec:
          provider:
            aws:
              service: %s
              region: %s
              endpoint: %s
              auth:
                secretRef:
                  accessKeyIDSecretRef: {name: %s, key: id}
                  secretAccessKeySecretRef: {name: %s, key: secret}
        """,
        name, service, region, moto.uri(), name, name);
  }

  private void secret(String name, Map<String, String> values) {
    house.secret("shop", name, values);
  }

  private void store(String namespace, String name, String more) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          provider:
            aws:
              region: %3$s
              endpoint: %4$s
              %5$s
              auth:
                secretRef:
                  accessKeyIDSecretRef: {name: keys, key: id}
                  secretAccessKeySecretRef: {name: keys, key: secret}
        """,
        namespace, name, aws.region(), moto.uri(), more);
  }

  private void accounts(String account) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: bound}
        spec:
          tenant: bound
          namespaces: {names: [bound]}
          ownStores: {allow: true, accounts: {aws: ['%s']}}
        """,
        account);
  }

  private void sync(String name, String entries) {
    sync(name, "aws", entries);
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

  private void awaitRemote(MotoBackend backend, String key, Optional<String> text) {
    house.await().untilAsserted(() -> assertThat(backend.text(key)).isEqualTo(text));
  }

  @Test
  @Proves("P014")
  void membersPropertiesAndAnOlderVersionArrive() {
    aws.putObject("shop/db", "{\"user\":\"shop\",\"password\":\"one\"}");
    sync("db", "dataFrom: [{extract: {key: shop/db}}]");
    house.awaitData("shop", "db", Map.of("user", "shop", "password", "one"));

    aws.putObject("shop/changed", "{\"password\":\"one\"}");
    aws.putObject("shop/changed", "{\"password\":\"two\"}");
    sync(
        "both",
        "data: [{secretKey: now, remoteRef: {key: shop/changed, property: password}},"
            + " {secretKey: before, remoteRef:"
            + " {key: shop/changed, property: password, version: stage/AWSPREVIOUS}}]");
    house.awaitData("shop", "both", Map.of("now", "two", "before", "one"));
  }

  @Test
  void textAndBytesArriveAsTheyAre() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    aws.putBytes("shop/keystore", all);
    aws.putText("shop/token", "plain text, no JSON\n");
    sync(
        "plain",
        "data: [{secretKey: bytes, remoteRef: {key: shop/keystore}},"
            + " {secretKey: text, remoteRef: {key: shop/token}}]");
    house.awaitSynced("shop", "plain");
    Map<String, String> data = house.secret("shop", "plain").getData();
    assertThat(Base64.getDecoder().decode(data.get("bytes"))).isEqualTo(all);
    assertThat(new String(Base64.getDecoder().decode(data.get("text")), UTF_8))
        .isEqualTo("plain text, no JSON\n");
  }

  @Test
  void aFolderIsFound() {
    aws.putText("shop/llm/one", "1");
    aws.putText("shop/llm/two", "2");
    aws.putText("shop/llmother", "3");
    sync(
        "found",
        "dataFrom: [{find: {path: shop/llm}, rewrite: [{regexp: {source: '.*/', target: ''}}]}]");
    house.awaitData("shop", "found", Map.of("one", "1", "two", "2"));
  }

  @Test
  void tagsAreFoundInBothServices() {
    Map<MotoBackend, String> stores = Map.of(aws, "aws", parameters, "parameters");
    stores.forEach((backend, store) -> {
      backend.putText("tagged/one", "1");
      backend.putText("tagged/deep/two", "2");
      backend.putText("tagged/three", "3");
      backend.tag("tagged/one", Map.of("team", "shop", "tier", "gold"));
      backend.tag("tagged/deep/two", Map.of("team", "shop", "tier", "gold"));
      backend.tag("tagged/three", Map.of("team", "shop"));
      sync(
          "tagged-" + store,
          store,
          "dataFrom: [{find: {path: tagged, tags: {team: shop, tier: gold}}}]");
    });
    house.awaitData("shop", "tagged-aws", Map.of("tagged_one", "1", "tagged_deep_two", "2"));
    house.awaitData("shop", "tagged-parameters", Map.of("tagged_one", "1", "tagged_deep_two", "2"));
  }

  @Test
  void theAccountOfTheLoginIsOneThatAScopeLists() {
    house.namespace("bound");
    house.secret(
        "bound", "keys", Map.of("id", moto.accessKeyId(), "secret", moto.secretAccessKey()));
    aws.putText("bound/db", "one");
    store("bound", "own", "");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: bound}
        spec:
          secretStoreRef: {name: own}
          data: [{secretKey: v, remoteRef: {key: bound/db}}]
        """);
    house.awaitData("bound", "db", Map.of("v", "one"));
    accounts("999999999999");
    house.awaitStore("bound", "own", "False/ScopeDenied");
    house.awaitCondition("bound", "db", "Stalled", "True/ScopeDenied");
    house
        .await()
        .untilAsserted(() -> assertThat(house.error("bound", "db").detail()).isEqualTo("account"));
    assertThat(house.data("bound", "db")).isEqualTo(Map.of("v", "one"));
    accounts("123456789012");
    house.awaitStore("bound", "own", "True/Valid");
    house.awaitSynced("bound", "db");
    // The keys are of the listed account, the role that they take is not.
    store("bound", "elsewhere", "role: arn:aws:iam::999999999999:role/shop");
    house.awaitStore("bound", "elsewhere", "False/ScopeDenied");
    accounts("999999999999");
    house.awaitStore("bound", "elsewhere", "True/Valid");
    house.awaitStore("bound", "own", "False/ScopeDenied");
  }

  @Test
  void aMissingSecretAndAWrongKeyAreTold() {
    sync("missing", "data: [{secretKey: v, remoteRef: {key: shop/never}}]");
    house.awaitCondition("shop", "missing", "Synced", "False/NotFound");
    store("wrong", "wrong", "SecretsManager", aws.region());
    house.awaitStore("shop", "wrong", "False/AuthFailed");
  }

  @Test
  void aPushMakesASecretChangesItAndTakesItAway() {
    assertPushes("aws", aws);
  }

  @Test
  void aPushMakesAParameterChangesItAndTakesItAway() {
    assertPushes("parameters", parameters);
  }

  private void assertPushes(String store, MotoBackend backend) {
    String name = "push-to-" + store;
    String source = "source-of-" + store;
    secret(source, Map.of("token", "one"));
    sync(
        name,
        store,
        ("push: [{secretKey: token, source: {name: %s}, deletionPolicy: Delete,"
                + " remoteRef: {key: shop/pushed, property: token}}]")
            .formatted(source));
    awaitRemote(backend, "shop/pushed", Optional.of("{\"token\":\"one\"}"));
    house.awaitCondition("shop", name, "Pushed", "True/UpToDate");
    secret(source, Map.of("token", "two"));
    awaitRemote(backend, "shop/pushed", Optional.of("{\"token\":\"two\"}"));
    house.client.resources(SecretSync.class).inNamespace("shop").withName(name).delete();
    awaitRemote(backend, "shop/pushed", Optional.empty());
  }

  @Test
  void aSecretOfSomebodyElseIsLeftAsItIs() {
    aws.putText("shop/foreign", "{\"token\":\"theirs\"}");
    secret("ours", Map.of("token", "ours"));
    sync(
        "taking",
        "push: [{secretKey: token, source: {name: ours},"
            + " remoteRef: {key: shop/foreign, property: token}}]");
    house.awaitCondition("shop", "taking", "Pushed", "False/OwnershipConflict");
    assertThat(aws.text("shop/foreign")).contains("{\"token\":\"theirs\"}");
  }

  @Test
  void aGeneratedPasswordIsMadeOnceAndArrives() {
    sync(
        "made",
        "generate: [{secretKey: id, generator: {uuid: {}},"
            + " remoteRef: {key: shop/made, property: id}}]");
    house.awaitSynced("shop", "made");
    String id =
        new String(
            Base64.getDecoder().decode(house.secret("shop", "made").getData().get("id")), UTF_8);
    assertThat(aws.text("shop/made")).contains("{\"id\":\"" + id + "\"}");
  }

  @Test
  void keysOfTheUserAndOfARoleArriveWithTheirEnd() {
    sync("session", "dataFrom: [{token: {sts: {}}}]");
    assertKeys("session");
    sync(
        "role", "dataFrom: [{token: {sts: {role: 'arn:aws:iam::123456789012:role/shop-backup'}}}]");
    assertKeys("role");
  }

  private void assertKeys(String name) {
    house.awaitSynced("shop", name);
    assertThat(house.secret("shop", name).getData())
        .containsOnlyKeys("access_key_id", "secret_access_key", "session_token", "expiration");
    assertThat(house.status("shop", name).token()).isNotNull().hasNoNullFieldsOrProperties();
  }

  @Test
  void aLoginOfEcrThatWasOverLongBeforeItCameIsRefused() {
    // All of moto's logins end in 2015; a request that is not signed rightly gets none.
    sync("pull", "dataFrom: [{token: {ecr: {}}}]");
    house.awaitCondition("shop", "pull", "Synced", "False/InvalidData");
  }

  @Test
  void parametersArriveByNameByVersionAndByFolder() {
    parameters.putText("shop/llm/one", "1");
    parameters.putText("shop/llm/two", "0");
    parameters.putText("shop/llm/two", "2");
    sync(
        "by-name",
        "parameters",
        "data: [{secretKey: one, remoteRef: {key: shop/llm/one}},"
            + " {secretKey: old, remoteRef: {key: shop/llm/two, version: \"1\"}}]");
    house.awaitData("shop", "by-name", Map.of("one", "1", "old", "0"));
    sync(
        "by-folder",
        "parameters",
        "dataFrom: [{find: {path: shop/llm}, rewrite: [{regexp: {source: '.*/', target: ''}}]}]");
    house.awaitData("shop", "by-folder", Map.of("one", "1", "two", "2"));
  }
}
