package dev.keyturn.e2e.vault;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.HttpFailureException;
import dev.keyturn.e2e.process.LoopbackPorts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresComponents(VAULT)
class RealVaultTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void versionsOfASecretAreWrittenHiddenAndDestroyed(RealVault vault) {
    VaultKeyValues values = vault.keyValues();
    values.mount("versions", 2);
    assertThat(values.write("versions", "db", Map.of("password", "one"))).isEqualTo(1);
    assertThat(values.write("versions", "db", Map.of("password", "two"))).isEqualTo(2);
    assertThat(values.read("versions", "db").json().at("/data/data/password").asText())
        .isEqualTo("two");

    values.softDelete("versions", "db", 2);
    assertThat(values.read("versions", "db").status()).isEqualTo(404);
    values.undelete("versions", "db", 2);
    assertThat(values.read("versions", "db").status()).isEqualTo(200);
    values.destroy("versions", "db", 2);
    assertThat(values.read("versions", "db").json().at("/data/metadata/destroyed").asBoolean())
        .isTrue();
    values.deleteCompletely("versions", "db");
    assertThat(values.read("versions", "db").json().at("/data").isMissingNode()).isTrue();
  }

  @Test
  void ledgerCountsLoginsReadsAndRefusals(RealVault vault) {
    vault.keyValues().mount("counted", 1);
    vault.keyValues().writeVersion1("counted", "db", Map.of("password", "one"));
    vault.access().readPolicy("counted", "counted");
    vault.access().enableAppRole("counted");
    VaultAccess.AppRole role = vault.access().appRole("counted", "app", HOUR, "counted");
    VaultLedger.Mark mark = vault.ledger().mark();

    ObjectNode login =
        JSON.createObjectNode().put("role_id", role.roleId()).put("secret_id", role.secretId());
    String token =
        vault
            .anonymous()
            .post("/v1/auth/counted/login", login)
            .orThrow()
            .json()
            .at("/auth/client_token")
            .asText();
    vault.as(token).get("/v1/counted/db").orThrow();
    vault.as(token).get("/v1/counted/db").orThrow();
    assertThat(vault.as(token).get("/v1/sys/mounts").status()).isEqualTo(403);

    assertThat(vault.ledger().logins(mark)).isEqualTo(1);
    assertThat(vault.ledger().count(mark, "counted/db")).isEqualTo(2);
    assertThat(vault.ledger().countByPath(mark)).containsEntry("read counted/db", 2);
    assertThat(vault.ledger().since(mark).getLast().failed()).isTrue();

    vault.access().revoke(token);
    assertThat(vault.as(token).get("/v1/counted/db").status()).isEqualTo(403);
  }

  @Test
  @RequiresComponents({VAULT, ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER})
  void serviceAccountOfTheRealClusterLogsIn(RealVault vault, RealControlPlane cluster) {
    String namespace = cluster.createNamespace("vault");
    cluster.createServiceAccount(namespace, "app");
    cluster.createServiceAccount(namespace, "reviewer");
    cluster.bindClusterRole(namespace, "reviewer", "system:auth-delegator");
    vault
        .access()
        .enableKubernetes(
            "cluster", cluster, cluster.serviceAccountToken(namespace, "reviewer", HOUR));
    vault.access().kubernetesRole("cluster", "app", namespace, "app", "vault", HOUR, "default");
    String token = cluster.serviceAccountToken(namespace, "app", HOUR, "vault");

    ObjectNode login = JSON.createObjectNode().put("role", "app").put("jwt", token);
    assertThat(vault.anonymous().post("/v1/auth/cluster/login", login).status()).isEqualTo(200);
  }

  @Test
  void sealedAndRestartedServerKeepsItsDataAndLeavesNothingBehind(Provision provision) {
    RealVault vault = RealVault.start(provision, VaultOptions.withTls());
    long pid;
    try (vault) {
      assertThat(vault.url().getScheme()).isEqualTo("https");
      vault.keyValues().mount("kept", 2);
      vault.keyValues().write("kept", "db", Map.of("password", "one"));
      vault.seal();
      assertThat(vault.keyValues().read("kept", "db").status()).isEqualTo(503);
      vault.unseal();
      assertThat(vault.keyValues().read("kept", "db").status()).isEqualTo(200);
      vault.stop();
      assertThatThrownBy(() -> vault.keyValues().read("kept", "db"))
          .isInstanceOf(HttpFailureException.class);
      vault.restart();
      pid = vault.server().pid();
      assertThat(vault.keyValues().read("kept", "db").status()).isEqualTo(200);
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(LoopbackPorts.isFree(vault.url().getPort())).isTrue();
  }
}
