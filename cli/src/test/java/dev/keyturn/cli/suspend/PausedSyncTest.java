package dev.keyturn.cli.suspend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.RunningOperator;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.runtime.StartException;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator does with a sync that the command has paused. */
class PausedSyncTest {
  @TempDir private Path folder;
  private RunningOperator operator;

  @BeforeEach
  void start() throws IOException, StartException {
    Path files = Files.createDirectory(folder.resolve("files"));
    source("app: {value: first}\n");
    operator = RunningOperator.start(folder, files.toRealPath(), "shop");
    operator
        .cluster()
        .apply(
            """
            apiVersion: keyturn.dev/v1alpha1
            kind: SecretStore
            metadata: {name: files, namespace: shop}
            spec: {provider: {file: {path: secrets.yaml}}}
            """);
    for (String name : new String[] {"paused", "other"}) {
      operator
          .cluster()
          .apply(
              """
              apiVersion: keyturn.dev/v1alpha1
              kind: SecretSync
              metadata: {name: %s, namespace: shop}
              spec:
                secretStoreRef: {name: files}
                data: [{secretKey: value, remoteRef: {key: app, property: value}}]
              """
                  .formatted(name));
      patiently().until(() -> data(name).equals(Optional.of(Map.of("value", "Zmlyc3Q="))));
    }
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  /** A read would change the Secret, or else the status: what it would find is another thing. */
  @Proves("P085")
  @Test
  void nothingIsReadUntilTheResume() throws IOException {
    assertThat(keyturn("pause", "ssy/paused", "--for", "2h").status()).isEqualTo(ExitStatus.OK);
    patiently().until(() -> ready("paused").equals(Optional.of("Suspended")));
    SecretSyncStatus before = operator.status("shop", "paused").orElseThrow();
    source("app: {value: second}\n");
    request("paused");
    request("other");
    patiently().until(() -> data("other").equals(Optional.of(Map.of("value", "c2Vjb25k"))));
    source("app: {}\n");
    patiently()
        .until(() -> operator.status("shop", "other").map(SecretSyncStatus::lastError).isPresent());
    assertThat(data("paused")).contains(Map.of("value", "Zmlyc3Q="));
    SecretSyncStatus paused = operator.status("shop", "paused").orElseThrow();
    assertThat(paused.lastError()).isNull();
    assertThat(paused.lastHandledRequest()).isNull();
    assertThat(paused).isEqualTo(before);
    source("app: {value: third}\n");
    assertThat(keyturn("resume", "ssy/paused").status()).isEqualTo(ExitStatus.OK);
    patiently().until(() -> data("paused").equals(Optional.of(Map.of("value", "dGhpcmQ="))));
  }

  private void source(String text) throws IOException {
    Path made = Files.writeString(folder.resolve("made.yaml"), text);
    Files.move(made, folder.resolve("files/secrets.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void request(String name) {
    operator
        .cluster()
        .client
        .resources(SecretSync.class)
        .inNamespace("shop")
        .withName(name)
        .edit(sync -> {
          sync.getMetadata().setAnnotations(Map.of("keyturn.dev/sync-requested", "now"));
          return sync;
        });
  }

  private Optional<Map<String, String>> data(String name) {
    return Optional.ofNullable(
            operator.cluster().client.secrets().inNamespace("shop").withName(name).get())
        .map(Secret::getData);
  }

  private Optional<String> ready(String name) {
    return operator
        .status("shop", name)
        .map(SecretSyncStatus::conditions)
        .flatMap(
            conditions -> conditions.stream().filter(it -> it.type().equals("Ready")).findFirst())
        .map(it -> it.reason());
  }

  private Invocation keyturn(String... arguments) {
    String[] all = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(
        new String[] {"--kubeconfig", "kubeconfig", "-n", "shop"}, 0, all, arguments.length, 4);
    return Invocation.in(folder, all);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
