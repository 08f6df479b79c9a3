package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorOptions;
import dev.keyturn.e2e.operator.TimedOperator;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.operator.devcluster.ShiftedTime;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A tenant with a store, and an operator whose clock is moved. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TimedCases {
  RealControlPlane cluster;
  Installation installation;
  Objects shop;
  RealVault vault;
  String mount;

  @BeforeAll
  void install(RealControlPlane realCluster, RealVault realVault) {
    cluster = realCluster;
    vault = realVault;
    installation = Installation.enrolled(cluster, "timed");
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

  final OperatorOptions options(URI apiServer) {
    return installation
        .options(apiServer, "keyturn-0")
        .with("--endpoints-allow", vault.url().toString(), "--drain-seconds", "2");
  }

  final TimedOperator start(URI apiServer, ShiftedTime time) {
    return TimedOperator.start(options(apiServer).with("--leader-election", "false"), time);
  }

  final void write(String key, String value) {
    vault.keyValues().write(mount, key, Map.of("v", value));
  }

  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }
}
