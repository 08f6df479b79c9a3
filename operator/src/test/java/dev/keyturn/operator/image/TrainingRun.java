package dev.keyturn.operator.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Starts the operator out of an unpacked image and lets it sync fifty Secrets, so that its JVM can
 * write down which classes that takes (JEP 514). It runs as in a pod, without a kubeconfig: what
 * reads one would be loaded at every start. Part of the build of the image: it fails where the
 * operator does not work or no cache comes of it.
 */
final class TrainingRun {
  private static final int SYNCS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final String NAMESPACE = "training";
  private static final String STORE =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: approle, namespace: training}
      stringData: {role: role, secret: secret}
      ---
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretStore
      metadata: {name: vault, namespace: training}
      spec:
        provider:
          vault:
            server: %s
            path: secret
            version: v2
            auth:
              appRole:
                roleRef: {name: approle, key: role}
                secretRef: {name: approle, key: secret}
      """;
  private static final String SYNC =
      """
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretSync
      metadata: {name: sync-%1$d, namespace: training}
      spec:
        secretStoreRef: {name: vault}
        refreshInterval: 1h
        dataFrom:
          - extract: {key: app/%1$d}
        target:
          template:
            mergePolicy: Merge
            data:
              url: 'postgres://{{ .username }}:{{ .password | urlquery }}@db/app'
      """;

  private final Path definitions;
  private final List<String> java;

  private TrainingRun(Path definitions, List<String> java) {
    this.definitions = definitions;
    this.java = java;
  }

  /**
   * Runs.
   *
   * @param arguments folder of the definitions of our kinds, then the java of the image with its
   *     arguments, up to and with the operator's main class
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new TrainingRun(
            Path.of(arguments[0]), List.of(Arrays.copyOfRange(arguments, 1, arguments.length)))
        .run();
  }

  private void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("keyturn-training");
    try (DevCluster cluster = DevCluster.start(DevClusterOptions.defaults());
        TrainingVault vault = new TrainingVault();
        KubernetesClient client = client(cluster)) {
      prepare(client, vault);
      Process operator = start(cluster.writePodAccess(folder), vault);
      try {
        awaitSynced(client, operator);
      } finally {
        operator.destroy();
      }
      if (!operator.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || operator.exitValue() != 0) {
        operator.destroyForcibly();
        throw new IllegalStateException("the operator did not end well; its log is above");
      }
    } finally {
      delete(folder);
    }
  }

  private static KubernetesClient client(DevCluster cluster) {
    Config config = Config.fromKubeconfig(cluster.kubeconfig());
    config.setOnlyHttpWatches(true);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private void prepare(KubernetesClient client, TrainingVault vault) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(definitions, "keyturn.dev_*.yaml")) {
      for (Path definition : files) {
        try (InputStream yaml = Files.newInputStream(definition)) {
          client.load(yaml).create();
        }
      }
    }
    for (String name : List.of("keyturn", NAMESPACE)) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    create(client, STORE.formatted(vault.url()));
    for (int number = 0; number < SYNCS; number++) {
      create(client, SYNC.formatted(number));
    }
  }

  private static void create(KubernetesClient client, String manifest) {
    client.load(new ByteArrayInputStream(manifest.getBytes(UTF_8))).create();
  }

  private Process start(Map<String, String> access, TrainingVault vault) throws IOException {
    List<String> command = new ArrayList<>(java);
    command.addAll(
        List.of(
            "--namespaces=" + NAMESPACE,
            "--endpoints-allow=" + vault.url(),
            "--http-address=127.0.0.1",
            "--http-port=0",
            "--log-level=WARN"));
    ProcessBuilder process = new ProcessBuilder(command).inheritIO();
    process.environment().putAll(access);
    return process.start();
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static void awaitSynced(KubernetesClient client, Process operator)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (synced(client) < SYNCS) {
      if (!operator.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "only %d of %d syncs became Ready".formatted(synced(client), SYNCS));
      }
      Thread.sleep(LOOK);
    }
  }

  private static long synced(KubernetesClient client) {
    return client.resources(SecretSync.class).inNamespace(NAMESPACE).list().getItems().stream()
        .filter(sync -> sync.getStatus() != null)
        .map(sync -> sync.getStatus().conditions())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(condition -> condition.type().equals("Ready") && condition.status().equals("True"))
        .count();
  }
}
