package dev.keyturn.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.process.CommandFailedException;
import dev.keyturn.e2e.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Keyturn installed by Helm on a node, in the namespace {@code keyturn}. */
final class HelmRelease {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NAMESPACE = "keyturn";
  private static final String SELECTOR = "app.kubernetes.io/name=keyturn";

  private final RealNode node;
  private final Path helm;
  private final Path folder;

  /**
   * @param folder for what Helm keeps on disk
   */
  HelmRelease(RealNode node, Path helm, Path folder) {
    this.node = node;
    this.helm = helm;
    this.folder = folder;
  }

  /** {@code helm install --wait}; throws with the state of the pods when they do not come. */
  void install(Path values) {
    bringUp("install", values, "--create-namespace");
  }

  /** {@code helm upgrade --wait}; throws with the state of the pods when they do not come. */
  void upgrade(Path values, String... more) {
    bringUp("upgrade", values, more);
  }

  /** {@code helm rollback --wait} to the revision before. */
  void rollback() {
    CommandResult result =
        helm("rollback", "keyturn", "--namespace", NAMESPACE, "--wait", "--timeout=3m");
    if (!result.successful()) {
      throw new CommandFailedException(result.output() + "\n" + diagnosis());
    }
  }

  /** {@code helm test}; throws with what its pod says when it fails. */
  void test() {
    CommandResult result = helm("test", "keyturn", "--namespace", NAMESPACE, "--timeout=4m");
    if (!result.successful()) {
      throw new CommandFailedException(
          result.output()
              + "\n"
              + node.run("kubectl", "logs", "-n", NAMESPACE, "keyturn-trial").output()
              + diagnosis());
    }
    assertThat(result.output()).contains("Phase:          Succeeded");
  }

  void uninstall() {
    helm("uninstall", "keyturn", "--namespace", NAMESPACE, "--wait").orThrow();
  }

  /** Names of the pods, also of those that are about to end. */
  List<String> pods() {
    return items("pods").stream().map(pod -> pod.at("/metadata/name").asText()).toList();
  }

  /** How often containers of its pods were started again. */
  int restarts() {
    return items("pods").stream()
        .mapToInt(pod -> pod.at("/status/containerStatuses/0/restartCount").asInt(1))
        .sum();
  }

  /** Bytes at which the kernel ends each of the operator's processes. */
  List<Long> memoryLimits() {
    return processes().stream().map(this::memoryLimit).toList();
  }

  private long memoryLimit(String process) {
    String group =
        node.run("sed", "-n", "s/^[0-9]*:memory://p", "/proc/" + process + "/cgroup").orThrow();
    return Long.parseLong(
        node.run("cat", "/sys/fs/cgroup/memory" + group + "/memory.limit_in_bytes").orThrow());
  }

  /** Numbers of the operator's processes as they are seen inside the node. */
  List<String> processes() {
    return node.run("sh", "-c", "ls -l /proc/[0-9]*/exe 2>/dev/null || true")
        .orThrow()
        .lines()
        .filter(line -> line.endsWith(" -> /opt/java/bin/java"))
        .map(line -> line.replaceFirst(".* /proc/(\\d+)/exe -> .*", "$1"))
        .toList();
  }

  private void bringUp(String verb, Path values, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                verb,
                "keyturn",
                SourceTree.root().resolve("helm/keyturn").toString(),
                "--namespace=" + NAMESPACE,
                "--values=" + values,
                "--wait",
                "--timeout=3m"));
    arguments.addAll(List.of(more));
    CommandResult result = helm(arguments.toArray(String[]::new));
    if (!result.successful()) {
      throw new CommandFailedException(result.output() + "\n" + diagnosis());
    }
  }

  private String diagnosis() {
    return node.run("kubectl", "describe", "pods", "-n", NAMESPACE).output()
        + node.run("kubectl", "logs", "-n", NAMESPACE, "-l", SELECTOR, "--tail=50").output();
  }

  private CommandResult helm(String... arguments) {
    List<String> line = new ArrayList<>(List.of(helm.toString()));
    line.addAll(List.of(arguments));
    String own = folder.toString();
    return node.run(
        line, Map.of("HELM_CACHE_HOME", own, "HELM_CONFIG_HOME", own, "HELM_DATA_HOME", own));
  }

  private List<JsonNode> items(String kind) {
    String list = node.kubectl("get", kind, "-n", NAMESPACE, "-l", SELECTOR, "-o", "json");
    return StreamSupport.stream(json(list).path("items").spliterator(), false).toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
