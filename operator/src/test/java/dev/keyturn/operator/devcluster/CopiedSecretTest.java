package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One Secret of the platform in the namespaces that may have it, and in no other. */
final class CopiedSecretTest {
  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void labelled(String name) {
    house
        .client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("authority", "wanted")
                .endMetadata()
                .build())
        .create();
  }

  private void open(String namespaces) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: copies}
        spec:
          tenant: copies
          namespaces: {names: [%s]}
          stores: [{kind: ClusterSecretStore, name: platform, read: [authority]}]
        """,
        namespaces);
  }

  @Proves("P080")
  @Test
  void aSecretIsCopiedToTheNamespacesThatAScopeOpensAndFollowsItsSource() {
    house.namespace("platform");
    house
        .client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("reader")
                .withNamespace("platform")
                .endMetadata()
                .build())
        .create();
    house.secret("platform", "authority", Map.of("ca.crt", "one"));
    labelled("one");
    labelled("two");
    house.namespace("three");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: platform}
        spec:
          provider:
            kubernetes:
              remoteNamespace: platform
              auth: {serviceAccount: {name: reader, namespace: platform}}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretSync
        metadata: {name: authority}
        spec:
          namespaceSelector: {matchLabels: {authority: wanted}}
          spec:
            secretStoreRef: {name: platform, kind: ClusterSecretStore}
            refreshInterval: 10m
            dataFrom: [{extract: {key: authority}}]
        """);
    house
        .await()
        .until(() ->
            house.client.resources(SecretSync.class).inAnyNamespace().list().getItems().size()
                == 2);
    house.awaitCondition("one", "authority", "Synced", "False/ScopeDenied");
    house.awaitCondition("two", "authority", "Synced", "False/ScopeDenied");
    open("one");
    house.awaitData("one", "authority", Map.of("ca.crt", "one"));
    house.secret("platform", "authority", Map.of("ca.crt", "two"));
    house.advanceUntil(
        Duration.ofMinutes(11),
        () -> assertThat(house.data("one", "authority")).isEqualTo(Map.of("ca.crt", "two")));
    assertThat(house.hasSecret("two", "authority")).isFalse();
    assertThat(house.hasSecret("three", "authority")).isFalse();

    open("one, two");
    house.awaitData("two", "authority", Map.of("ca.crt", "two"));
  }
}
