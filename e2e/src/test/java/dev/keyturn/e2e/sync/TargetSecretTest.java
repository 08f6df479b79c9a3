package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.Map;
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
}
