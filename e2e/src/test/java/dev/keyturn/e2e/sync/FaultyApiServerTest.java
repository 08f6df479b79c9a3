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
import dev.keyturn.e2e.kube.CustomResources;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.FaultyProxy.Received;
import dev.keyturn.e2e.process.FaultyProxy.Spoil;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
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

/** A real API server that refuses, whose answers get lost, and that holds what we cannot read. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyApiServerTest {
  private static final String NO_HEADER = "X-Nothing: none";

  private RealControlPlane cluster;
  private FaultyProxy proxy;
  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane realCluster, RealVault realVault) {
    cluster = realCluster;
    vault = realVault;
    proxy = cluster.proxy();
    installation = Installation.enrolled(cluster, "api");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    operator =
        installation.start(proxy.url(), "keyturn-0", "--endpoints-allow", vault.url().toString());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.awaitStore("vault", "True/Valid");
  }

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
    proxy.close();
  }

  private void sync(String name, String value) {
    vault.keyValues().write(mount, name, Map.of("v", value));
    shop.apply(Manifests.extract(name, "vault", "1h", name));
  }

  private String secret(String name) {
    return "/api/v1/namespaces/" + mount + "/secrets/" + name;
  }

  private List<AuditedRequest> asked(AuditLog.Mark mark, String kind, String name) {
    return installation
        .requests(mark)
        .matching(request -> request.kind().equals(kind))
        .matching(request -> request.name().equals(name))
        .all();
  }

  private static String status(int code, String reason) {
    return """
    {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","reason":"%s",\
    "code":%d}\
    """
        .formatted(reason, code);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  @Test
  @Fault(value = "K3", on = Fault.Tier.R)
  void aLostAnswerOfAWriteCostsOneMoreWriteAtMost() {
    AuditLog.Mark first = cluster.audit().mark();
    proxy.spoil("PATCH " + secret("lost"), Spoil.LOST, 1);
    sync("lost", "one");
    shop.awaitCondition("lost", Condition.READY, "True/UpToDate");
    assertThat(proxy.left()).isZero();
    assertThat(shop.data("lost")).isEqualTo(Map.of("v", "one"));
    assertThat(asked(first, "patch secrets", "lost")).hasSizeBetween(1, 2);

    AuditLog.Mark second = cluster.audit().mark();
    proxy.spoil("PATCH " + secret("lost"), Spoil.LOST, 1);
    vault.keyValues().write(mount, "lost", Map.of("v", "two"));
    shop.request("lost");
    shop.awaitData("lost", Map.of("v", "two"));
    await().until(() -> proxy.left() == 0);
    shop.apply(
        Manifests.sync(
            "lost", "vault", "1h", "data: [{secretKey: w, remoteRef: {key: lost, property: v}}]"));
    shop.awaitData("lost", Map.of("w", "two"));
    assertThat(asked(second, "patch secrets", "lost")).hasSizeBetween(2, 3);
  }

  @Test
  @Fault(value = "K1", on = Fault.Tier.R)
  void aConflictIsDecidedOnTheLiveObjectAndEndsInOneWrite() {
    AuditLog.Mark mark = cluster.audit().mark();
    String conflict = status(409, "Conflict");
    String said = "/apis/keyturn.dev/v1alpha1/namespaces/" + mount + "/secretsyncs/storm/status";
    proxy.refuse("PATCH " + secret("storm"), "409 Conflict", NO_HEADER, conflict, 3);
    proxy.refuse("PATCH " + said, "409 Conflict", NO_HEADER, conflict, 1);
    sync("storm", "one");
    shop.awaitCondition("storm", Condition.READY, "True/UpToDate");
    assertThat(proxy.left()).isZero();
    assertThat(shop.data("storm")).isEqualTo(Map.of("v", "one"));
    assertThat(asked(mark, "get secrets", "storm")).hasSize(3);
    assertThat(asked(mark, "patch secrets", "storm")).hasSize(1);
    assertThat(asked(mark, "patch secretsyncs/status", "storm")).hasSize(1);
  }

  @Test
  @Fault(value = "K4", on = Fault.Tier.R)
  void aRetryAfterSilencesThatVerbOnThatResourceAlone() {
    String secrets = "PATCH " + secret("");
    Duration pause = Duration.ofSeconds(7);
    proxy.refuse(
        secrets,
        "429 Too Many Requests",
        "Retry-After: " + pause.toSeconds(),
        status(429, "TooManyRequests"),
        1);
    int before = proxy.received().size();
    sync("pausing", "one");
    await().until(() -> proxy.left() == 0);
    sync("paused", "one");
    shop.awaitData("pausing", Map.of("v", "one"));
    shop.awaitData("paused", Map.of("v", "one"));
    List<Received> since = proxy.received();
    List<Received> writes =
        since.subList(before, since.size()).stream()
            .filter(request -> request.line().startsWith(secrets))
            .toList();
    long refused = writes.get(0).nanoTime();
    long next = writes.get(1).nanoTime();
    assertThat(Duration.ofNanos(next - refused)).isGreaterThanOrEqualTo(pause);
    assertThat(since)
        .filteredOn(request -> request.nanoTime() > refused && request.nanoTime() < next)
        .isNotEmpty();
  }

  /** One that an older schema lets in; it stays when the newer schema comes. */
  @Test
  @Fault(value = "W9", on = Fault.Tier.R)
  void anObjectThatCannotBeReadIsSaidToBeInvalidAndStopsNobodyElse() {
    dropSchema();
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreException(KubernetesClientException.class)
          .untilAsserted(() ->
              shop.apply(
                  """
                  apiVersion: keyturn.dev/v1alpha1
                  kind: SecretSync
                  metadata: {name: odd}
                  spec: {secretStoreRef: {name: vault}, data: text}
                  """));
      await().until(() -> odd().contains("reason=ConfigInvalid"));
      sync("good", "one");
      shop.awaitData("good", Map.of("v", "one"));
      CustomResources.install(cluster);
      vault.keyValues().write(mount, "good", Map.of("v", "two"));
      shop.request("good");
      shop.awaitData("good", Map.of("v", "two"));
      assertThat(odd()).contains("reason=ConfigInvalid, status=True, type=Stalled");
    } finally {
      installation
          .client()
          .genericKubernetesResources("keyturn.dev/v1alpha1", "SecretSync")
          .inNamespace(mount)
          .withName("odd")
          .delete();
      CustomResources.install(cluster);
    }
  }

  private void dropSchema() {
    installation
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("secretsyncs.keyturn.dev")
        .edit(definition -> {
          CustomResourceDefinitionVersion version = definition.getSpec().getVersions().getFirst();
          // They would lead to fields that the schema does not name.
          version.setSelectableFields(List.of());
          version
              .getSchema()
              .setOpenAPIV3Schema(
                  new JSONSchemaPropsBuilder()
                      .withType("object")
                      .withXKubernetesPreserveUnknownFields(true)
                      .build());
          return definition;
        });
  }

  /** Read as it is: it does not fit the type. */
  private String odd() {
    return installation
        .client()
        .genericKubernetesResources("keyturn.dev/v1alpha1", "SecretSync")
        .inNamespace(mount)
        .withName("odd")
        .require()
        .getAdditionalProperties()
        .toString();
  }
}
