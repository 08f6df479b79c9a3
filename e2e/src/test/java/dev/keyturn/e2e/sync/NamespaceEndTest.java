package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Namespaces that are deleted with everything that is in them. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceEndTest {
  private RealControlPlane cluster;
  private Installation installation;
  private OperatorProcess operator;
  private RealVault vault;
  private FaultyProxy proxy;

  @BeforeAll
  void install(RealControlPlane realCluster, RealVault realVault) {
    cluster = realCluster;
    vault = realVault;
    proxy = FaultyProxy.before(vault.url());
    installation = Installation.enrolled(cluster, "held", "full");
    operator =
        installation.start(
            "keyturn-0",
            "--endpoints-allow",
            vault.url().toString(),
            "--endpoints-allow",
            proxy.url().toString());
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
    proxy.close();
  }

  private Objects tenant(int index, String server) {
    Objects tenant = new Objects(installation.client(), installation.tenant(index));
    vault.keyValues().mount(tenant.namespace(), 2);
    tenant.secret("vault-token", "token", vault.rootToken());
    tenant.apply(
        Manifests.tokenStore(vault, "vault", tenant.namespace())
            .replace(vault.url().toString(), server));
    tenant.awaitStore("vault", "True/Valid");
    return tenant;
  }

  private void pushed(Objects tenant, String name) {
    tenant.apply(
        Manifests.sync(
            name,
            "vault",
            "1h",
            "push: [{secretKey: key, source: {name: source}, remoteRef: {key: "
                + name
                + ", property: key}, deletionPolicy: Delete}]"));
  }

  private List<SecretSync> syncs(Objects tenant) {
    return installation
        .client()
        .resources(SecretSync.class)
        .inNamespace(tenant.namespace())
        .list()
        .getItems();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  /** The API server knows that the namespace ends; nobody empties it before we look. */
  @Test
  @Fault(value = "K14", on = Fault.Tier.R)
  void inANamespaceThatEndsNothingIsCreatedAndNoFinalizerIsKept() {
    Objects held = tenant(0, vault.url().toString());
    held.secret("source", "key", "v");
    pushed(held, "pushed");
    vault.keyValues().write(held.namespace(), "read", Map.of("key", "v"));
    held.apply(Manifests.extract("read", "vault", "1h", "read"));
    held.awaitCondition("pushed", Condition.PUSHED, "True/UpToDate");
    held.awaitData("read", Map.of("key", "v"));
    hold(held.namespace());

    AuditLog.Mark mark = cluster.audit().mark();
    cluster.controllerManager().suspend();
    try {
      installation.client().namespaces().withName(held.namespace()).delete();
      installation.client().secrets().inNamespace(held.namespace()).withName("read").delete();
      held.awaitCondition("read", Condition.SYNCED, "False/NotFound");
      held.request("read");
      await().until(() -> held.status("read").lastHandledRequest() != null);
    } finally {
      cluster.controllerManager().resume();
    }
    // One may be under way before it is known here that the namespace ends.
    assertThat(
            installation.requests(mark).all().stream()
                .filter(request -> request.kind().equals("patch secrets"))
                .filter(request -> request.namespace().equals(held.namespace())))
        .hasSizeLessThanOrEqualTo(1);
    await().until(() -> syncs(held).isEmpty());
    assertThat(installation.client().namespaces().withName(held.namespace()).get()).isNotNull();
    release(held.namespace());
    await()
        .until(() -> installation.client().namespaces().withName(held.namespace()).get() == null);
  }

  private void hold(String namespace) {
    installation
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("holder")
                .withNamespace(namespace)
                .addToFinalizers("example.com/held")
                .endMetadata()
                .build())
        .create();
  }

  private void release(String namespace) {
    installation
        .client()
        .configMaps()
        .inNamespace(namespace)
        .withName("holder")
        // Of no version: the end of the namespace is changing it at the same time.
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
  }

  /** Half of them owe something to the Vault that is down. */
  @Test
  @Fault(value = "D4", on = Fault.Tier.R)
  void aNamespaceOfFiveHundredSyncsIsGoneInAMinuteThoughItsVaultIsDown() {
    Objects full = tenant(1, proxy.url().toString());
    full.secret("source", "key", "v");
    vault.keyValues().write(full.namespace(), "read", Map.of("key", "v"));
    IntStream.range(0, 250)
        .parallel()
        .forEach(i -> {
          full.apply(Manifests.extract("read-" + i, "vault", "1h", "read"));
          pushed(full, "pushed-" + i);
        });
    await()
        .until(() ->
            syncs(full).stream().filter(sync -> !sync.getFinalizers().isEmpty()).count() == 250);
    full.awaitCondition("pushed-249", Condition.PUSHED, "True/UpToDate");

    proxy.close();
    installation.client().namespaces().withName(full.namespace()).delete();
    await()
        .until(() -> installation.client().namespaces().withName(full.namespace()).get() == null);
  }
}
