package dev.keyturn.e2e.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code keyturn dev} promises to whoever has just cloned the repository. */
@RequiresComponents({Component.KUBECTL, Component.ETCD, Component.KUBE_APISERVER})
final class DevCommandTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int NOT_READY = 7;

  @TempDir private Path manifests;

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "kube"})
  void onceEndsWellWhenEverythingIsReady(String apiServer, Provision provision) {
    try (DevProcess dev = launch(provision, "--once", "--apiserver", apiServer)) {
      assertThat(dev.awaitExit()).as(dev.printed()).isZero();
      assertThat(dev.printed()).contains("API server ready", "hello", "UpToDate");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "kube"})
  void aCommandRunsWhileTheApiServerStillStandsAndItsStatusIsOurs(
      String apiServer, Provision provision) {
    String look = "'\"$0\" get ssy,secret -A && exit 5'";
    String kubectl = provision.program(Component.KUBECTL).toString();
    try (DevProcess dev =
        launch(provision, "--once", "--apiserver", apiServer, "--", "sh", "-c", look, kubectl)) {
      assertThat(dev.awaitExit()).as(dev.printed()).isEqualTo(5);
      assertThat(dev.printed()).contains("secretsync.keyturn.dev/hello", "secret/hello");
    }
  }

  @Test
  void onceEndsWithSevenAndTheReasonWhenSomethingStaysUnready(Provision provision)
      throws IOException {
    copyExample();
    Path sync = manifests.resolve("sync.yaml");
    Files.writeString(sync, Files.readString(sync).replace("key: hello", "key: nobody"));
    try (DevProcess dev =
        launch(provision, "--once", "--timeout", "10", "--watch", manifests.toString())) {
      assertThat(dev.awaitExit()).as(dev.printed()).isEqualTo(NOT_READY);
      assertThat(dev.printed()).contains("SecretSync demo/hello is not Ready: NotFound.", "nobody");
    }
  }

  @Test
  void anEditOfTheSecretsFileReachesTheSecret(Provision provision) throws IOException {
    copyExample();
    try (DevProcess dev = start(provision, "--watch", manifests.toString())) {
      awaitReady(dev);
      Path secrets = manifests.resolve("secrets.yaml");
      Files.writeString(
          secrets, Files.readString(secrets).replace("sample-password", "edited-by-hand"));
      await().atMost(LIMIT).until(() -> value(dev, "hello", "password").equals("edited-by-hand"));
    }
  }

  @Proves("F009")
  @Test
  void aDotEnvFileAndAVariableReachTheirSecretsAndAnEditFollows(Provision provision)
      throws IOException {
    Path file = Files.writeString(manifests.resolve(".env"), "export PASSWORD='from a file'\n");
    Files.writeString(manifests.resolve("file.yaml"), development("hello", "file: {path: .env}"));
    Files.writeString(
        manifests.resolve("variable.yaml"),
        development("variable", "env: {prefix: " + DevProcess.PREFIX + "}"));
    String folder = manifests.toString();
    try (DevProcess dev = start(provision, "--watch", folder, "--secrets", file.toString())) {
      awaitReady(dev);
      assertThat(value(dev, "hello", "PASSWORD")).isEqualTo("from a file");
      await()
          .atMost(LIMIT)
          .ignoreExceptions()
          .until(() -> value(dev, "variable", "PASSWORD").equals(DevProcess.PASSWORD));
      Files.writeString(file, "PASSWORD=edited\n");
      await().atMost(LIMIT).until(() -> value(dev, "hello", "PASSWORD").equals("edited"));
    }
  }

  private static String development(String name, String provider) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretStore
    metadata: {name: %1$s, namespace: demo}
    spec: {provider: {%2$s}}
    ---
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretSync
    metadata: {name: %1$s, namespace: demo}
    spec:
      secretStoreRef: {name: %1$s}
      data: [{secretKey: PASSWORD, remoteRef: {key: PASSWORD}}]
    """
        .formatted(name, provider);
  }

  @Test
  void aStockKubectlWorksWithTheEmbeddedServer(Provision provision) {
    try (DevProcess dev = start(provision)) {
      awaitReady(dev);
      assertThat(dev.kubectl("", "get", "ssy", "-A")).contains("STORE", "REASON", "UpToDate");
      assertThat(dev.kubectl("", "describe", "-n", "demo", "ssy/hello")).contains("Conditions:");
      assertThat(dev.kubectl("", "explain", "ssy.spec.refreshInterval")).contains("Default: 1h");
      dev.kubectl("", "edit", "-n", "demo", "ssy/hello");
      String interval =
          dev.kubectl(
              "", "get", "-n", "demo", "ssy/hello", "-o", "jsonpath={.spec.refreshInterval}");
      assertThat(interval).isEqualTo("2h");
      String map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own, namespace: demo}\n";
      dev.kubectl(map, "apply", "-f", "-");
      dev.kubectl("", "delete", "-n", "demo", "configmap/own", "ssy/hello");
    }
  }

  private static void awaitReady(DevProcess dev) {
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(dev.kubectl("", "get", "ssy/hello", "-n", "demo")).contains("UpToDate"));
  }

  private static String value(DevProcess dev, String secret, String key) {
    String text =
        dev.kubectl(
            "", "get", "secret", secret, "-n", "demo", "-o", "jsonpath={.data." + key + "}");
    return new String(Base64.getDecoder().decode(text), UTF_8);
  }

  private void copyExample() throws IOException {
    Path example = SourceTree.root().resolve("examples/01-hello-file");
    for (String file : List.of("secrets.yaml", "store.yaml", "sync.yaml")) {
      Files.copy(example.resolve(file), manifests.resolve(file));
    }
  }

  private static DevProcess start(Provision provision, String... flags) {
    return DevProcess.start(provision.program(Component.KUBECTL), List.of(flags));
  }

  private static DevProcess launch(Provision provision, String... flags) {
    return DevProcess.launch(provision.program(Component.KUBECTL), List.of(flags));
  }
}
