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
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A ClusterSecretStore is closed until a scope opens it, and closes again when the scope goes. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class ScopeTest {

  @Test
  void aNamespaceReachesOnlyTheGrantedPathsOfASharedStore(
      RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.enrolled(cluster, "shop", "pay")) {
      String mount = installation.namespace();
      Objects shop = new Objects(installation.client(), installation.tenant(0));
      Objects pay = new Objects(installation.client(), installation.tenant(1));
      vault.keyValues().mount(mount, 2);
      vault.keyValues().write(mount, "tenants/shop/db", Map.of("key", "shop"));
      vault.keyValues().write(mount, "tenants/pay/db", Map.of("key", "pay"));
      shop.secret("vault-token", "token", vault.rootToken());
      try (OperatorProcess operator =
          installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
        shop.apply(clusterStore(mount, vault, shop.namespace()));
        VaultLedger.Mark mark = vault.ledger().mark();
        String store = "{name: " + mount + ", kind: ClusterSecretStore}";
        shop.apply(Manifests.extract("own", store, "1h", "tenants/shop/db"));
        shop.apply(Manifests.extract("foreign", store, "1h", "tenants/pay/db"));
        pay.apply(Manifests.extract("ungranted", store, "1h", "tenants/pay/db"));
        shop.awaitCondition("own", Condition.READY, "False/ScopeDenied");
        assertThat(shop.condition("own", Condition.STALLED)).isEqualTo("True/ScopeDenied");

        shop.apply(scope(mount, shop.namespace()));
        shop.awaitData("own", Map.of("key", "shop"));
        shop.awaitCondition("own", Condition.SCOPE_ALLOWED, "True/Granted");
        shop.awaitCondition("foreign", Condition.SCOPE_ALLOWED, "False/ScopeDenied");
        pay.awaitCondition("ungranted", Condition.SCOPE_ALLOWED, "False/ScopeDenied");
        assertThat(vault.ledger().count(mark, mount + "/data/tenants/pay/db")).isZero();

        installation.client().resources(TenantSecretScope.class).withName(mount).delete();
        shop.awaitCondition("own", Condition.SYNCED, "False/ScopeDenied");
        assertThat(shop.data("own")).isEqualTo(Map.of("key", "shop"));
        assertThat(operator.isAlive()).isTrue();
      } finally {
        installation.client().resources(TenantSecretScope.class).withName(mount).delete();
        installation.client().resources(ClusterSecretStore.class).withName(mount).delete();
      }
    }
  }

  private static String clusterStore(String mount, RealVault vault, String credentials) {
    return """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: %s}
        spec:
          provider:
            vault:
              server: %s
              path: %s
              auth:
                tokenSecretRef: {name: vault-token, key: token, namespace: %s}
        """
        .formatted(mount, vault.url(), mount, credentials);
  }

  private static String scope(String name, String namespace) {
    return """
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: %s}
        spec:
          tenant: shop
          namespaces: {names: [%s]}
          stores:
            - {name: %s, read: ["tenants/${tenant}/**"]}
        """
        .formatted(name, namespace, name);
  }
}
