package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SyncKeys;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.dev.Skeletons;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The everyday life of a SecretSync, between a real Vault and a real cluster. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaultToSecretTest {
  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    installation = Installation.enrolled(cluster, "shop");
    shop = new Objects(installation.client(), installation.tenant(0));
    mount = installation.tenant(0);
    vault.keyValues().mount(mount, 2);
    vault.access().readPolicy(mount, mount);
    shop.secret("vault-token", "token", vault.access().createToken(Duration.ofHours(1), mount));
    cluster.createServiceAccount(mount, "app");
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.awaitStore("vault", "True/Valid");
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
  }

  @Test
  void aTokenLoginBringsTheValuesAndANewVersionFollows() {
    vault.keyValues().write(mount, "db", Map.of("username", "shop", "password", "one"));
    shop.apply(sync("db", "vault", "dataFrom: [{extract: {key: db}}]"));
    shop.awaitData("db", Map.of("username", "shop", "password", "one"));
    shop.awaitCondition("db", Condition.READY, "True/UpToDate");

    vault.keyValues().write(mount, "db", Map.of("username", "shop", "password", "two"));
    shop.awaitData("db", Map.of("username", "shop", "password", "two"));
  }

  @Test
  void anAppRoleLoginBringsTheValues() {
    vault.access().enableAppRole(mount + "-approle");
    VaultAccess.AppRole role =
        vault.access().appRole(mount + "-approle", "shop", Duration.ofMinutes(20), mount);
    shop.secret("approle", "secret-id", role.secretId());
    shop.apply(
        store(
            "approle",
            "appRole: {path: %s-approle, roleId: %s, secretRef: {name: approle, key: secret-id}}"
                .formatted(mount, role.roleId())));
    vault.keyValues().write(mount, "approle", Map.of("key", "by-approle"));
    shop.apply(
        sync(
            "by-approle",
            "approle",
            "data: [{secretKey: k, remoteRef: {key: approle, property: key}}]"));
    shop.awaitData("by-approle", Map.of("k", "by-approle"));
  }

  @Test
  @Proves("F038")
  void whatInitWritesForThisVaultBringsTheValues(RealControlPlane cluster, @TempDir Path folder) {
    String login = mount + "-starter";
    cluster.createServiceAccount(mount, "starter-reviewer");
    cluster.bindClusterRole(mount, "starter-reviewer", "system:auth-delegator");
    String reviewer =
        cluster.serviceAccountToken(
            mount, "starter-reviewer", Duration.ofHours(1), "https://kubernetes.default.svc");
    vault.access().enableKubernetes(login, cluster, reviewer);
    vault
        .access()
        .kubernetesRole(login, "starter", mount, "app", "vault", Duration.ofMinutes(20), mount);
    vault.keyValues().write(mount, "starter", Map.of("user", "shop", "password", "begun"));
    List<String> written =
        Skeletons.of(
            folder,
            Map.of("VAULT_ADDR", vault.url().toString()),
            "--name=starter",
            "--keys=starter");
    // Mounts and account are marked as lines to look at; the store "vault" of this suite stays.
    shop.apply(
        written
            .getFirst()
            .replace("name: starter\n", "name: app\n")
            .replace("name: vault\n", "name: starter\n")
            .replace("mountPath: kubernetes", "mountPath: " + login)
            .replace("path: secret\n", "path: " + mount + "\n"));
    shop.apply(written.getLast().replace("name: vault\n", "name: starter\n"));
    shop.awaitStore("starter", "True/Valid");
    shop.awaitData("starter", Map.of("user", "shop", "password", "begun"));
    shop.awaitCondition("starter", Condition.READY, "True/UpToDate");
  }

  @Test
  void aKubernetesLoginBringsTheValues(RealControlPlane cluster) {
    String reviewer = mount + "-reviewer";
    cluster.createServiceAccount(mount, "reviewer");
    cluster.bindClusterRole(mount, "reviewer", "system:auth-delegator");
    vault
        .access()
        .enableKubernetes(
            reviewer,
            cluster,
            cluster.serviceAccountToken(
                mount, "reviewer", Duration.ofHours(1), "https://kubernetes.default.svc"));
    vault
        .access()
        .kubernetesRole(reviewer, "shop", mount, "app", "vault", Duration.ofMinutes(20), mount);
    shop.apply(
        store(
            "kubernetes",
            "kubernetes: {mountPath: %s, role: shop, serviceAccountRef: {name: app}}"
                .formatted(reviewer)));
    vault.keyValues().write(mount, "kubernetes", Map.of("key", "by-account"));
    shop.apply(
        sync(
            "by-account",
            "kubernetes",
            "data: [{secretKey: k, remoteRef: {key: kubernetes, property: key}}]"));
    shop.awaitData("by-account", Map.of("k", "by-account"));
  }

  @Test
  void aValueThatWasEditedInTheClusterIsPutBack() {
    vault.keyValues().write(mount, "edited", Map.of("key", "true-value"));
    shop.apply(Manifests.extract("edited", "vault", "1h", "edited"));
    shop.awaitData("edited", Map.of("key", "true-value"));

    edit("edited", "key", "foreign");
    shop.awaitData("edited", Map.of("key", "true-value"));
  }

  @Test
  @Fault(value = "D1", on = Fault.Tier.R)
  void aDeletedSecretComesBack() {
    vault.keyValues().write(mount, "lost", Map.of("key", "value"));
    shop.apply(Manifests.extract("lost", "vault", "1h", "lost"));
    shop.awaitData("lost", Map.of("key", "value"));

    installation.client().secrets().inNamespace(mount).withName("lost").delete();
    shop.awaitData("lost", Map.of("key", "value"));
  }

  @Test
  void aDeletedSyncTakesItsSecretWithIt() {
    vault.keyValues().write(mount, "owned", Map.of("key", "value"));
    shop.apply(sync("owned", "vault", "dataFrom: [{extract: {key: owned}}]"));
    shop.awaitData("owned", Map.of("key", "value"));

    installation.client().resources(SecretSync.class).inNamespace(mount).withName("owned").delete();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> shop.data("owned").isEmpty());
  }

  @Test
  @Fault(value = "V12", on = Fault.Tier.R)
  void aMissingKeyFailsTheSyncAndKeepsTheSecret() {
    vault.keyValues().write(mount, "half", Map.of("a", "1", "b", "2"));
    shop.apply(
        sync(
            "half",
            "vault",
            """
            data:
                - {secretKey: a, remoteRef: {key: half, property: a}}
                - {secretKey: b, remoteRef: {key: half, property: b}}\
            """));
    shop.awaitData("half", Map.of("a", "1", "b", "2"));

    vault.keyValues().write(mount, "half", Map.of("a", "3"));
    shop.awaitCondition("half", Condition.SYNCED, "False/KeyMissing");
    assertThat(shop.condition("half", Condition.READY)).isEqualTo("True/ServingLastGood");
    assertThat(shop.data("half")).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "2"));
    assertThat(shop.status("half").keys()).extracting(SyncKeys::display).isEqualTo("1/2");
    assertThat(shop.status("half").keys()).extracting(SyncKeys::missing).isEqualTo(List.of("b"));
  }

  @Test
  void aSoftDeletedVersionIsNoEmptySecret() {
    vault.keyValues().write(mount, "deleted", Map.of("key", "kept"));
    shop.apply(sync("deleted", "vault", "dataFrom: [{extract: {key: deleted}}]"));
    shop.awaitData("deleted", Map.of("key", "kept"));

    vault.keyValues().softDelete(mount, "deleted", 1);
    shop.awaitCondition("deleted", Condition.SYNCED, "False/SourceDeleted");
    assertThat(shop.data("deleted")).isEqualTo(Map.of("key", "kept"));
  }

  @Test
  void aPathThatIsNotGrantedIsAccessDenied() {
    vault.keyValues().mount(mount + "-other", 2);
    vault.keyValues().write(mount + "-other", "x", Map.of("key", "secret"));
    shop.apply(Manifests.tokenStore(vault, "other", mount + "-other"));
    shop.awaitStore("other", "True/Valid");
    shop.apply(sync("denied", "other", "dataFrom: [{extract: {key: x}}]"));
    shop.awaitCondition("denied", Condition.SYNCED, "False/AccessDenied");
    assertThat(shop.data("denied")).isEmpty();
  }

  @Test
  void aWrongPathIsNotFound() {
    shop.apply(sync("wrong", "vault", "dataFrom: [{extract: {key: never/written}}]"));
    shop.awaitCondition("wrong", Condition.READY, "False/NotFound");
  }

  /** The chart's value features.restart is off here, and so is the right. */
  @Test
  @Fault(value = "S9", on = Fault.Tier.R)
  void withoutTheRightToRestartTheSecretIsWrittenAndTheConditionNamesTheChartValue() {
    vault.keyValues().write(mount, "restarting", Map.of("key", "one"));
    shop.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              containers: [{name: main, image: app, envFrom: [{secretRef: {name: restarting}}]}]
        """);
    shop.apply(
        Manifests.extract("restarting", "vault", "10s", "restarting")
            + "  restart: {auto: true}\n");
    shop.awaitData("restarting", Map.of("key", "one"));
    shop.awaitCondition("restarting", "WorkloadsUpdated", "False/AccessDenied");
    vault.keyValues().write(mount, "restarting", Map.of("key", "two"));
    shop.request("restarting");
    shop.awaitData("restarting", Map.of("key", "two"));
    shop.awaitCondition("restarting", Condition.READY, "True/UpToDate");
    assertThat(shop.status("restarting").conditions())
        .filteredOn(condition -> condition.type().equals("WorkloadsUpdated"))
        .singleElement()
        .satisfies(condition -> {
          assertThat(condition.reason()).isEqualTo("AccessDenied");
          assertThat(condition.message()).contains("features.restart");
        });
    var deployment =
        installation.client().apps().deployments().inNamespace(mount).withName("api").require();
    assertThat(deployment.getMetadata().getGeneration()).isOne();
  }

  private void edit(String secret, String key, String value) {
    installation
        .client()
        .secrets()
        .inNamespace(mount)
        .withName(secret)
        .edit((Secret found) -> {
          found.getData().put(key, Base64.getEncoder().encodeToString(value.getBytes()));
          return found;
        });
  }

  private String store(String name, String auth) {
    return Manifests.store(vault, name, mount, auth);
  }

  private static String sync(String name, String store, String rest) {
    return Manifests.sync(name, store, "10s", rest);
  }
}
