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
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.FaultyProxy.Spoil;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Vault whose answers do not arrive whole, and two operators that both act. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyVaultTest {
  private FaultyProxy proxy;
  private Installation installation;
  private OperatorProcess operator;
  private OperatorProcess other;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    proxy = FaultyProxy.before(vault.url());
    installation = Installation.enrolled(cluster, "faulty");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    operator = start("keyturn-0");
    other = start("keyturn-1");
    shop.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: vault}
        spec:
          timeouts: {request: 2s}
          retry: {maxAttempts: 1}
          provider:
            vault:
              server: %s
              path: %s
              auth: {tokenSecretRef: {name: vault-token, key: token}}
        """
            .formatted(proxy.url(), mount));
    shop.awaitStore("vault", "True/Valid");
  }

  private OperatorProcess start(String pod) {
    return installation.start(
        pod, "--leader-election", "false", "--endpoints-allow", proxy.url().toString());
  }

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @AfterAll
  void uninstall() {
    operator.close();
    other.close();
    installation.close();
    proxy.close();
  }

  private String path(String key) {
    return "/v1/" + mount + "/data/" + key;
  }

  private JsonNode read(String key) {
    return vault.keyValues().read(mount, key).json().path("data");
  }

  private void assertKept(String key, Spoil spoil, String reason) {
    vault.keyValues().write(mount, key, Map.of("v", "before"));
    shop.apply(Manifests.extract(key, "vault", "10s", key));
    shop.awaitData(key, Map.of("v", "before"));
    proxy.spoil("GET " + path(key), spoil, 1_000);
    vault.keyValues().write(mount, key, Map.of("v", "after"));
    shop.awaitCondition(key, Condition.SYNCED, "False/" + reason);
    assertThat(shop.data(key)).isEqualTo(Map.of("v", "before"));
    proxy.heal();
    Awaitility.await(key)
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(() -> assertThat(shop.data(key)).isEqualTo(Map.of("v", "after")));
  }

  @Test
  @Fault(value = "V13", on = Fault.Tier.R, backends = Backend.VAULT)
  void aByteASecondEndsAtTheTimeoutAndNothingIsWritten() {
    assertKept("slow", Spoil.DRIPPED, "Timeout");
  }

  @ParameterizedTest
  @CsvSource({"cut, CUT", "reset, RESET"})
  @Fault(value = "V14", on = Fault.Tier.R, backends = Backend.VAULT)
  void ofABodyThatIsCutOffNothingIsWritten(String key, Spoil spoil) {
    assertKept(key, spoil, "Unavailable");
  }

  @Test
  @Fault(value = "R5", on = Fault.Tier.R)
  void aPushWhoseAnswerIsLostIsOneVersion() {
    shop.secret("app", "token", "one");
    proxy.spoil("POST " + path("pushed"), Spoil.LOST, 1);
    shop.apply(
        Manifests.sync(
            "push",
            "vault",
            "10s",
            "push: [{secretKey: token, source: {name: app},"
                + " remoteRef: {key: pushed, property: token}}]"));
    shop.awaitCondition("push", Condition.PUSHED, "True/UpToDate");
    assertThat(proxy.left()).isZero();
    assertThat(read("pushed").at("/data/token").asText()).isEqualTo("one");
    assertThat(read("pushed").at("/metadata/version").asInt()).isOne();
  }

  @Test
  @Proves("F044")
  void twoOperatorsARestartAndALostAnswerMakeOneValue() {
    proxy.spoil("POST " + path("jwt"), Spoil.LOST, 1);
    String manifest =
        Manifests.sync(
            "jwt",
            "vault",
            "10s",
            """
            generate:
                  - secretKey: jwt
                    generator: {bytes: {size: 32, encoding: base64url}}
                    remoteRef: {key: jwt, property: key}\
            """);
    shop.apply(manifest);
    shop.awaitCondition("jwt", Condition.SYNCED, "True/UpToDate");
    assertThat(proxy.left()).isZero();
    Map<String, String> made = shop.data("jwt");
    // 256 bits are 43 characters of base64url.
    assertThat(made.get("jwt")).hasSize(43).isEqualTo(read("jwt").at("/data/key").asText());

    operator.kill();
    installation.client().resources(SecretSync.class).inNamespace(mount).withName("jwt").delete();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> shop.data("jwt").isEmpty());
    operator = start("keyturn-0");
    shop.apply(manifest);
    shop.awaitData("jwt", made);
    assertThat(read("jwt").at("/metadata/version").asInt()).isOne();
  }

  /** The engine refuses a write of this key that does not name the version that it replaces. */
  @Test
  @Proves("P010")
  void ofManyWritersOfOneKeyNoneLosesItsWrite() {
    vault
        .root()
        .call(
            "POST",
            "/v1/" + mount + "/metadata/raced",
            "application/json",
            "{\"cas_required\":true}")
        .orThrow();
    List<String> names = IntStream.range(0, 8).mapToObj(i -> "racer-" + i).toList();
    for (String name : names) {
      shop.apply(
          Manifests.sync(
              name,
              "vault",
              "10s",
              "generate: [{secretKey: made, generator: {uuid: {}},"
                  + " remoteRef: {key: raced, property: "
                  + name
                  + "}}]"));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(() ->
            assertThat(names)
                .allSatisfy(name ->
                    assertThat(shop.condition(name, Condition.SYNCED)).isEqualTo("True/UpToDate")));
    JsonNode data = read("raced").path("data");
    assertThat(data.size()).isEqualTo(8);
    assertThat(read("raced").at("/metadata/version").asInt()).isEqualTo(8);
    for (String name : names) {
      assertThat(shop.data(name)).isEqualTo(Map.of("made", data.path(name).asText()));
    }
  }
}
