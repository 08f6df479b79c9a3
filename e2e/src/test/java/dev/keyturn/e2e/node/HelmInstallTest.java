package dev.keyturn.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.OperatorImage;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.RequiresNode;
import dev.keyturn.e2e.SourceTree;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole life of an installation as its users see it: chart and image on a real node, a real
 * Vault, a pod that reads what Keyturn writes. The steps build on each other.
 */
@RequiresNode(operatorImage = true)
@RequiresComponents({Component.HELM, Component.VAULT})
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
final class HelmInstallTest {
  private static final String RELEASE_NAMESPACE = "keyturn";
  private static final String TEAM = "shop";
  private static final String VAULT = "http://" + RealNode.SERVER_ADDRESS + ":8200";
  private static final String VAULT_TOKEN = "test-root-token";
  private static final String VALUES =
      """
      replicas: 2
      namespaces: [{name: shop, serviceAccounts: []}]
      endpoints: {allow: ["%s"]}
      image: {pullPolicy: Never, tag: "%s"}
      """;
  private static final String SYNC =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: vault-login, namespace: shop}
      stringData: {token: test-root-token}
      ---
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretStore
      metadata: {name: vault, namespace: shop}
      spec:
        provider:
          vault:
            server: "%s"
            path: secret
            version: v2
            auth: {tokenSecretRef: {name: vault-login, key: token}}
      ---
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretSync
      metadata: {name: db, namespace: shop}
      spec:
        secretStoreRef: {name: vault, kind: SecretStore}
        refreshInterval: 10s
        data:
          - secretKey: password
            remoteRef: {key: app, property: password}
      """;
  private static final String READER =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: reader, namespace: shop}
      spec:
        containers:
          - {name: reader, image: "%s", imagePullPolicy: Never, volumeMounts: [{name: db, mountPath: /db}]}
        volumes: [{name: db, secret: {secretName: db}}]
      """;

  private final Path folder;
  private final Path helm;
  private final Path vault;
  private final RealNode node;

  HelmInstallTest(@TempDir Path folder, Provision provision) {
    this.folder = folder;
    helm = provision.program(Component.HELM);
    vault = provision.program(Component.VAULT);
    node = RealNode.start();
  }

  @BeforeAll
  void startVaultAndImportTheImage() {
    node.importImages(OperatorImage.archive(System.getenv()).orElseThrow());
    node.startServer(
            "vault",
            List.of(
                vault.toString(),
                "server",
                "-dev",
                "-dev-root-token-id=" + VAULT_TOKEN,
                "-dev-no-store-token",
                "-dev-listen-address=" + RealNode.SERVER_ADDRESS + ":8200"),
            Map.of())
        .awaitReady(Duration.ofMinutes(1), () -> vault("status").successful());
    writeToVault("first");
    node.kubectl("create", "namespace", TEAM);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  @Order(1)
  void installsWithEveryPodReadyWithinItsMemoryLimit() throws IOException {
    helmInstall("install", "--create-namespace");

    assertThat(operatorPods()).hasSize(2);
    for (String pod : operatorPods()) {
      assertThat(podField(pod, ".status.containerStatuses[0].restartCount")).isEqualTo("0");
    }
  }

  @Test
  @Order(2)
  void runsAsAnUnknownUserOnAReadOnlyRoot() {
    List<String> processes = operatorProcesses();

    assertThat(processes).hasSize(2);
    for (String process : processes) {
      String status = node.run("cat", "/proc/" + process + "/status").orThrow();
      assertThat(status).containsPattern("Uid:\\s65532\\s65532\\s65532\\s65532");
      assertThat(status).containsPattern("CapEff:\\s0000000000000000");
      assertThat(status).containsPattern("NoNewPrivs:\\s1");
      assertThat(status).containsPattern("Seccomp:\\s2");
      assertThat(node.run("cat", "/proc/" + process + "/mounts").orThrow())
          .containsPattern("(?m)^overlay / overlay ro,");
    }
  }

  @Test
  @Order(3)
  void syncsASecretMadeWithKubectl() {
    node.apply(SYNC.formatted(VAULT));

    node.kubectl("wait", "-n", TEAM, "--for=condition=Ready", "--timeout=60s", "ssy/db");
    assertThat(secretData()).isEqualTo(base64("first"));
  }

  @Test
  @Order(4)
  void aPodThatMountsTheSecretSeesTheNextVersion() {
    node.apply(READER.formatted(RealNode.PAUSE_IMAGE));
    node.kubectl("wait", "-n", TEAM, "--for=condition=Ready", "--timeout=60s", "pod/reader");
    assertThat(mountedPassword()).isEqualTo("first");

    writeToVault("second");

    // The interval of the sync, and then the default interval of kubelet, which is a minute.
    Waiting.until(
        Duration.ofMinutes(4),
        () -> mountedPassword().equals("second"),
        () -> "the pod still reads " + mountedPassword());
  }

  @Test
  @Order(5)
  void upgradesWithoutTouchingTheSecret() throws IOException {
    String before = secretIdentity();
    List<String> oldPods = operatorPods();

    helmInstall("upgrade", "--set=logging.level=debug");

    assertThat(operatorPods()).hasSize(2).doesNotContainAnyElementsOf(oldPods);
    writeToVault("third");
    Waiting.until(
        Duration.ofMinutes(1),
        () -> secretData().equals(base64("third")),
        () -> "the new pods do not sync");
    assertThat(secretIdentity()).isEqualTo(before);
  }

  @Test
  @Order(6)
  void uninstallKeepsDefinitionsSyncsAndSecrets() {
    String before = secretIdentity();

    helm("uninstall", "keyturn", "--namespace", RELEASE_NAMESPACE, "--wait");

    Waiting.until(
        Duration.ofMinutes(1), () -> operatorPods().isEmpty(), () -> "the pods do not go");
    assertThat(secretIdentity()).isEqualTo(before);
    assertThat(secretData()).isEqualTo(base64("third"));
    assertThat(node.kubectl("get", "ssy", "-n", TEAM, "-o", "name")).isNotEmpty();
    assertThat(mountedPassword()).isIn("second", "third");
  }

  private void helmInstall(String verb, String... more) throws IOException {
    Path values =
        Files.writeString(folder.resolve("values.yaml"), VALUES.formatted(VAULT, imageTag()));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                verb,
                "keyturn",
                SourceTree.root().resolve("helm/keyturn").toString(),
                "--namespace",
                RELEASE_NAMESPACE,
                "--values",
                values.toString(),
                "--wait",
                "--timeout=3m"));
    arguments.addAll(List.of(more));
    helm(arguments.toArray(String[]::new));
  }

  /** The tag in the archive: images are built with the version of the project. */
  private String imageTag() {
    String name =
        node.run("ctr", "--namespace", "k8s.io", "images", "list", "--quiet")
            .orThrow()
            .lines()
            .filter(line -> line.startsWith("registry.keyturn.dev/keyturn:"))
            .findFirst()
            .orElseThrow();
    return name.substring(name.lastIndexOf(':') + 1);
  }

  private void helm(String... arguments) {
    List<String> line = new ArrayList<>(List.of(helm.toString()));
    line.addAll(List.of(arguments));
    Map<String, String> ownFolders =
        Map.of(
            "HELM_CACHE_HOME", folder.resolve("helm").toString(),
            "HELM_CONFIG_HOME", folder.resolve("helm").toString(),
            "HELM_DATA_HOME", folder.resolve("helm").toString());
    CommandResult result = node.run(line, ownFolders);
    if (!result.successful()) {
      throw new CommandFailedException(
          result.output()
              + "\n"
              + node.kubectl("describe", "pods", "-n", RELEASE_NAMESPACE)
              + "\n"
              + node.run(
                      "kubectl", "logs", "-n", RELEASE_NAMESPACE, "-l",
                      "app.kubernetes.io/name=keyturn", "--tail=50")
                  .output());
    }
  }

  private void writeToVault(String password) {
    vault("kv", "put", "secret/app", "password=" + password).orThrow();
  }

  private CommandResult vault(String... arguments) {
    List<String> line = new ArrayList<>(List.of(vault.toString()));
    line.addAll(List.of(arguments));
    return node.run(line, Map.of("VAULT_ADDR", VAULT, "VAULT_TOKEN", VAULT_TOKEN));
  }

  private List<String> operatorPods() {
    return node
        .kubectl(
            "get", "pods", "-n", RELEASE_NAMESPACE, "-l", "app.kubernetes.io/name=keyturn",
            "--field-selector=status.phase=Running", "-o",
            "jsonpath={range .items[*]}{.metadata.name}{\"\\n\"}{end}")
        .lines()
        .toList();
  }

  /** Numbers of the operator's processes as they are seen inside the node. */
  private List<String> operatorProcesses() {
    return node
        .run("sh", "-c", "grep -la dev.keyturn.operator.runtime.Main /proc/[0-9]*/cmdline || true")
        .orThrow()
        .lines()
        .map(path -> path.split("/")[2])
        .filter(process -> node.run("readlink", "/proc/" + process + "/exe").output().contains("java"))
        .toList();
  }

  private String podField(String pod, String path) {
    return node.kubectl(
        "get", "pod", pod, "-n", RELEASE_NAMESPACE, "-o", "jsonpath={" + path + "}");
  }

  private String secretData() {
    return node.kubectl("get", "secret", "db", "-n", TEAM, "-o", "jsonpath={.data.password}");
  }

  private String secretIdentity() {
    return node.kubectl("get", "secret", "db", "-n", TEAM, "-o", "jsonpath={.metadata.uid}");
  }

  private String mountedPassword() {
    return node.kubectl("exec", "reader", "-n", TEAM, "--", "/pause", "cat", "/db/password");
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
