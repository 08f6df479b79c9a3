package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.chart.JavaOptions;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorMetrics;
import dev.keyturn.e2e.operator.OperatorOptions;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Fault.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An operator without memory, without a disk, and whose log nobody reads. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StarvedOperatorTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Standard output is a pipe that is full and that nobody reads. No file can grow any more: to who
   * writes into it, that is what a full volume is.
   */
  private static final String STARVED =
      """
      mkfifo "$0/log" && exec 3<>"$0/log" && dd if=/dev/zero of="$0/log" oflag=nonblock bs=4096
      ulimit -f 0 && exec "$@" >&3 2>&3
      """;

  /** Logback says of the tests' class path, on standard output, that it holds two settings. */
  private static final String SILENT_START =
      "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener";

  private Installation installation;
  private RealControlPlane cluster;
  private RealVault vault;
  private Objects shop;
  private String mount;

  @BeforeAll
  void install(RealControlPlane realCluster, RealVault realVault) {
    cluster = realCluster;
    vault = realVault;
    installation = Installation.enrolled(cluster, "starved");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
  }

  @AfterAll
  void uninstall() {
    installation.close();
  }

  private OperatorOptions options() {
    return installation
        .options(cluster.url(), "keyturn-0")
        .with("--leader-election", "false")
        .with("--endpoints-allow", vault.url().toString());
  }

  private void sync(String name, String value) {
    vault.keyValues().write(mount, name, Map.of("v", value));
    shop.apply(Manifests.extract(name, "vault", "1h", name));
  }

  private void change(String name, String value) {
    vault.keyValues().write(mount, name, Map.of("v", value));
    shop.request(name);
    shop.awaitData(name, Map.of("v", value));
  }

  /** With the options of the chart, and less heap than it ever gives, so that little fills it. */
  @Test
  @Fault(value = "L9", on = Tier.B)
  void whereTheHeapIsFullTheProcessEndsWithoutADumpAndTheNextOneGoesOn(@TempDir Path folder)
      throws IOException {
    OperatorOptions little =
        options()
            .withJvm(JavaOptions.ofMemoryLimit("160Mi").toArray(String[]::new))
            .withJvm("-Xmx36m")
            .withJvm("-XX:HeapDumpPath=" + folder, "-XX:ErrorFile=" + folder.resolve("hs_err.log"));
    try (OperatorProcess operator = OperatorProcess.start(little)) {
      sync("small", "one");
      shop.awaitData("small", Map.of("v", "one"));
      for (int large = 0; operator.isAlive() && large < 500; large++) {
        makeLarge(large);
      }
      assertThat(operator.awaitExit(Duration.ofSeconds(20))).isEqualTo(3);
      assertThat(operator.output()).contains("java.lang.OutOfMemoryError");
    }
    assertThat(folder).isEmptyDirectory();
    var syncs = installation.client().resources(SecretSync.class).inNamespace(mount);
    syncs.withLabel("size", "large").delete();
    vault.keyValues().write(mount, "small", Map.of("v", "two"));
    shop.request("small");
    try (OperatorProcess operator = OperatorProcess.start(little)) {
      shop.awaitData("small", Map.of("v", "two"));
      shop.awaitCondition("small", Condition.READY, "True/UpToDate");
      assertThat(operator.isAlive()).isTrue();
    }
  }

  /** Near the most that the API server takes in annotations. */
  private void makeLarge(int number) {
    ObjectNode sync = JSON.createObjectNode();
    sync.put("apiVersion", "keyturn.dev/v1alpha1").put("kind", "SecretSync");
    ObjectNode metadata = sync.putObject("metadata").put("name", "large-" + number);
    metadata.putObject("labels").put("size", "large");
    metadata.putObject("annotations").put("example.com/text", "x".repeat(250_000));
    ObjectNode spec = sync.putObject("spec").put("suspend", true);
    spec.putObject("secretStoreRef").put("name", "vault");
    spec.putArray("dataFrom").addObject().putObject("extract").put("key", "small");
    cluster
        .admin()
        .post("/apis/keyturn.dev/v1alpha1/namespaces/" + mount + "/secretsyncs", sync)
        .orThrow();
  }

  @Test
  @Fault(value = "O5", on = Tier.B)
  void whereNobodyTakesTheLogAndTheVolumeIsFullEverythingGoesOn(@TempDir Path folder)
      throws IOException {
    OperatorOptions starved =
        options()
            .with("--log-level", "DEBUG")
            .withJvm(SILENT_START)
            .by("/bin/sh", "-c", STARVED, folder.toString());
    try (OperatorProcess operator = OperatorProcess.start(starved)) {
      Path process = Path.of("/proc", Long.toString(operator.pid()));
      assertThat(Files.readSymbolicLink(process.resolve("fd/1"))).isEqualTo(folder.resolve("log"));
      assertThat(Files.readString(process.resolve("limits")))
          .containsPattern("Max file size +0 +0 ");
      for (int index = 0; index < 5; index++) {
        sync("unread-" + index, "one");
      }
      for (int index = 0; index < 5; index++) {
        shop.awaitCondition("unread-" + index, Condition.READY, "True/UpToDate");
        change("unread-" + index, "two");
      }
      installation.client().secrets().inNamespace(mount).withName("unread-0").delete();
      shop.awaitData("unread-0", Map.of("v", "two"));
      assertThat(operator.http().get("/livez").status()).isEqualTo(200);
      assertThat(operator.metrics().samples())
          .extracting(OperatorMetrics.Sample::name)
          .contains("keyturn_log_lines_dropped_total");
      assertThat(operator.log()).isEmpty();
      assertThat(operator.terminate(Duration.ofSeconds(20))).isZero();
    }
  }
}
