package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.AuditedRequest;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Proves;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator whose account has Roles in two namespaces and nothing in the cluster. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class NamespacedInstallationTest {

  @Test
  @Proves("P003")
  void bothNamespacesWorkAndNothingIsAskedOfTheCluster(RealControlPlane cluster, RealVault vault) {
    AuditLog.Mark start = cluster.audit().mark();
    try (Installation installation = Installation.namespaced(cluster, "left", "right");
        OperatorProcess operator =
            installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
      Objects left = new Objects(installation.client(), installation.tenant(0));
      Objects right = new Objects(installation.client(), installation.tenant(1));
      Objects other = new Objects(installation.client(), cluster.createNamespace("other"));
      String mount = installation.namespace();
      vault.keyValues().mount(mount, 2);
      vault.keyValues().write(mount, "db", Map.of("v", "one"));
      for (Objects namespace : List.of(other, left, right)) {
        namespace.secret("vault-token", "token", vault.rootToken());
        namespace.apply(Manifests.tokenStore(vault, "vault", mount));
        namespace.apply(Manifests.extract("db", "vault", "1h", "db"));
        namespace.secret("made-here", "v", "pushed");
        namespace.apply(
            Manifests.sync(
                "out",
                "vault",
                "1h",
                "push: [{secretKey: v, source: {name: made-here}, remoteRef: {key: "
                    + namespace.namespace()
                    + ", property: v}}]"));
      }
      for (Objects namespace : List.of(left, right)) {
        namespace.awaitData("db", Map.of("v", "one"));
        namespace.awaitCondition("db", Condition.READY, "True/UpToDate");
        namespace.awaitCondition("out", Condition.PUSHED, "True/UpToDate");
      }
      // Watches of both: of the syncs, of the credentials and of the targets.
      vault.keyValues().write(mount, "db", Map.of("v", "two"));
      for (Objects namespace : List.of(left, right)) {
        namespace.request("db");
        namespace.awaitData("db", Map.of("v", "two"));
        installation
            .client()
            .secrets()
            .inNamespace(namespace.namespace())
            .withName("db")
            .withGracePeriod(0)
            .delete();
        namespace.awaitData("db", Map.of("v", "two"));
      }

      assertThat(other.data("db")).isEmpty();
      assertThat(other.condition("db", Condition.READY)).isEmpty();
      List<AuditedRequest> requests = installation.requests(start).all();
      assertThat(requests)
          .extracting(AuditedRequest::kind)
          .contains("list secretsyncs", "watch secretsyncs", "list secrets", "watch secrets");
      assertThat(requests)
          .extracting(AuditedRequest::namespace)
          .containsOnly(left.namespace(), right.namespace(), installation.namespace());
      assertThat(requests).noneMatch(request -> request.status() == 403);
      assertThat(operator.metrics().sum("keyturn_leader")).isOne();
      installation.client().namespaces().withName(other.namespace()).delete();
    }
  }
}
