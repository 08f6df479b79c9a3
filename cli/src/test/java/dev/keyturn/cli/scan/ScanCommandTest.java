package dev.keyturn.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.TestCluster;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanCommandTest {
  private static final String CANARY = "canary-7f3a9c";

  /** Three literals, one of them in two containers with two values. */
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            initContainers:
              - name: migrate
                image: example.com/web
                env:
                  - {name: DATABASE_URL, value: 'postgres://owner:canary-7f3a9c@db/shop'}
            containers:
              - name: web
                image: example.com/web
                env:
                  - {name: LOG_LEVEL, value: info}
                  - name: API_KEY
                    value: canary-7f3a9c
                  - {name: DATABASE_URL, value: 'postgres://app:canary-7f3a9c@db/shop'}
                  - name: FROM_SECRET_TOKEN
                    valueFrom: {secretKeyRef: {name: other, key: token}}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("web.yaml"), WEB);
  }

  @Test
  void eachLiteralIsNamedByItsLineAndNeverShown() {
    Invocation run = scan("web.yaml");
    assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS);
    assertThat(run.out())
        .isEqualTo(
            """
            LOCATION     WORKLOAD             CONTAINER  VARIABLE      WHY
            web.yaml:13  shop/Deployment/web  migrate    DATABASE_URL  its value looks like a URL with a password
            web.yaml:20  shop/Deployment/web  web        API_KEY       its name says a key
            web.yaml:21  shop/Deployment/web  web        DATABASE_URL  its value looks like a URL with a password
            """);
    for (String format : List.of("json", "yaml")) {
      assertThat(scan("web.yaml", "-o", format).out())
          .contains("web.yaml:20")
          .doesNotContain("ointer");
    }
  }

  @Test
  void thePatchAndTheSyncHoldNoValue() {
    Invocation run = scan("web.yaml", "--patch", "--store=vault");
    assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS);
    assertThat(run.err()).contains("web.yaml:20");
    assertThat(run.out())
        .startsWith(
            """
            apiVersion: keyturn.dev/v1alpha1
            kind: SecretSync
            metadata:
              name: web-env
              namespace: shop
            spec:
              secretStoreRef:
                # check: the store; keyturn init writes one
                name: vault
              data:
                - secretKey: migrate.DATABASE_URL
                  # check: where the value is kept
                  remoteRef:
                    key: web
                    property: migrate.DATABASE_URL
                - secretKey: API_KEY
                  # check: where the value is kept
                  remoteRef:
                    key: web
                    property: API_KEY
                - secretKey: web.DATABASE_URL
                  # check: where the value is kept
                  remoteRef:
                    key: web
                    property: web.DATABASE_URL
            ---
            # once Secret web-env is there: kubectl patch deployment web -n shop --type json --patch-file FILE
            - op: test
              path: /spec/template/spec/initContainers/0/name
              value: migrate
            - op: test
              path: /spec/template/spec/initContainers/0/env/0/name
              value: DATABASE_URL
            - op: remove
              path: /spec/template/spec/initContainers/0/env/0/value
            - op: add
              path: /spec/template/spec/initContainers/0/env/0/valueFrom
              value:
                secretKeyRef:
                  name: web-env
                  key: migrate.DATABASE_URL
            """);
  }

  @Test
  @Proves("F036")
  void thePatchAppliesAndLeavesNoLiteral() throws IOException {
    try (TestCluster cluster = new TestCluster(folder)) {
      cluster.namespace("shop");
      cluster.apply(WEB);
      String kubeconfig = cluster.kubeconfig().toString();
      Invocation found =
          scan("--from-cluster", "-n", "shop", "--kubeconfig", kubeconfig, "--out", "patches");
      assertThat(found.status()).isEqualTo(ExitStatus.FINDINGS);
      assertThat(found.err()).contains("3 found");

      cluster.apply(Files.readString(folder.resolve("patches/shop/deployment-web.sync.yaml")));
      Deployment patched =
          cluster
              .client
              .apps()
              .deployments()
              .inNamespace("shop")
              .withName("web")
              .patch(
                  PatchContext.of(PatchType.JSON),
                  Files.readString(folder.resolve("patches/shop/deployment-web.patch.json")));
      assertThat(patched.toString()).doesNotContain(CANARY);
      List<EnvVar> variables =
          patched.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv();
      assertThat(variables)
          .extracting(EnvVar::getName)
          .containsExactly("LOG_LEVEL", "API_KEY", "DATABASE_URL", "FROM_SECRET_TOKEN");
      assertThat(variables.get(1).getValueFrom().getSecretKeyRef().getName()).isEqualTo("web-env");
      assertThat(variables.get(0).getValue()).isEqualTo("info");

      Invocation again = scan("--from-cluster", "-A", "--kubeconfig", kubeconfig);
      assertThat(again.status()).as(again.out()).isZero();
      assertThat(again.out()).isEmpty();
    }
  }

  @Test
  void aPatchIsRefusedWhereTheListHasChanged() throws IOException {
    try (TestCluster cluster = new TestCluster(folder)) {
      cluster.namespace("shop");
      cluster.apply(
          WEB.replace(
              "{name: LOG_LEVEL, value: info}",
              "{name: A, value: b}\n            - {name: LOG_LEVEL, value: info}"));
      scan("web.yaml", "--out", "patches");
      String patch = Files.readString(folder.resolve("patches/shop/deployment-web.patch.json"));
      var web = cluster.client.apps().deployments().inNamespace("shop").withName("web");
      assertThatThrownBy(() -> web.patch(PatchContext.of(PatchType.JSON), patch))
          .isInstanceOf(KubernetesClientException.class);
      assertThat(web.get().toString()).contains(CANARY);
    }
  }

  @Test
  void theCopyThatKubectlKeepsGoesToo() throws IOException {
    Files.writeString(
        folder.resolve("copied.yaml"),
        WEB.replace(
            "namespace: shop}",
            "namespace: shop, annotations: {kubectl.kubernetes.io/last-applied-configuration: '"
                + CANARY
                + "'}}"));
    Invocation run = scan("copied.yaml", "--patch");
    assertThat(run.out())
        .endsWith(
            """
            - op: remove
              path: /metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration
            """);
  }

  @Test
  void aRefusalAndASilentClusterAreSaid() throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    try (TestCluster cluster = new TestCluster(folder)) {
      cluster.server.faults().failNext(1, RequestMatch.of("list", "deployments"), 403);
      Invocation denied = scan("--from-cluster", "--kubeconfig", kubeconfig.toString());
      assertThat(denied.status()).as(denied.err()).isEqualTo(ExitStatus.DENIED);
    }
    Invocation unreachable = scan("--from-cluster", "--kubeconfig", kubeconfig.toString());
    assertThat(unreachable.status()).as(unreachable.err()).isEqualTo(ExitStatus.CLUSTER);
  }

  @Test
  void everyKindWithAPodIsLookedAt() throws IOException {
    String env = "containers: [{name: c, env: [{name: TOKEN, value: " + CANARY + "}]}]";
    Files.writeString(
        folder.resolve("all.yaml"),
        """
        {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {%1$s}}
        ---
        {apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {jobTemplate: {spec: {template: {spec: {%1$s}}}}}}
        ---
        {apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: r}, spec: {template: {spec: {%1$s}}}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {TOKEN: x}}
        """
            .formatted(env));
    Invocation run = scan("all.yaml", "--patch");
    assertThat(run.err()).contains("Pod/p", "CronJob/c", "Rollout/r", "3 found");
    assertThat(run.out())
        .contains(
            "kubectl patch rollouts.argoproj.io r --type json",
            "kubectl patch cronjob c ",
            "has to be made anew: kubectl patch pod p ");
  }

  @Test
  void nothingFoundIsZeroAndNothingToScanIsWrong() throws IOException {
    Files.writeString(folder.resolve("clean.yaml"), "{kind: Pod, metadata: {name: p}}");
    assertThat(scan("clean.yaml").status()).isZero();
    assertThat(scan().status()).isEqualTo(ExitStatus.USAGE);
    assertThat(scan("web.yaml", "--from-cluster").status()).isEqualTo(ExitStatus.USAGE);
  }

  private Invocation scan(String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "scan";
    System.arraycopy(more, 0, arguments, 1, more.length);
    Invocation run = Invocation.in(folder, arguments);
    assertThat(run.out() + run.err()).doesNotContain(CANARY);
    return run;
  }
}
