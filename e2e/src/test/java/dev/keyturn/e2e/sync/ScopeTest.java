package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.FaultyProxy.Spoil;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultEngines;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultRequest;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A ClusterSecretStore is closed until a scope opens it, and closes again when the scope goes. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopeTest {
  private Installation installation;
  private OperatorProcess operator;
  private FaultyProxy proxy;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    proxy = FaultyProxy.before(vault.url());
    installation = Installation.enrolled(cluster, "shop", "pay");
    mount = installation.namespace();
    shop = new Objects(installation.client(), installation.tenant(0));
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    operator = installation.start("keyturn-0", "--endpoints-allow", proxy.url().toString());
    shop.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: %s}
        spec:
          provider:
            vault:
              server: %s
              path: %1$s
              auth:
                tokenSecretRef: {name: vault-token, key: token, namespace: %s}
        """
            .formatted(mount, proxy.url(), shop.namespace()));
  }

  @AfterEach
  void close() {
    proxy.heal();
    revoke();
  }

  @AfterAll
  void uninstall() {
    installation.client().resources(ClusterSecretStore.class).withName(mount).delete();
    operator.close();
    installation.close();
    proxy.close();
  }

  private String store() {
    return "{name: " + mount + ", kind: ClusterSecretStore}";
  }

  private void grant() {
    shop.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: %s}
        spec:
          tenant: shop
          namespaces: {names: [%s]}
          stores:
            - name: %1$s
              read: ["tenants/${tenant}/**", "dynamic:%1$s-otp/**"]
              write: ["tenants/${tenant}/**"]
        """
            .formatted(mount, shop.namespace()));
  }

  private void revoke() {
    installation.client().resources(TenantSecretScope.class).withName(mount).delete();
  }

  @Test
  void aNamespaceReachesOnlyTheGrantedPathsOfASharedStore() {
    Objects pay = new Objects(installation.client(), installation.tenant(1));
    vault.keyValues().write(mount, "tenants/shop/db", Map.of("key", "shop"));
    vault.keyValues().write(mount, "tenants/pay/db", Map.of("key", "pay"));
    VaultLedger.Mark mark = vault.ledger().mark();
    shop.apply(Manifests.extract("own", store(), "1h", "tenants/shop/db"));
    shop.apply(Manifests.extract("foreign", store(), "1h", "tenants/pay/db"));
    pay.apply(Manifests.extract("ungranted", store(), "1h", "tenants/pay/db"));
    shop.awaitCondition("own", Condition.READY, "False/ScopeDenied");
    assertThat(shop.condition("own", Condition.STALLED)).isEqualTo("True/ScopeDenied");

    grant();
    shop.awaitData("own", Map.of("key", "shop"));
    shop.awaitCondition("own", Condition.SCOPE_ALLOWED, "True/Granted");
    shop.awaitCondition("foreign", Condition.SCOPE_ALLOWED, "False/ScopeDenied");
    pay.awaitCondition("ungranted", Condition.SCOPE_ALLOWED, "False/ScopeDenied");
    assertThat(vault.ledger().count(mark, mount + "/data/tenants/pay/db")).isZero();

    revoke();
    shop.awaitCondition("own", Condition.SYNCED, "False/ScopeDenied");
    assertThat(shop.data("own")).isEqualTo(Map.of("key", "shop"));
    assertThat(operator.isAlive()).isTrue();
  }

  /** A read and a push that have Vault's first answer on the way, and a lease that runs out. */
  @Test
  @Fault(value = "D8", on = Fault.Tier.R)
  void whatIsUnderWayWhenItsGrantEndsIsDroppedAndNothingFollows() {
    new VaultEngines(vault).oneTimePasswords(mount + "-otp", Duration.ofSeconds(8));
    vault.keyValues().write(mount, "tenants/shop/read", Map.of("key", "one"));
    shop.secret("app", "token", "one");
    grant();
    shop.apply(Manifests.extract("reading", store(), "10s", "tenants/shop/read"));
    shop.apply(
        Manifests.sync(
            "pushing",
            store(),
            "10s",
            "push: [{secretKey: token, source: {name: app},"
                + " remoteRef: {key: tenants/shop/pushed, property: token}}]"));
    shop.apply(
        Manifests.sync(
            "leasing",
            store(),
            "1h",
            """
            dataFrom:
                  - dynamic: {path: %s-otp/creds/app, method: POST, parameters: {ip: 127.0.0.1}}\
            """
                .formatted(mount)));
    for (String name : List.of("reading", "pushing", "leasing")) {
      shop.awaitCondition(name, Condition.READY, "True/UpToDate");
    }
    for (String key : List.of("read", "pushed")) {
      proxy.spoil("GET /v1/" + mount + "/data/tenants/shop/" + key, Spoil.HELD, 1);
    }
    vault.keyValues().write(mount, "tenants/shop/read", Map.of("key", "two"));
    shop.request("reading");
    shop.secret("app", "token", "two");
    await().until(() -> proxy.left() == 0);

    revoke();
    // Before the answers arrive the grant has certainly ended: another sync shows that.
    shop.apply(Manifests.extract("late", store(), "1h", "tenants/shop/read"));
    shop.awaitCondition("late", Condition.STALLED, "True/ScopeDenied");
    shop.awaitCondition("leasing", Condition.STALLED, "True/ScopeDenied");
    Map<String, String> leased = shop.data("leasing");
    VaultLedger.Mark ended = vault.ledger().mark();
    proxy.heal();
    shop.awaitCondition("reading", Condition.STALLED, "True/ScopeDenied");
    shop.awaitCondition("pushing", Condition.PUSHED, "False/ScopeDenied");
    shop.request("reading");
    shop.secret("app", "token", "three");
    String leases = "/v1/sys/leases/lookup/" + mount + "-otp/creds/app?list=true";
    await().until(() -> vault.root().get(leases).status() == 404);

    assertThat(vault.ledger().since(ended))
        .extracting(VaultRequest::path)
        .noneMatch(path -> path.startsWith(mount) || path.startsWith("sys/leases/renew"));
    assertThat(shop.data("reading")).isEqualTo(Map.of("key", "one"));
    assertThat(shop.data("leasing")).isEqualTo(leased);
    assertThat(
            vault
                .keyValues()
                .read(mount, "tenants/shop/pushed")
                .json()
                .at("/data/data/token")
                .asText())
        .isEqualTo("one");
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }
}
