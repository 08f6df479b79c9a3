package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.OPENBAO;
import static dev.keyturn.e2e.component.Component.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.database.RealPostgres;
import dev.keyturn.e2e.vault.VaultEngines;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** A real OpenBao: its logins, and all that Keyturn does with a Vault, once. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, OPENBAO, POSTGRES})
class OpenBaoTest extends LoginCases {
  private static final Duration LIFE = Duration.ofSeconds(12);
  private static final Duration GREATEST_LIFE = Duration.ofSeconds(24);

  OpenBaoTest() {
    super(OPENBAO);
  }

  /** A store whose token may do this. */
  private void storeWith(String name, String rules) {
    vault().access().policy(name, rules);
    shop()
        .secret(name + "-token", "token", vault().access().createToken(Duration.ofHours(1), name));
    store(name, "tokenSecretRef: {name: %s-token, key: token}".formatted(name));
    shop().awaitStore(name, "True/Valid");
  }

  @Test
  void aTokenThatIsRevokedIsToldFromAPolicyThatDenies() {
    vault().keyValues().write(mount(), "closed", Map.of("k", "v"));
    String token = vault().access().createToken(Duration.ofHours(1), mount());
    storeWith("narrow", "path \"%s/data/app\" {capabilities=[\"read\"]}".formatted(mount()));
    shop().apply(Manifests.extract("denied", "narrow", "1h", "closed"));
    shop().awaitCondition("denied", Condition.SYNCED, "False/AccessDenied");

    shop().secret("revoked-token", "token", token);
    store("revoked", "tokenSecretRef: {name: revoked-token, key: token}");
    brings("revoked");
    vault().access().revoke(token);
    shop().apply(Manifests.extract("late", "revoked", "1h", "shared"));
    shop().awaitCondition("late", Condition.SYNCED, "False/AuthFailed");
  }

  @Test
  @Proves("P011")
  void valuesAreFoundGeneratedAndPushed() {
    storeWith(
        "outgoing",
        "path \"%s/*\" {capabilities=[\"create\",\"read\",\"update\",\"list\"]}"
            .formatted(mount()));
    vault().keyValues().write(mount(), "found/db", Map.of("url", "u1"));
    vault().keyValues().write(mount(), "found/eu/api", Map.of("token", "t1"));
    shop()
        .apply(
            Manifests.sync(
                "found",
                "outgoing",
                "1h",
                "dataFrom: [{find: {path: found}, rewrite: [{merge: {}}]}]"));
    shop().awaitData("found", Map.of("url", "u1", "token", "t1"));

    shop()
        .apply(
            Manifests.sync(
                "made",
                "outgoing",
                "1h",
                "generate: [{secretKey: uuid, generator: {uuid: {}},"
                    + " remoteRef: {key: made, property: uuid}}]"));
    shop().awaitCondition("made", Condition.SYNCED, "True/UpToDate");
    assertThat(remote("made", "uuid")).isEqualTo(shop().data("made").get("uuid"));

    shop().secret("app", "token", "one");
    shop()
        .apply(
            Manifests.sync(
                "pushed",
                "outgoing",
                "1h",
                "push: [{secretKey: token, source: {name: app},"
                    + " remoteRef: {key: pushed, property: token}}]"));
    await().until(() -> remote("pushed", "token").equals("one"));
    shop().secret("app", "token", "two");
    await().until(() -> remote("pushed", "token").equals("two"));
  }

  private String remote(String key, String property) {
    return vault().keyValues().read(mount(), key).json().at("/data/data/" + property).asText();
  }

  /** Both in one test: their lives pass while the other one's do. */
  @Test
  @Proves("P011")
  void aDatabaseUserAndACertificateAreReplacedBeforeTheirEnd(Provision provision) {
    String database = mount() + "-db";
    String authority = mount() + "-pki";
    try (RealPostgres postgres = RealPostgres.start(provision)) {
      VaultEngines engines = new VaultEngines(vault());
      engines.postgres(database, postgres, LIFE, GREATEST_LIFE);
      engines.authorities(authority, GREATEST_LIFE);
      VaultLedger.Mark beginning = vault().ledger().mark();
      storeWith("engines", rights(database, authority));
      shop().apply(Manifests.sync("db", "engines", "1h", dynamic(database)));
      shop().apply(Manifests.sync("web", "engines", "1h", certificate(authority)));
      shop().awaitCondition("db", Condition.READY, "True/UpToDate");
      shop().awaitCondition("web", Condition.READY, "True/UpToDate");
      Map<String, String> first = shop().data("db");
      Map<String, String> chain = shop().data("web");
      assertThat(logsIn(postgres, first)).isTrue();
      assertThat(chain).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");

      await().until(() -> vault().ledger().count(beginning, "sys/leases/renew") >= 1);
      assertThat(shop().data("db")).isEqualTo(first);
      await().until(() -> !shop().data("db").equals(first));
      Map<String, String> second = shop().data("db");
      assertThat(logsIn(postgres, second)).isTrue();
      await().until(() -> !logsIn(postgres, first));
      await().until(() -> !shop().data("web").equals(chain));

      installation()
          .client()
          .resources(SecretSync.class)
          .inNamespace(mount())
          .withName("db")
          .delete();
      await().until(() -> !logsIn(postgres, second));
      assertThat(vault().ledger().count(beginning, "sys/leases/revoke")).isPositive();
    }
  }

  private static String rights(String database, String authority) {
    return """
    path "%s/creds/app" { capabilities = ["read"] }
    path "%s/issuer/default/issue/web" { capabilities = ["update"] }
    path "sys/leases/revoke" { capabilities = ["update"] }
    """
        .formatted(database, authority);
  }

  private static String dynamic(String database) {
    return "dataFrom: [{dynamic: {path: %s/creds/app, revokeOnDelete: true}}]".formatted(database);
  }

  private static String certificate(String authority) {
    return """
    target: {template: {type: kubernetes.io/tls}}
      dataFrom:
        - pki: {mount: %s, role: web, issuerRef: default, commonName: shop.example.com}
    """
        .formatted(authority);
  }

  private static boolean logsIn(RealPostgres postgres, Map<String, String> login) {
    return postgres.canLogIn(
        login.getOrDefault("username", ""), login.getOrDefault("password", ""));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(300));
  }
}
