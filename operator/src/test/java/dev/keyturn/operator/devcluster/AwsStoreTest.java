package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.aws.MotoBackend;
import dev.keyturn.operator.provider.aws.RealMoto;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From AWS Secrets Manager, as a moto server plays it, to Secrets of the cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AwsStoreTest {
  private final RealMoto moto = new RealMoto();
  private final MotoBackend aws = new MotoBackend(moto);
  private final House house = new House();

  AwsStoreTest() {
    house.allowEndpoints(moto.uri().toString());
    house.restart();
    house.namespace("shop");
    store("aws", moto.secretAccessKey());
    house.awaitStore("shop", "aws", "True/Valid");
  }

  @AfterAll
  void close() {
    house.close();
    aws.close();
    moto.close();
  }

  private void store(String name, String secretAccessKey) {
    house
        .client
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .addToStringData("id", moto.accessKeyId())
                .addToStringData("secret", secretAccessKey + "\n")
                .build())
        .create();
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: shop}
        spec:
          provider:
            aws:
              region: %s
              endpoint: %s
              auth:
                secretRef:
                  accessKeyIDSecretRef: {name: %s, key: id}
                  secretAccessKeySecretRef: {name: %s, key: secret}
        """,
        name, aws.region(), moto.uri(), name, name);
  }

  private void sync(String name, String entries) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: aws}
          %s
        """,
        name, entries);
  }

  @Test
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
  void aMissingSecretAndAWrongKeyAreTold() {
    sync("missing", "data: [{secretKey: v, remoteRef: {key: shop/never}}]");
    house.awaitCondition("shop", "missing", "Synced", "False/NotFound");
    store("wrong", "wrong");
    house.awaitStore("shop", "wrong", "False/AuthFailed");
  }
}
