package dev.keyturn.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresNode;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.process.Waiting;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The node itself: it runs pods, and leaves the machine as it was. */
@RequiresNode
final class RealNodeTest {
  private static final List<String> SETTINGS_OF_THE_MACHINE =
      List.of("vm/overcommit_memory", "kernel/panic", "kernel/panic_on_oops", "vm/panic_on_oom");
  private static final String POD =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: greeting}
      stringData: {word: hello}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: reader}
      spec:
        securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
        containers:
          - name: reader
            image: keyturn.test/pause:1
            imagePullPolicy: Never
            resources: {limits: {memory: 32Mi}}
            securityContext:
              allowPrivilegeEscalation: false
              readOnlyRootFilesystem: true
              capabilities: {drop: [ALL]}
            volumeMounts: [{name: greeting, mountPath: /greeting}]
        volumes: [{name: greeting, secret: {secretName: greeting}}]
      """;

  @Test
  void runsAPodThatReadsItsSecretAndLeavesTheMachineAsItWas() {
    List<String> settings = settings();
    try (RealNode node = RealNode.start()) {
      node.apply(POD);
      node.kubectl("wait", "--for=condition=Ready", "--timeout=60s", "pod/reader");
      assertThat(node.kubectl("exec", "reader", "--", "/pause", "cat", "/greeting/word"))
          .isEqualTo("hello");
      node.kubectl("patch", "secret", "greeting", "-p", "{\"stringData\":{\"word\":\"next\"}}");
      // A change of the pod makes kubelet look at its volumes at once instead of once a minute.
      node.kubectl("annotate", "pod", "reader", "looked=again");
      Waiting.until(
          Duration.ofMinutes(3),
          () ->
              node.kubectl("exec", "reader", "--", "/pause", "cat", "/greeting/word")
                  .equals("next"),
          () -> "the pod does not see the new value");
    }
    assertThat(settings()).isEqualTo(settings);
    assertThat(cgroupsOfNodes()).isEmpty();
  }

  /** The pod of the example, with a program that this node has. */
  @Test
  @Proves("F048")
  void aPodWaitsForTheSecretThatItMountsAndThenStarts() throws IOException {
    String pod =
        Files.readString(
                SourceTree.root().resolve("examples/22-agent-injector-equivalents/pod.yaml"))
            .replace(
                "registry.example.com/app:1",
                RealNode.PAUSE_IMAGE + "\n      imagePullPolicy: Never");
    try (RealNode node = RealNode.start()) {
      node.kubectl("create", "namespace", "demo");
      node.apply(pod);
      Waiting.until(
          Duration.ofMinutes(2),
          () -> node.kubectl("get", "events", "-n", "demo").contains("FailedMount"),
          () -> "nothing waits: " + node.kubectl("get", "events", "-n", "demo"));
      assertThat(node.kubectl("get", "pod/app", "-n", "demo", "-o", "jsonpath={.status.phase}"))
          .isEqualTo("Pending");
      node.kubectl(
          "create", "secret", "generic", "app-files", "-n", "demo", "--from-literal=database=here");
      // kubelet tries a mount that failed again after at most two minutes.
      node.kubectl("wait", "-n", "demo", "--for=condition=Ready", "--timeout=180s", "pod/app");
      assertThat(
              node.kubectl(
                  "exec", "app", "-n", "demo", "--", "/pause", "cat", "/vault/secrets/database"))
          .isEqualTo("here");
    }
  }

  private static List<String> settings() {
    return SETTINGS_OF_THE_MACHINE.stream()
        .map(setting -> setting + "=" + text(Path.of("/proc/sys", setting)))
        .toList();
  }

  private static List<Path> cgroupsOfNodes() {
    try (Stream<Path> mounts = Files.list(Path.of("/sys/fs/cgroup"))) {
      String name = "keyturn-node-" + ProcessHandle.current().pid();
      return mounts.map(mount -> mount.resolve(name)).filter(Files::exists).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
