package dev.keyturn.operator.kube;

import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.target.DesiredSecret;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * What {@code kube} relies on, asked of a real API server: the kubeconfig named by the environment
 * variable {@code KEYTURN_TEST_KUBECONFIG}. Each test has a namespace of its own.
 */
public abstract class ClusterContract {
  protected static final Fence OPEN = namespace -> true;
  protected final Macs macs = new Macs(MacKey.of(new byte[MacKey.BYTES]));
  protected final String namespace = "t-" + UUID.randomUUID().toString().substring(0, 8);
  private KubernetesClients clients;

  @BeforeEach
  final void connect() {
    String file = System.getenv("KEYTURN_TEST_KUBECONFIG");
    Assumptions.assumeTrue(file != null, "KEYTURN_TEST_KUBECONFIG names no cluster");
    clients =
        new KubernetesClients(
            Config.fromKubeconfig(new java.io.File(file)), "test", System::nanoTime);
    client()
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  @AfterEach
  final void disconnect() {
    if (clients != null) {
      client().namespaces().withName(namespace).delete();
      clients.close();
    }
  }

  protected final KubernetesClients clients() {
    return clients;
  }

  protected final KubernetesClient client() {
    return clients.reading();
  }

  protected final Secret live(String name) {
    return client().secrets().inNamespace(namespace).withName(name).get();
  }

  protected final Secret foreign(String name, String type, Map<String, String> data) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .withType(type)
            .withStringData(data)
            .build();
    return client().secrets().resource(secret).create();
  }

  protected final DesiredSecret desired(
      String sync, DesiredSecret.Policy policy, Map<String, String> data) {
    SortedMap<String, byte[]> bytes = new TreeMap<>();
    data.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.UTF_8)));
    return new DesiredSecret(
        namespace,
        "db",
        new DesiredSecret.Sync("SecretSync", sync, "uid-of-" + sync),
        policy,
        false,
        false,
        "Opaque",
        new TreeMap<>(Map.of("team", "shop")),
        new TreeMap<>(Map.of("note", "made by a test")),
        bytes);
  }

  protected static String value(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }
}
