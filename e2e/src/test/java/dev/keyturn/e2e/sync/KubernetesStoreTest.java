package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.AuditedRequests;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Secrets of another namespace, with the rights that its role gives a tenant and no others. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER})
class KubernetesStoreTest {

  @Test
  void aTenantReadsAndWritesWhatItsOwnRoleAllows(RealControlPlane cluster) {
    try (Installation installation = Installation.enrolled(cluster, "shop")) {
      KubernetesClient client = installation.client();
      String name = installation.namespace();
      Objects shop = new Objects(client, installation.tenant(0));
      Objects platform = new Objects(client, cluster.createNamespace("platform"));
      platform.secret("db", "password", "one");
      platform.secret("closed", "password", "two");
      shop.secret("source", "token", "t1");
      rights(shop, platform);
      AuditLog.Mark mark = cluster.audit().mark();
      try (OperatorProcess operator = installation.start("keyturn-0")) {
        shop.apply(store(platform.namespace()));
        shop.apply(scope(name, shop.namespace()));
        shop.awaitStore("platform", "True/Valid");
        shop.apply(sync("db", "dataFrom: [{extract: {key: db}}]"));
        shop.awaitData("db", Map.of("password", "one"));

        shop.apply(sync("closed", "dataFrom: [{extract: {key: closed}}]"));
        shop.awaitCondition("closed", "Synced", "False/AccessDenied");
        shop.apply(sync("gone", "dataFrom: [{extract: {key: gone}}]"));
        shop.awaitCondition("gone", "Synced", "False/NotFound");

        shop.apply(sync("handed", push("token")));
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> platform.data("handed").equals(Map.of("token", "t1")));
        shop.secret("source", "token", "t2");
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> platform.data("handed").equals(Map.of("token", "t2")));
        assertThat(operator.isAlive()).isTrue();
        assertThat(there(cluster, mark, platform).by(shop.namespace(), "app").countByKind())
            .containsKeys("get secrets", "create secrets", "patch secrets");
        assertThat(
                there(cluster, mark, platform)
                    .matching(request -> request.user().contains(":" + name + ":"))
                    .all())
            .isEmpty();
      } finally {
        client.resources(TenantSecretScope.class).withName(name).delete();
        client.namespaces().withName(platform.namespace()).delete();
      }
    }
  }

  /** The same API server under another name: nothing tells it from that of another cluster. */
  @Test
  void aTokenOfAnotherClusterReadsAndWritesThereWhatItsRoleAllows(RealControlPlane cluster) {
    try (Installation installation = Installation.enrolled(cluster, "east")) {
      KubernetesClient client = installation.client();
      String name = installation.namespace();
      Objects shop = new Objects(client, installation.tenant(0));
      Objects platform = new Objects(client, cluster.createNamespace("platform"));
      platform.secret("db", "password", "one");
      platform.secret("closed", "password", "two");
      shop.secret("source", "token", "t1");
      rights(shop, platform);
      shop.secret(
          "east",
          "token",
          cluster.serviceAccountToken(shop.namespace(), "app", Duration.ofHours(1)));
      String url = "https://localhost:" + cluster.url().getPort();
      AuditLog.Mark mark = cluster.audit().mark();
      try (OperatorProcess operator = installation.start("keyturn-0", "--endpoints-allow", url)) {
        shop.apply(distant(url, cluster.certificateAuthorityPem(), platform.namespace()));
        shop.apply(scope(name, shop.namespace()));
        shop.awaitStore("platform", "True/Valid");
        shop.apply(sync("db", "dataFrom: [{extract: {key: db}}]"));
        shop.awaitData("db", Map.of("password", "one"));
        shop.apply(sync("closed", "dataFrom: [{extract: {key: closed}}]"));
        shop.awaitCondition("closed", "Synced", "False/AccessDenied");
        shop.apply(sync("handed", push("token")));
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> platform.data("handed").equals(Map.of("token", "t1")));
        assertThat(operator.isAlive()).isTrue();
        assertThat(there(cluster, mark, platform).by(shop.namespace(), "app").countByKind())
            .containsKeys("get secrets", "create secrets");
      } finally {
        client.resources(TenantSecretScope.class).withName(name).delete();
        client.namespaces().withName(platform.namespace()).delete();
      }
    }
  }

  private static AuditedRequests there(
      RealControlPlane cluster, AuditLog.Mark mark, Objects platform) {
    return cluster
        .audit()
        .since(mark)
        .matching(request -> request.namespace().equals(platform.namespace()))
        .matching(request -> request.resource().equals("secrets"))
        .matching(request -> !request.user().equals("system:apiserver"));
  }

  private static void rights(Objects shop, Objects platform) {
    shop.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: app}
        """);
    platform.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: shop}
        rules:
        - {apiGroups: [""], resources: [secrets], resourceNames: [db, gone], verbs: [get]}
        - {apiGroups: [""], resources: [secrets], resourceNames: [handed], verbs: [get, patch]}
        - {apiGroups: [""], resources: [secrets], verbs: [create]}
        - {apiGroups: [""], resources: [namespaces], resourceNames: [%s], verbs: [get]}
        """
            .formatted(platform.namespace()));
    platform.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: shop}
        subjects: [{kind: ServiceAccount, name: app, namespace: %s}]
        """
            .formatted(shop.namespace()));
  }

  private static String store(String remote) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretStore
    metadata: {name: platform}
    spec:
      provider:
        kubernetes:
          remoteNamespace: %s
          auth: {serviceAccount: {name: app}}
    """
        .formatted(remote);
  }

  private static String distant(String url, String authority, String remote) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretStore
    metadata: {name: platform}
    spec:
      provider:
        kubernetes:
          server:
            url: %s
            caBundle: |
    %s      remoteNamespace: %s
          auth: {token: {bearerToken: {name: east, key: token}}}
    """
        .formatted(url, authority.strip().indent(10), remote);
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
        - {kind: SecretStore, name: platform, read: ["*"], write: [handed]}
    """
        .formatted(name, namespace);
  }

  private static String sync(String name, String entries) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretSync
    metadata: {name: %s}
    spec:
      secretStoreRef: {name: platform}
      %s
    """
        .formatted(name, entries);
  }

  private static String push(String key) {
    return "push: [{secretKey: %1$s, source: {name: source}, remoteRef: {key: handed, property: %1$s}}]"
        .formatted(key);
  }
}
