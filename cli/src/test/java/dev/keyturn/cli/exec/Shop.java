package dev.keyturn.cli.exec;

import dev.keyturn.cli.TestCluster;
import dev.keyturn.devcluster.DevCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.Map;

/** A cluster whose namespace shop has a SecretSync, and the Secret that an operator made of it. */
final class Shop implements AutoCloseable {
  private final TestCluster cluster;
  final DevCluster server;

  Shop(Path folder) {
    cluster = new TestCluster(folder).namespace("shop");
    server = cluster.server;
  }

  void sync(String name, String ready, String reason, String synced) {
    cluster.with(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec:
          secretStoreRef: {name: vault}
          target: {name: %s-target}
          data: [{secretKey: password, remoteRef: {key: %s}}]
        status:
          observedGeneration: 1
          conditions:
            - {type: Ready, status: "%s", reason: %s, message: Look at it., lastTransitionTime: "2026-11-16T14:05:00Z"}
            - {type: Synced, status: "%s", reason: %s, message: Look at it., lastTransitionTime: "2026-11-16T14:05:00Z"}
        """
            .formatted(name, name, name, ready, reason, synced, reason));
  }

  void secret(String sync, Map<String, String> data) {
    cluster
        .client
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(sync + "-target")
                .withNamespace("shop")
                .endMetadata()
                .withData(data)
                .build())
        .create();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
