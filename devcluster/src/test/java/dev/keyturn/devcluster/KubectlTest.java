package dev.keyturn.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stock kubectl against the server: every verb that the README shows. */
final class KubectlTest {
  private final Cluster cluster = new Cluster(DevClusterOptions.defaults());
  @TempDir private Path folder;

  @BeforeEach
  void requireKubectl() throws IOException {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    boolean found =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
    if (!found) {
      System.err.println("SKIPPED: KubectlTest, because no kubectl is on the PATH: install one");
    }
    Assumptions.assumeTrue(found, "no kubectl on the PATH");
    cluster.server.writeKubeconfig(folder.resolve("kubeconfig"));
    try (InputStream in = Cluster.class.getResourceAsStream("secretsync-definition.yaml")) {
      Files.copy(Objects.requireNonNull(in), folder.resolve("definition.yaml"));
    }
    Files.writeString(
        folder.resolve("sync.yaml"),
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: hello}
        spec: {store: files, interval: 5m, data: [{key: a}]}
        """);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().put("KUBECONFIG", "kubeconfig");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("EDITOR", "sed -i s/5m/6m/");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  @Test
  void customResourcesThroughEveryVerb() throws IOException, InterruptedException {
    assertThat(kubectl("apply", "-f", "definition.yaml")).contains("created");
    assertThat(kubectl("wait", "--for=condition=Established", "crd/secretsyncs.keyturn.dev"))
        .contains("condition met");
    assertThat(kubectl("apply", "-f", "sync.yaml"))
        .contains("secretsync.keyturn.dev/hello created");
    assertThat(kubectl("apply", "-f", "sync.yaml")).contains("unchanged");
    assertThat(kubectl("get", "ssy", "-o", "wide").lines().findFirst().orElse(""))
        .matches("NAME +READY +STORE +AGE *");
    assertThat(kubectl("get", "keyturn", "-o", "name")).isEqualTo("secretsync.keyturn.dev/hello\n");
    assertThat(kubectl("explain", "secretsync.spec.data")).contains("Which values to read.");
    assertThat(kubectl("edit", "ssy", "hello")).contains("edited");
    assertThat(kubectl("get", "ssy", "hello", "-o", "jsonpath={.spec.interval}")).isEqualTo("6m");
    assertThat(
            kubectl(
                "patch",
                "ssy",
                "hello",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"))
        .contains("patched");
    assertThat(kubectl("wait", "--for=condition=Ready", "ssy/hello", "--timeout=10s"))
        .contains("condition met");
    assertThat(kubectl("describe", "ssy", "hello")).contains("Ready");
    assertThat(kubectl("apply", "--server-side", "--field-manager=other", "-f", "sync.yaml"))
        .contains("conflict with \"kubectl-edit\"");
    assertThat(
            kubectl(
                "apply",
                "--server-side",
                "--force-conflicts",
                "--field-manager=other",
                "-f",
                "sync.yaml"))
        .contains("serverside-applied");
    assertThat(kubectl("delete", "ssy", "hello")).contains("deleted");
  }

  @Test
  void secretsThroughEveryVerb() throws IOException, InterruptedException {
    assertThat(kubectl("create", "secret", "generic", "s", "--from-literal=a=b"))
        .contains("created");
    assertThat(kubectl("label", "secret", "s", "x=y")).contains("labeled");
    assertThat(kubectl("annotate", "secret", "s", "note=1")).contains("annotated");
    assertThat(kubectl("patch", "secret", "s", "-p", "{\"stringData\":{\"c\":\"d\"}}"))
        .contains("patched");
    assertThat(kubectl("get", "secret", "s", "-o", "jsonpath={.data}"))
        .isEqualTo("{\"a\":\"Yg==\",\"c\":\"ZA==\"}");
    assertThat(kubectl("get", "secret")).matches("(?s)NAME +TYPE +DATA +AGE *\\ns +Opaque +2 .*");
    assertThat(kubectl("describe", "secret", "s")).contains("c:  1 bytes");
    assertThat(kubectl("create", "ns", "team")).contains("created");
    assertThat(kubectl("delete", "ns", "team")).contains("deleted");
    assertThat(kubectl("delete", "secret", "s")).contains("deleted");
  }
}
