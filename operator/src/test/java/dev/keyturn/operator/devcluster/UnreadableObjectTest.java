package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An object that an older schema let in, and that cannot be read as what it should be. */
final class UnreadableObjectTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private void dropSchema() {
    house
        .client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("secretsyncs.keyturn.dev")
        .edit(definition -> {
          definition
              .getSpec()
              .getVersions()
              .getFirst()
              .getSchema()
              .setOpenAPIV3Schema(
                  new JSONSchemaPropsBuilder()
                      .withType("object")
                      .withXKubernetesPreserveUnknownFields(true)
                      .build());
          return definition;
        });
  }

  private void unreadable(String name) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec: {secretStoreRef: {name: store}, data: not a list}
        """,
        name);
  }

  @Test
  void oneUnreadableObjectDoesNotStopTheOthers() {
    house.backend.put("path", "v1");
    dropSchema();
    house.restart();
    house.tenant("shop");
    house.sync("shop", "before", "path");
    house.awaitSynced("shop", "before");
    unreadable("watched");
    house.sync("shop", "after", "path");
    house.awaitData("shop", "after", Map.of("value", "v1"));
    house.restart();
    house.sync("shop", "restarted", "path");
    house.awaitData("shop", "restarted", Map.of("value", "v1"));
    assertThat(house.page(house.operator(), "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void aWordOutsideAnEnumIsSaidInTheStatus() {
    house.backend.put("path", "v1");
    dropSchema();
    house.restart();
    house.tenant("shop");
    house.sync("shop", "odd", "path", "target: {creationPolicy: Sometimes}");
    house.awaitCondition("shop", "odd", "Synced", "False/ConfigInvalid");
    house.sync("shop", "good", "path");
    house.awaitSynced("shop", "good");
  }
}
