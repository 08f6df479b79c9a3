package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.POSTGRES;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.database.RealPostgres;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultEngines;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** The user of a static role of a real Vault on a real PostgreSQL. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT, POSTGRES})
class StaticRoleTest {

  @Test
  @Proves("P058")
  void aRotationByHandIsReadAtTheNextRefreshAndNothingElseIsAChange(
      RealControlPlane cluster, RealVault vault, Provision provision) {
    try (Installation installation = Installation.enrolled(cluster, "static");
        RealPostgres postgres = RealPostgres.start(provision);
        OperatorProcess operator =
            installation.start(
                "keyturn-0",
                "--leader-election",
                "false",
                "--endpoints-allow",
                vault.url().toString())) {
      String mount = installation.tenant(0);
      String path = mount + "/static-creds/shop";
      Objects shop = new Objects(installation.client(), mount);
      role(vault, postgres, mount);
      shop.secret("vault-token", "token", vault.access().createToken(Duration.ofHours(1), mount));
      // The prefix is of the mount's own keys.
      shop.apply(Manifests.tokenStore(vault, "vault", mount + "-kv") + "  keyPrefix: prod/\n");
      shop.apply(Manifests.extract("db", "vault", "10s", "'role:" + path + "'"));
      shop.awaitCondition("db", Condition.READY, "True/UpToDate");
      Map<String, String> first = shop.data("db");
      assertThat(first).containsOnlyKeys("username", "password").containsEntry("username", "shop");
      assertThat(postgres.canLogIn("shop", first.getOrDefault("password", ""))).isTrue();

      // Each answer has another ttl.
      String version = version(installation, mount);
      VaultLedger.Mark unchanged = vault.ledger().mark();
      await().until(() -> vault.ledger().count(unchanged, path) >= 2);
      assertThat(version(installation, mount)).isEqualTo(version);

      vault
          .root()
          .post("/v1/" + mount + "/rotate-role/shop", JsonNodeFactory.instance.objectNode())
          .orThrow();
      VaultLedger.Mark rotated = vault.ledger().mark();
      await().until(() -> !shop.data("db").equals(first));
      // None where it came between the rotation and the mark.
      assertThat(vault.ledger().count(rotated, path)).isLessThanOrEqualTo(1);
      Map<String, String> second = shop.data("db");
      assertThat(postgres.canLogIn("shop", second.getOrDefault("password", ""))).isTrue();
      assertThat(postgres.canLogIn("shop", first.getOrDefault("password", ""))).isFalse();
      assertThat(operator.metrics().sum("keyturn_lease_duration_seconds")).isZero();
    }
  }

  private static void role(RealVault vault, RealPostgres postgres, String mount) {
    postgres.run("CREATE ROLE shop WITH LOGIN PASSWORD 'first'");
    VaultEngines engines = new VaultEngines(vault);
    engines.postgres(mount, postgres, Duration.ofMinutes(5), Duration.ofHours(1));
    engines.staticRole(mount, "shop", "shop");
    vault
        .access()
        .policy(
            mount, "path \"%s/static-creds/shop\" { capabilities = [\"read\"] }".formatted(mount));
  }

  private static String version(Installation installation, String namespace) {
    return installation
        .client()
        .secrets()
        .inNamespace(namespace)
        .withName("db")
        .get()
        .getMetadata()
        .getResourceVersion();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(100));
  }
}
