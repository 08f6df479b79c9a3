package dev.keyturn.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.OperatorImage;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.RequiresNode;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.ServerProcess;
import dev.keyturn.e2e.process.Waiting;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
  private static final long MEMORY_LIMIT = 256L << 20;
  private static final Duration POD_LIMIT = Duration.ofMinutes(2);
  private static final String VALUES =
      """
      replicas: 2
      namespaces: [{name: shop, serviceAccounts: []}]
      endpoints: {allow: ["%s"]}
      image: {pullPolicy: Never, tag: "%s"}
      resources: {limits: {memory: 256Mi}}
      """;
  private static final String SYNC =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: vault-login, namespace: shop}
      stringData: {token: "%s"}
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
          - name: reader
            image: "%s"
            imagePullPolicy: Never
            volumeMounts: [{name: db, mountPath: /db}]
        volumes: [{name: db, secret: {secretName: db}}]
      """;

  private final Path folder;
  private final RealNode node;
  private final NodeVault vault;
  private final HelmRelease release;
  private @Nullable ServerProcess vaultServer;

  HelmInstallTest(@TempDir Path folder, Provision provision) {
    this.folder = folder;
    node = RealNode.start();
    vault = new NodeVault(node, provision.program(Component.VAULT));
    release = new HelmRelease(node, provision.program(Component.HELM), folder.resolve("helm"));
  }

  @BeforeAll
  void prepareWhatTheInstallationNeeds() {
    vaultServer = vault.start();
    node.importImages(OperatorImage.archive(System.getenv()).orElseThrow());
    node.kubectl("create", "namespace", "shop");
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  @Order(1)
  void installsWithEveryPodReadyWithinItsMemoryLimit() throws IOException {
    release.install(values());

    assertThat(release.pods()).hasSize(2);
    assertThat(release.restarts()).isZero();
    assertThat(release.memoryLimits()).containsExactly(MEMORY_LIMIT, MEMORY_LIMIT);
  }

  @Test
  @Order(2)
  @Proves("F031")
  void passesItsOwnTestAndNothingOfItStays() {
    release.test();

    for (String namespace : List.of("keyturn", "shop")) {
      assertThat(
              node.kubectl(
                  "get",
                  "pods,serviceaccounts,roles,rolebindings,networkpolicies,ssy,sst,secrets",
                  "-n",
                  namespace,
                  "-o",
                  "name"))
          .doesNotContain("/keyturn-trial-pod", "/keyturn-trial-source", "/keyturn-trial-login");
      assertThat(node.kubectl("get", "ssy,sst", "-n", namespace, "-o", "name")).isBlank();
    }
  }

  @Test
  @Order(2)
  void runsWithoutRightsOnAReadOnlyRoot() {
    List<String> processes = release.processes();

    assertThat(processes).hasSize(2);
    for (String process : processes) {
      assertThat(node.run("cat", "/proc/" + process + "/status").orThrow())
          .containsPattern("Uid:\\s65532\\s65532\\s65532\\s65532")
          .containsPattern("CapEff:\\s0000000000000000")
          .containsPattern("NoNewPrivs:\\s1")
          .containsPattern("Seccomp:\\s2");
      assertThat(node.run("cat", "/proc/" + process + "/mounts").orThrow())
          .containsPattern("(?m)^overlay / overlay ro,");
    }
  }

  /** A JVM that cannot use its cache starts without it and says nothing. */
  @Test
  @Order(2)
  void startsFromTheClassCacheOfItsImage() {
    for (String process : release.processes()) {
      assertThat(node.run("cat", "/proc/" + process + "/maps").orThrow())
          .contains("/app/keyturn.aot");
    }
  }

  @Test
  @Order(3)
  void syncsASecretMadeWithKubectl() {
    vault.put("app", "password", "first");

    node.apply(SYNC.formatted(NodeVault.TOKEN, NodeVault.URL));

    node.kubectl("wait", "-n", "shop", "--for=condition=Ready", "--timeout=60s", "ssy/db");
    assertThat(syncedPassword()).isEqualTo("first");
  }

  @Test
  @Order(4)
  void aPodThatMountsTheSecretSeesTheNextVersion() {
    node.apply(READER.formatted(RealNode.PAUSE_IMAGE));
    node.kubectl("wait", "-n", "shop", "--for=condition=Ready", "--timeout=60s", "pod/reader");
    assertThat(mountedPassword()).isEqualTo("first");

    vault.put("app", "password", "second");

    // The interval of the sync, and then that of kubelet, which looks about once a minute.
    Waiting.until(
        Duration.ofMinutes(4),
        () -> mountedPassword().equals("second"),
        () -> "the pod still reads " + mountedPassword());
  }

  @Test
  @Order(5)
  @Proves("P048")
  void anUpgradeAndARollbackWriteNoSecret() throws IOException {
    String identity = secretIdentity();
    String version = secretField("{.metadata.resourceVersion}");

    replacePods(() -> release.upgrade(values(), "--set=logging.level=debug"));
    awaitHandled("upgraded");
    assertThat(secretField("{.metadata.resourceVersion}")).isEqualTo(version);

    replacePods(release::rollback);
    awaitHandled("rolled-back");
    assertThat(secretField("{.metadata.resourceVersion}")).isEqualTo(version);

    vault.put("app", "password", "third");
    Waiting.until(
        POD_LIMIT, () -> syncedPassword().equals("third"), () -> "the new pods do not sync");
    assertThat(secretIdentity()).isEqualTo(identity);
  }

  private interface Change {
    void make() throws IOException;
  }

  private void replacePods(Change change) throws IOException {
    List<String> before = release.pods();
    change.make();
    // Helm waits for the new pods only.
    Waiting.until(
        POD_LIMIT,
        () -> Collections.disjoint(release.pods(), before),
        () -> "old pods remain: " + release.pods());
  }

  /** Asks for a refresh and waits until it was made. */
  private void awaitHandled(String text) {
    node.kubectl(
        "annotate", "ssy/db", "-n", "shop", "keyturn.dev/sync-requested=" + text, "--overwrite");
    node.kubectl(
        "wait",
        "ssy/db",
        "-n",
        "shop",
        "--timeout=90s",
        "--for=jsonpath={.status.lastHandledRequest}=" + text);
  }

  @Test
  @Order(6)
  @Fault(value = "D6", on = Fault.Tier.R)
  @Proves("P049")
  void uninstallKeepsEverythingAndHoldsNothing() {
    String identity = secretIdentity();

    release.uninstall();

    Waiting.until(POD_LIMIT, () -> release.pods().isEmpty(), () -> "the pods do not go");
    assertThat(secretIdentity()).isEqualTo(identity);
    assertThat(syncedPassword()).isEqualTo("third");
    assertThat(node.kubectl("get", "ssy,sst", "-n", "shop", "-o", "name")).hasLineCount(2);
    assertThat(node.kubectl("get", "crds", "-o", "name").lines())
        .filteredOn(name -> name.endsWith(".keyturn.dev"))
        .hasSize(5);
    // Nothing waits for an operator or a backend that is gone.
    vaultServer().kill();
    node.kubectl("delete", "namespace", "shop", "--timeout=2m");
  }

  private ServerProcess vaultServer() {
    return Objects.requireNonNull(vaultServer, "Vault was not started");
  }

  private Path values() throws IOException {
    return Files.writeString(
        folder.resolve("values.yaml"), VALUES.formatted(NodeVault.URL, imageTag()));
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

  private String syncedPassword() {
    return new String(
        Base64.getDecoder().decode(secretField("{.data.password}")), StandardCharsets.UTF_8);
  }

  private String secretIdentity() {
    return secretField("{.metadata.uid}");
  }

  private String secretField(String path) {
    return node.kubectl("get", "secret", "db", "-n", "shop", "-o", "jsonpath=" + path);
  }

  private String mountedPassword() {
    return node.kubectl("exec", "reader", "-n", "shop", "--", "/pause", "cat", "/db/password");
  }
}
