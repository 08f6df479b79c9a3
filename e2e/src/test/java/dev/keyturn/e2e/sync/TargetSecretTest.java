package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Target Secrets that a real API server takes just so or not at all, and those that stay. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetSecretTest {
  private static final int HALF = 512 * 1024;

  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    installation = Installation.enrolled(cluster, "target");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.awaitStore("vault", "True/Valid");
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
  }

  private Secret secret(String name) {
    return installation.client().secrets().inNamespace(mount).withName(name).require();
  }

  private void assertKept(String name, Secret before, String reason, String detail) {
    shop.awaitCondition(name, Condition.SYNCED, "False/" + reason);
    assertThat(shop.status(name).lastError()).extracting("detail").isEqualTo(detail);
    assertThat(secret(name)).isEqualTo(before);
  }

  @Test
  @Fault(value = "S1", on = Fault.Tier.R)
  void everyByteArrivesAsItIs() {
    byte[] bytes = new byte[200 * 1024];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    vault.keyValues().write(mount, "bytes", Map.of("b", Base64.getEncoder().encodeToString(bytes)));
    shop.apply(
        Manifests.sync(
            "bytes",
            "vault",
            "1h",
            "data: [{secretKey: b, remoteRef: {key: bytes, property: b, decodingStrategy: Base64}}]"));
    shop.awaitCondition("bytes", Condition.READY, "True/UpToDate");
    assertThat(Base64.getDecoder().decode(secret("bytes").getData().get("b"))).isEqualTo(bytes);
  }

  @Test
  @Fault(value = "S2", on = Fault.Tier.R)
  void aMebibyteFitsAndOneByteMoreDoesNot() {
    vault.keyValues().write(mount, "large-a", Map.of("v", "a".repeat(HALF)));
    vault.keyValues().write(mount, "large-b", Map.of("v", "b".repeat(HALF)));
    shop.apply(
        Manifests.sync(
            "large",
            "vault",
            "10s",
            "data: [{secretKey: a, remoteRef: {key: large-a, property: v}},"
                + " {secretKey: b, remoteRef: {key: large-b, property: v}}]"));
    shop.awaitCondition("large", Condition.READY, "True/UpToDate");
    assertThat(shop.data("large").values()).extracting(String::length).containsExactly(HALF, HALF);
    Secret before = secret("large");
    vault.keyValues().write(mount, "large-b", Map.of("v", "b".repeat(HALF + 1)));
    assertKept("large", before, "TargetTooLarge", "none");
  }

  @Test
  @Fault(value = "S4", on = Fault.Tier.R)
  void anImmutableSecretIsNeitherChangedNorMadeAnew() {
    vault.keyValues().write(mount, "fixed", Map.of("v", "one"));
    String data = "data: [{secretKey: %s, remoteRef: {key: fixed, property: v}}]";
    String immutable = "\n  target: {immutable: true}";
    shop.apply(Manifests.sync("fixed", "vault", "1h", data.formatted("a") + immutable));
    shop.awaitCondition("fixed", Condition.READY, "True/UpToDate");
    Secret before = secret("fixed");
    assertThat(before.getImmutable()).isTrue();
    shop.apply(Manifests.sync("fixed", "vault", "1h", data.formatted("b") + immutable));
    assertKept("fixed", before, "TargetInvalid", "immutable");
  }

  @Test
  @Fault(value = "S5", on = Fault.Tier.R)
  void anotherTypeIsRefusedAndTheSecretKept() {
    vault.keyValues().write(mount, "typed", Map.of("username", "u", "password", "p"));
    String rest = "dataFrom: [{extract: {key: typed}}]";
    shop.apply(Manifests.sync("typed", "vault", "1h", rest));
    shop.awaitCondition("typed", Condition.READY, "True/UpToDate");
    Secret before = secret("typed");
    shop.apply(
        Manifests.sync(
            "typed",
            "vault",
            "1h",
            rest + "\n  target: {template: {type: kubernetes.io/basic-auth}}"));
    assertKept("typed", before, "TargetInvalid", "type-change");
  }

  @Test
  @Proves("P024")
  void aForeignSecretIsAConflictAndIsTakenOnlyWhenTheSyncSaysSo() {
    vault.keyValues().write(mount, "foreign", Map.of("ours", "value"));
    shop.secret("foreign", "theirs", "kept");
    Secret before = secret("foreign");
    String rest = "dataFrom: [{extract: {key: foreign}}]";
    shop.apply(Manifests.sync("foreign", "vault", "10s", rest));
    assertKept("foreign", before, "OwnershipConflict", "none");
    shop.apply(Manifests.sync("foreign", "vault", "10s", rest + "\n  target: {adopt: true}"));
    shop.awaitData("foreign", Map.of("ours", "value", "theirs", "kept"));
    assertThat(secret("foreign").getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(secret("foreign").getMetadata().getOwnerReferences()).hasSize(1);

    shop.secret("shared", "theirs", "kept");
    shop.apply(
        Manifests.sync(
            "merging", "vault", "10s", rest + "\n  target: {name: shared, creationPolicy: Merge}"));
    shop.awaitData("shared", Map.of("ours", "value", "theirs", "kept"));
    assertThat(secret("shared").getMetadata().getOwnerReferences()).isEmpty();
    shop.apply(
        Manifests.sync("orphan", "vault", "10s", rest + "\n  target: {creationPolicy: Orphan}"));
    shop.awaitData("orphan", Map.of("ours", "value"));
    assertThat(secret("orphan").getMetadata().getOwnerReferences()).isEmpty();
  }

  /**
   * As External Secrets Operator writes them: by a manager that is named after the ExternalSecret,
   * which controls the Secret unless its creationPolicy says otherwise. The owner is a ConfigMap
   * here.
   */
  private void externalSecret(String name, boolean controlled) {
    String owner =
        controlled
            ? "ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: %s, uid: %s, controller: true}]"
                .formatted(name, configMap(name))
            : "labels: {reconcile.external-secrets.io/managed: \"true\"}";
    installation
        .client()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: %s
                  namespace: %s
                  %s
                data: {v: dGhlaXJz}
                """
                    .formatted(name, mount, owner),
                Secret.class))
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("externalsecrets.external-secrets.io/" + name)
                .build());
  }

  private String configMap(String name) {
    return installation
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(mount)
                .endMetadata()
                .build())
        .create()
        .getMetadata()
        .getUid();
  }

  @Test
  @Fault(value = "A2", on = Fault.Tier.R)
  void aSecretOfExternalSecretsOperatorIsLeftToItAndItsManagerIsNamed(RealControlPlane cluster) {
    AuditLog.Mark start = cluster.audit().mark();
    vault.keyValues().write(mount, "eso", Map.of("v", "ours"));
    Map<String, String> targets =
        Map.of(
            "eso-owner", "{adopt: true}",
            "eso-free", "{}",
            "eso-merge", "{creationPolicy: Merge}");
    targets.forEach((name, target) -> {
      externalSecret(name, name.equals("eso-owner"));
      Secret before = secret(name);
      shop.apply(
          Manifests.sync(
              name, "vault", "10s", "dataFrom: [{extract: {key: eso}}]\n  target: " + target));
      assertKept(name, before, "OwnershipConflict", "none");
      assertThat(shop.message(name, Condition.SYNCED))
          .contains("field manager externalsecrets.external-secrets.io/" + name);
      shop.request(name);
    });
    targets.keySet().forEach(name -> shop.awaitHandled(name));
    assertThat(
            installation
                .requests(start)
                .matching(request -> request.kind().equals("patch secrets"))
                .matching(request -> targets.containsKey(request.name()))
                .all())
        .isNotEmpty()
        .allMatch(request -> request.uri().contains("force=false") && request.status() == 409);
    targets.keySet().forEach(name -> assertThat(shop.data(name)).isEqualTo(Map.of("v", "theirs")));
  }

  @Test
  @Fault(value = "A4", on = Fault.Tier.R)
  void labelsThatAWebhookAddsCostNoWriteOnceItIsQuiet(RealControlPlane cluster) {
    vault.keyValues().write(mount, "labelled", Map.of("v", "one"));
    try (LabellingWebhook webhook =
        LabellingWebhook.start(installation.client(), mount, "labelled")) {
      shop.apply(
          Manifests.extract("labelled", "vault", "10s", "labelled")
              + "  target: {template: {metadata: {labels: {ours: kept}}}}\n");
      shop.awaitCondition("labelled", Condition.READY, "True/UpToDate");
      assertThat(secret("labelled").getMetadata().getLabels())
          .containsEntry("ours", "kept")
          .containsAllEntriesOf(LabellingWebhook.ADDED);
      AuditLog.Mark quiet = cluster.audit().mark();
      VaultLedger.Mark reads = vault.ledger().mark();
      long asked = webhook.asked();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> vault.ledger().count(reads, mount + "/data/labelled") >= 2);
      assertThat(installation.requests(quiet).writes().all())
          .noneMatch(request -> request.name().equals("labelled"));
      assertThat(webhook.asked()).isEqualTo(asked);

      vault.keyValues().write(mount, "labelled", Map.of("v", "two"));
      shop.request("labelled");
      shop.awaitData("labelled", Map.of("v", "two"));
      assertThat(secret("labelled").getMetadata().getLabels())
          .containsAllEntriesOf(LabellingWebhook.ADDED);
      assertThat(webhook.asked()).isGreaterThan(asked);
    }
  }
}
