package dev.keyturn.cli.exec;

import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A cluster whose namespace shop has a SecretSync, and the Secret that an operator made of it. */
final class Shop implements AutoCloseable {
  private final KubernetesClient client;
  final DevCluster server;
  final Path kubeconfig;

  Shop(Path folder) throws IOException {
    server = DevCluster.start(DevClusterOptions.defaults().withTls(false));
    kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig);
    client =
        new KubernetesClientBuilder()
            .withConfig(io.fabric8.kubernetes.client.Config.fromKubeconfig(server.kubeconfig()))
            .build();
    try (InputStream definition =
        Shop.class.getResourceAsStream("/META-INF/keyturn/crds/keyturn.dev_secretsyncs.yaml")) {
      client.load(definition).create();
    }
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
  }

  void sync(String name, String ready, String reason, String synced) {
    String yaml =
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
            .formatted(name, name, name, ready, reason, synced, reason);
    var loaded = client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    loaded.create();
    loaded.items().forEach(sync -> client.resource(sync).patchStatus());
  }

  void secret(String sync, Map<String, String> data) {
    client
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
    client.close();
    server.close();
  }
}
