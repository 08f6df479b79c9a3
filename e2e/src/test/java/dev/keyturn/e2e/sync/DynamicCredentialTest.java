package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.POSTGRES;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.database.RealPostgres;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultEngines;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/**
 * A database user of a real PostgreSQL, from its issue to its end, over a crash of the operator.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT, POSTGRES})
class DynamicCredentialTest {
  private static final Duration LIFE = Duration.ofSeconds(45);
  private static final Duration GREATEST_LIFE = Duration.ofSeconds(100);

  @Test
  @Proves({"P037", "P057", "P059"})
  void aUserIsRenewedOverACrashThenReplacedAndEndsWithItsSync(
      RealControlPlane cluster, RealVault vault, Provision provision) {
    try (Installation installation = Installation.enrolled(cluster, "dynamic");
        RealPostgres postgres = RealPostgres.start(provision)) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      new VaultEngines(vault).postgres(mount, postgres, LIFE, GREATEST_LIFE);
      vault.access().policy(mount, rights(mount));
      shop.secret("vault-token", "token", vault.access().createToken(Duration.ofHours(1), mount));
      VaultLedger.Mark beginning = vault.ledger().mark();
      Map<String, String> first;
      try (OperatorProcess operator = start(installation, vault.url(), "keyturn-0")) {
        shop.apply(Manifests.tokenStore(vault, "vault", mount + "-kv"));
        shop.apply(
            Manifests.sync(
                "db",
                "vault",
                "1h",
                "dataFrom: [{dynamic: {path: %s/creds/app, renewAt: 50, revokeOnDelete: true}}]"
                    .formatted(mount)));
        shop.awaitCondition("db", Condition.READY, "True/UpToDate");
        first = shop.data("db");
        assertThat(postgres.canLogIn(user(first), password(first))).isTrue();
        operator.kill();
      }
      try (OperatorProcess operator = start(installation, vault.url(), "keyturn-0")) {
        await().until(() -> vault.ledger().count(beginning, "sys/leases/renew") >= 1);
        assertThat(shop.data("db")).isEqualTo(first);
        assertThat(vault.ledger().count(beginning, mount + "/creds/app")).isOne();
        assertThat(postgres.canLogIn(user(first), password(first))).isTrue();

        await().until(() -> !shop.data("db").equals(first));
        Map<String, String> second = shop.data("db");
        assertThat(postgres.canLogIn(user(second), password(second))).isTrue();
        await().until(() -> vault.ledger().count(beginning, "sys/leases/revoke") >= 1);
        await().until(() -> !postgres.canLogIn(user(first), password(first)));

        VaultLedger.Mark beforeDeletion = vault.ledger().mark();
        installation
            .client()
            .resources(SecretSync.class)
            .inNamespace(mount)
            .withName("db")
            .delete();
        await().until(() -> vault.ledger().count(beforeDeletion, "sys/leases/revoke") >= 1);
        await().until(() -> !postgres.canLogIn(user(second), password(second)));
        await()
            .until(() ->
                installation
                        .client()
                        .resources(SecretSync.class)
                        .inNamespace(mount)
                        .withName("db")
                        .get()
                    == null);
      }
    }
  }

  @Test
  @Fault(value = "V23", on = Fault.Tier.R)
  void aUserWhoseLeaseEndsWhileVaultIsAwayIsKeptAndThenReplacedByOneOther(
      RealControlPlane cluster, RealVault vault, Provision provision) {
    try (Installation installation = Installation.enrolled(cluster, "away");
        RealPostgres postgres = RealPostgres.start(provision);
        FaultyProxy proxy = FaultyProxy.before(vault.url());
        OperatorProcess operator = start(installation, proxy.url(), "keyturn-0")) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      new VaultEngines(vault).postgres(mount, postgres, Duration.ofSeconds(10), LIFE);
      vault.access().policy(mount, rights(mount));
      shop.secret("vault-token", "token", vault.access().createToken(Duration.ofHours(1), mount));
      shop.apply(
          Manifests.tokenStore(vault, "vault", mount + "-kv")
              .replace(vault.url().toString(), proxy.url().toString()));
      shop.apply(
          Manifests.sync(
              "db", "vault", "1h", "dataFrom: [{dynamic: {path: %s/creds/app}}]".formatted(mount)));
      shop.awaitCondition("db", Condition.READY, "True/UpToDate");
      Map<String, String> first = shop.data("db");
      for (String verb : List.of("GET", "POST", "PUT")) {
        proxy.refuse(verb + " /v1/", "503 Service Unavailable", "Retry-After: 1", "{}", 100_000);
      }
      shop.awaitCondition("db", Condition.READY, "False/SourceDeleted");
      assertThat(shop.status("db").lastError()).isNotNull();
      assertThat(shop.data("db")).isEqualTo(first);
      // What the alert KeyturnLeaseNotRenewed is made from.
      assertThat(operator.metrics().sum("keyturn_lease_duration_seconds")).isPositive();

      VaultLedger.Mark healed = vault.ledger().mark();
      proxy.heal();
      await().until(() -> !shop.data("db").equals(first));
      shop.awaitCondition("db", Condition.READY, "True/UpToDate");
      Map<String, String> second = shop.data("db");
      assertThat(postgres.canLogIn(user(second), password(second))).isTrue();
      await().until(() -> vault.ledger().count(healed, "sys/leases/revoke") >= 1);
      await().until(() -> !postgres.canLogIn(user(first), password(first)));
      assertThat(vault.ledger().count(healed, mount + "/creds/app")).isOne();
    }
  }

  private static String rights(String mount) {
    return """
    path "%s/creds/app" { capabilities = ["read"] }
    path "sys/leases/revoke" { capabilities = ["update"] }
    """
        .formatted(mount);
  }

  private static OperatorProcess start(Installation installation, URI vault, String pod) {
    return installation.start(
        pod, "--leader-election", "false", "--endpoints-allow", vault.toString());
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(300));
  }

  private static String user(Map<String, String> data) {
    return data.getOrDefault("username", "");
  }

  private static String password(Map<String, String> data) {
    return data.getOrDefault("password", "");
  }
}
