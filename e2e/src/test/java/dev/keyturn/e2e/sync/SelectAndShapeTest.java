package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One Secret of what a find finds in two stores of a real Vault, by path and name. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelectAndShapeTest {
  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;
  private String legacy;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    installation = Installation.enrolled(cluster, "shape");
    shop = new Objects(installation.client(), installation.tenant(0));
    mount = installation.tenant(0);
    legacy = mount + "-legacy";
    vault.keyValues().mount(mount, 2);
    vault.keyValues().mount(legacy, 2);
    vault.access().readPolicy(mount, mount);
    vault.access().readPolicy(legacy, legacy);
    shop.secret(
        "vault-token", "token", vault.access().createToken(Duration.ofHours(1), mount, legacy));
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.apply(Manifests.tokenStore(vault, "legacy", legacy));
    shop.awaitStore("vault", "True/Valid");
    shop.awaitStore("legacy", "True/Valid");
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
  }

  @Test
  void whatAFindFindsInTwoStoresBecomesOneSecret() {
    vault.keyValues().write(mount, "app/db", Map.of("url", "u1"));
    vault.keyValues().write(mount, "app/eu/api", Map.of("token", "t1"));
    vault.keyValues().write(mount, "other/x", Map.of("never", "seen"));
    vault.keyValues().write(legacy, "app/old", Map.of("key", "k1"));
    shop.apply(
        Manifests.sync(
            "all",
            "vault",
            "10s",
            """
            dataFrom:
                - find: {path: app, name: {regexp: "^app/"}}
                  rewrite: [{merge: {}}, {transform: {template: "NEW_{{ .value | upper }}"}}]
                - find: {path: app}
                  sourceRef: {storeRef: {name: legacy}}
                  rewrite: [{regexp: {source: "^app/(.*)$", target: "old-${1}"}}]\
            """));
    shop.awaitData(
        "all", Map.of("NEW_URL", "u1", "NEW_TOKEN", "t1", "old-old", "{\"key\":\"k1\"}"));
    shop.awaitCondition("all", Condition.READY, "True/UpToDate");

    vault.keyValues().softDelete(mount, "app/eu/api", 1);
    vault.keyValues().write(mount, "app/new", Map.of("extra", "e1"));
    shop.awaitData(
        "all", Map.of("NEW_URL", "u1", "NEW_EXTRA", "e1", "old-old", "{\"key\":\"k1\"}"));
  }

  @Test
  void aFindThatFindsNothingIsNotFound() {
    vault.keyValues().write(mount, "app/db", Map.of("url", "u1"));
    shop.apply(Manifests.sync("none", "vault", "10s", "dataFrom: [{find: {path: never/written}}]"));
    shop.awaitCondition("none", Condition.SYNCED, "False/NotFound");
  }
}
