package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An object that an older schema let in. */
final class OlderSchemaTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aWordOutsideAnEnumIsSaidInTheStatusAndStopsNobodyElse() {
    house.backend.put("path", "v1");
    house.dropSchema("secretsyncs");
    house.restart();
    house.tenant("shop");
    house.sync("shop", "odd", "path", "target: {creationPolicy: Sometimes}");
    house.awaitCondition("shop", "odd", "Synced", "False/ConfigInvalid");
    house.sync("shop", "good", "path");
    house.awaitSynced("shop", "good");
  }

  @Fault("W9")
  @Test
  void aSpecThatCannotBeReadIsSaidInTheStatusAndStopsNobodyElse() {
    house.backend.put("path", "v1");
    house.dropSchema("secretsyncs");
    house.restart();
    house.tenant("shop");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: odd, namespace: shop}
        spec: {secretStoreRef: {name: store}, data: text}
        """);
    awaitConfigInvalid("odd");
    house.restart();
    house.sync("shop", "good", "path");
    house.awaitSynced("shop", "good");
    awaitConfigInvalid("odd");
  }

  @Fault("W9")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "push: [{source: {}, remoteRef: {remoteKey: out}}]",
        "validate: [{minLength: 8}]",
        "dataFrom: [{extract: {key: path}, rewrite: [{regexp: {source: a}}]}]",
        "dataFrom: [{extract: {}}]"
      })
  void aSpecThatLacksARequiredFieldIsSaidInTheStatus(String field) {
    house.backend.put("path", "v1");
    house.dropSchema("secretsyncs");
    house.restart();
    house.tenant("shop");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: odd, namespace: shop}
        spec: {secretStoreRef: {name: store}, data: [{secretKey: a, remoteRef: {key: path}}], %s}
        """
            .formatted(field));
    awaitConfigInvalid("odd");
    assertThat(house.client.secrets().inNamespace("shop").withName("odd").get()).isNull();
  }

  /** Read as it is: the object does not fit the type. */
  private void awaitConfigInvalid(String name) {
    house
        .await()
        .untilAsserted(() ->
            assertThat(
                    house
                        .client
                        .genericKubernetesResources("keyturn.dev/v1alpha1", "SecretSync")
                        .inNamespace("shop")
                        .withName(name)
                        .get()
                        .getAdditionalProperties()
                        .toString())
                .contains("type=Stalled, status=True, reason=ConfigInvalid"));
  }
}
