package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Values that go from a real cluster to a real Vault: generated and pushed. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutgoingTest {
  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    installation = Installation.enrolled(cluster, "push");
    shop = new Objects(installation.client(), installation.tenant(0));
    mount = installation.tenant(0);
    vault.keyValues().mount(mount, 2);
    vault
        .access()
        .policy(
            mount,
            "path \"%s/*\" { capabilities = [\"create\", \"read\", \"update\"] }".formatted(mount));
    shop.secret("vault-token", "token", vault.access().createToken(Duration.ofHours(1), mount));
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
    shop.awaitStore("vault", "True/Valid");
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
  }

  @Test
  @Proves({"F041", "P032"})
  void aTokenThatAnApplicationMadeReachesVaultWithoutWaitingForTheInterval() {
    shop.secret("app", "token", "one");
    push(
        "token",
        "1h",
        "{secretKey: token, source: {name: app}, remoteRef: {key: token, property: token}}");
    awaitRemote("token", "token", "one", 1);
    shop.secret("app", "token", "two");
    awaitRemote("token", "token", "two", 2);
  }

  @Test
  @Proves("F043")
  void anExpiryIsReadableBesideThePushedValue() {
    shop.secret("lease", "password", "p");
    push(
        "lease-push",
        "1h",
        "{secretKey: password, source: {name: lease}, remoteRef: {key: lease, property: password,"
            + " metadata: {expires: \"2030-01-01T00:00:00Z\"}}}");
    shop.awaitCondition("lease-push", Condition.PUSHED, "True/UpToDate");
    JsonNode read = read("lease");
    assertThat(read.at("/metadata/custom_metadata/expires").asText())
        .isEqualTo("2030-01-01T00:00:00Z");
    assertThat(read.at("/metadata/custom_metadata/keyturn-owner").asText())
        .endsWith("/" + mount + "/lease-push");
    assertThat(read.at("/data/password").asText()).isEqualTo("p");
  }

  @Test
  @Proves("F045")
  void aValueThatWasSetElsewhereIsNotOverwritten() {
    vault.keyValues().write(mount, "elsewhere", Map.of("key", "theirs"));
    shop.secret("ours", "key", "ours");
    push(
        "if-not-exists",
        "10s",
        "{secretKey: key, source: {name: ours}, remoteRef: {key: elsewhere, property: key},"
            + " updatePolicy: IfNotExists}");
    shop.awaitCondition("if-not-exists", Condition.PUSHED, "True/UpToDate");
    assertThat(read("elsewhere").at("/data/key").asText()).isEqualTo("theirs");
    assertThat(read("elsewhere").at("/metadata/version").asInt()).isOne();
    assertThat(read("elsewhere").at("/metadata/custom_metadata").isNull()).isTrue();
  }

  @Test
  void anUnmarkedValueIsAConflictAndStays() {
    vault.keyValues().write(mount, "foreign", Map.of("key", "theirs"));
    shop.secret("mine", "key", "mine");
    push(
        "conflict",
        "10s",
        "{secretKey: key, source: {name: mine}, remoteRef: {key: foreign, property: key}}");
    shop.awaitCondition("conflict", Condition.PUSHED, "False/OwnershipConflict");
    assertThat(read("foreign").at("/data/key").asText()).isEqualTo("theirs");
  }

  @Test
  @Proves("P032")
  @Fault(value = "R6", on = Fault.Tier.R)
  void aDeletedSyncSoftDeletesExactlyItsMarkedKey() {
    vault.keyValues().write(mount, "gone-not", Map.of("key", "theirs"));
    shop.secret("temp", "key", "v");
    push(
        "deleting",
        "1h",
        "{secretKey: key, source: {name: temp}, remoteRef: {key: gone, property: key},"
            + " deletionPolicy: Delete}");
    shop.awaitCondition("deleting", Condition.PUSHED, "True/UpToDate");
    var sync =
        installation.client().resources(SecretSync.class).inNamespace(mount).withName("deleting");
    assertThat(sync.get().getFinalizers()).containsExactly("keyturn.dev/remote-cleanup");
    sync.delete();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> sync.get() == null);
    assertThat(vault.keyValues().read(mount, "gone").status()).isEqualTo(404);
    vault.keyValues().undelete(mount, "gone", 1);
    assertThat(read("gone").at("/data/key").asText()).isEqualTo("v");
    assertThat(read("gone-not").at("/data/key").asText()).isEqualTo("theirs");
  }

  @Test
  @Fault(value = "W11", on = Fault.Tier.R)
  void whatASyncOwesIsDoneThoughItWasDeletedWhileNobodyServed() {
    shop.secret("owed", "key", "v");
    push(
        "owing",
        "1h",
        "{secretKey: key, source: {name: owed}, remoteRef: {key: owed, property: key},"
            + " deletionPolicy: Delete}");
    vault.keyValues().write(mount, "read", Map.of("key", "v"));
    shop.apply(Manifests.extract("reading", "vault", "1h", "read"));
    shop.awaitCondition("owing", Condition.PUSHED, "True/UpToDate");
    shop.awaitData("reading", Map.of("key", "v"));
    operator.close();
    var syncs = installation.client().resources(SecretSync.class).inNamespace(mount);
    syncs.withName("owing").delete();
    syncs.withName("reading").delete();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> shop.data("reading").isEmpty());
    assertThat(read("owed").at("/data/key").asText()).isEqualTo("v");
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> syncs.withName("owing").get() == null);
    assertThat(vault.keyValues().read(mount, "owed").status()).isEqualTo(404);
  }

  /** The Secret that cert-manager writes, by its type and its three keys. */
  @Test
  @Proves("F042")
  void aRenewedCertificateIsOneNewVersion() {
    certificate("first");
    push("tls", "10s", "{source: {name: web-tls}, remoteRef: {key: tls}}");
    awaitRemote("tls", "tls.crt", "first", 1);
    certificate("second");
    awaitRemote("tls", "tls.crt", "second", 2);
    JsonNode data = read("tls").path("data");
    assertThat(data.path("tls.key").asText()).isEqualTo("key of second");
    assertThat(data.path("ca.crt").asText()).isEqualTo("root");
  }

  private void certificate(String text) {
    installation
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("web-tls")
                .withNamespace(mount)
                .addToAnnotations("cert-manager.io/certificate-name", "web")
                .endMetadata()
                .withType("kubernetes.io/tls")
                .addToStringData("tls.crt", text)
                .addToStringData("tls.key", "key of " + text)
                .addToStringData("ca.crt", "root")
                .build())
        .serverSideApply();
  }

  @Test
  @Proves("P034")
  void whatEachGeneratorMadeOutlivesItsSync() {
    String rest =
        """
        generate:
              - secretKey: password
                generator: {password: {length: 40}}
                remoteRef: {key: made, property: password}
              - secretKey: uuid
                generator: {uuid: {}}
                remoteRef: {key: made, property: uuid}
              - secretKey: ssh
                generator: {sshKey: {type: ed25519}}
                remoteRef: {key: made, property: ssh}
              - secretKey: totp
                generator: {totp: {}}
                remoteRef: {key: made, property: totp}\
        """;
    shop.apply(Manifests.sync("made", "vault", "1h", rest));
    shop.awaitCondition("made", Condition.SYNCED, "True/UpToDate");
    Map<String, String> made = shop.data("made");
    assertThat(made).containsKeys("password", "uuid", "ssh", "totp");
    installation.client().resources(SecretSync.class).inNamespace(mount).withName("made").delete();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> shop.data("made").isEmpty());
    shop.apply(Manifests.sync("made", "vault", "1h", rest));
    shop.awaitData("made", made);
  }

  @Test
  void aGeneratedValueIsMadeOnceAndOutlivesSecretSyncAndRestart() {
    String rest =
        """
        generate:
              - secretKey: jwt
                generator: {bytes: {size: 32, encoding: base64url}}
                remoteRef: {key: jwt, property: key}\
        """;
    shop.apply(Manifests.sync("jwt", "vault", "1h", rest));
    shop.awaitCondition("jwt", Condition.SYNCED, "True/UpToDate");
    Map<String, String> made = shop.data("jwt");
    assertThat(made.get("jwt")).hasSize(43).isEqualTo(read("jwt").at("/data/key").asText());

    installation.client().secrets().inNamespace(mount).withName("jwt").delete();
    shop.awaitData("jwt", made);
    installation.client().resources(SecretSync.class).inNamespace(mount).withName("jwt").delete();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> shop.data("jwt").isEmpty());
    shop.apply(Manifests.sync("jwt", "vault", "1h", rest));
    shop.awaitData("jwt", made);
    assertThat(read("jwt").at("/metadata/version").asInt()).isOne();
  }

  private void push(String name, String interval, String entry) {
    shop.apply(Manifests.sync(name, "vault", interval, "push: [" + entry + "]"));
  }

  private void awaitRemote(String key, String property, String value, int version) {
    Awaitility.await(key)
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          assertThat(read(key).at("/data/" + property).asText()).isEqualTo(value);
          assertThat(read(key).at("/metadata/version").asInt()).isEqualTo(version);
        });
  }

  private JsonNode read(String key) {
    return vault.keyValues().read(mount, key).json().path("data");
  }
}
