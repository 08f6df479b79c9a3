package dev.keyturn.operator.devcluster;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Syncs that are there before their store can be used. */
final class LateStoreTest {
  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aPushWithoutAnythingToReadGoesOnOnceItsStoreIsReady() {
    house.namespace("shop");
    house
        .client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("app")
                .withNamespace("shop")
                .endMetadata()
                .addToStringData("token", "one")
                .build())
        .create();
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          provider:
            fake:
              data:
              - {key: backend, value: default}
              - {key: credential, value: shop/late}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: push, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          push: [{secretKey: token, source: {name: app}, remoteRef: {key: pushed, property: token}}]
        """);
    house.awaitCondition("shop", "push", "Pushed", "False/StoreNotReady");
    house.backend.accept("credential");
    house
        .client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("late")
                .withNamespace("shop")
                .endMetadata()
                .addToStringData("token", "credential")
                .build())
        .create();
    house.awaitStore("shop", "store", "True/Valid");
    house.awaitCondition("shop", "push", "Pushed", "True/UpToDate");
  }
}
