package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus.Counts;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus.FailedNamespace;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One SecretSync for many namespaces, with the rights that the chart gives and no others. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class ClusterSecretSyncTest {
  private static final Map<String, String> VALUE = Map.of("key", "value");

  @Test
  void selectedNamespacesGetTheirSyncAndLoseItWithTheLabelOrTheOwner(
      RealControlPlane cluster, RealVault vault) {
    try (Installation installation = Installation.enrolled(cluster, "shop", "pay")) {
      String name = installation.namespace();
      KubernetesClient client = installation.client();
      Objects shop = new Objects(client, installation.tenant(0));
      Objects pay = new Objects(client, installation.tenant(1));
      String stranger = cluster.createNamespace("stranger");
      vault.keyValues().mount(name, 2);
      vault.keyValues().write(name, "shared", VALUE);
      shop.secret("vault-token", "token", vault.rootToken());
      label(client, shop.namespace(), name);
      label(client, pay.namespace(), name);
      label(client, stranger, name);
      try (OperatorProcess operator =
          installation.start("keyturn-0", "--endpoints-allow", vault.url().toString())) {
        shop.apply(clusterStore(name, vault, shop.namespace()));
        shop.apply(scope(name, shop.namespace(), pay.namespace()));
        shop.apply(clusterSync(name));

        shop.awaitData("db", VALUE);
        pay.awaitData("db", VALUE);
        await(() -> counts(client, name).equals(new Counts(3, 2, 1)));
        assertThat(status(client, name).failed())
            .containsExactly(new FailedNamespace(stranger, "AccessDenied", "not-enrolled"));

        suspend(client, shop.namespace());
        await(() -> sync(client, shop.namespace()).getSpec().suspend() == null);
        assertThat(sync(client, shop.namespace()).getMetadata().getManagedFields())
            .filteredOn(entry -> "keyturn-stamps".equals(entry.getManager()))
            .extracting(entry -> entry.getOperation())
            .containsExactly("Apply");

        label(client, pay.namespace(), null);
        await(() -> find(client, pay.namespace()) == null && pay.data("db").isEmpty());
        await(() -> counts(client, name).equals(new Counts(2, 1, 1)));
        AuditLog.Mark mark = cluster.audit().mark();
        client.resources(ClusterSecretSync.class).withName(name).delete();
        await(() -> find(client, shop.namespace()) == null && shop.data("db").isEmpty());
        assertThat(installation.requests(mark).writes().countByKind().keySet())
            .noneMatch(kind -> kind.startsWith("delete "));
        assertThat(operator.isAlive()).isTrue();
      } finally {
        client.resources(ClusterSecretSync.class).withName(name).delete();
        client.resources(TenantSecretScope.class).withName(name).delete();
        client.resources(ClusterSecretStore.class).withName(name).delete();
        client.namespaces().withName(stranger).delete();
      }
    }
  }

  private static void await(Callable<Boolean> condition) {
    patience().until(condition);
  }

  private static ConditionFactory patience() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
  }

  private static void label(KubernetesClient client, String namespace, @Nullable String value) {
    client
        .namespaces()
        .withName(namespace)
        .edit(object -> {
          object.getMetadata().getLabels().remove("keyturn-test");
          if (value != null) {
            object.getMetadata().getLabels().put("keyturn-test", value);
          }
          return object;
        });
  }

  /** As a person does it with kubectl: a field that the stamp does not have. */
  private static void suspend(KubernetesClient client, String namespace) {
    client
        .resources(SecretSync.class)
        .inNamespace(namespace)
        .withName("db")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": true}}");
  }

  private static @Nullable SecretSync find(KubernetesClient client, String namespace) {
    return client.resources(SecretSync.class).inNamespace(namespace).withName("db").get();
  }

  private static SecretSync sync(KubernetesClient client, String namespace) {
    return Optional.ofNullable(find(client, namespace)).orElseThrow();
  }

  private static ClusterSecretSyncStatus status(KubernetesClient client, String name) {
    return Optional.ofNullable(client.resources(ClusterSecretSync.class).withName(name).get())
        .map(ClusterSecretSync::getStatus)
        .orElseThrow();
  }

  private static Counts counts(KubernetesClient client, String name) {
    return Optional.ofNullable(status(client, name).counts()).orElseThrow();
  }

  private static String clusterSync(String name) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: ClusterSecretSync
    metadata: {name: %s}
    spec:
      namespaceSelector: {matchLabels: {keyturn-test: %s}}
      name: db
      metadata: {labels: {team: shop}}
      spec:
        secretStoreRef: {name: %s, kind: ClusterSecretStore}
        dataFrom: [{extract: {key: shared}}]
    """
        .formatted(name, name, name);
  }

  private static String clusterStore(String name, RealVault vault, String credentials) {
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
        .formatted(name, vault.url(), name, credentials);
  }

  private static String scope(String name, String... namespaces) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: TenantSecretScope
    metadata: {name: %s}
    spec:
      tenant: shop
      namespaces: {names: [%s]}
      stores:
        - {name: %s, read: [shared]}
    """
        .formatted(name, String.join(", ", namespaces), name);
  }
}
