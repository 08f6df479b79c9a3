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
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.FaultyProxy.Spoil;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultRequest;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A real Vault that refuses: a path, a login, a key that is not there, more calls than it bears.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusingVaultTest {
  private FaultyProxy proxy;
  private Installation installation;
  private OperatorProcess operator;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    proxy = FaultyProxy.before(vault.url());
    installation = Installation.enrolled(cluster, "refusing");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    allowAllBut("forbidden");
    operator = installation.start("keyturn-0", "--endpoints-allow", proxy.url().toString());
    store("vault", "{}");
    store("busy", "{requestsPerSecond: 10, burst: 1, maxInFlight: 1}");
  }

  /** With a way to log in of its own. */
  private void store(String name, String limits) {
    vault.access().enableAppRole(login(name));
    VaultAccess.AppRole role =
        vault.access().appRole(login(name), "shop", Duration.ofMinutes(20), mount);
    shop.secret(name, "secret-id", role.secretId());
    shop.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s}
        spec:
          limits: %s
          provider:
            vault:
              server: %s
              path: %s
              auth:
                appRole:
                  path: %s
                  roleId: %s
                  secretRef: {name: %s, key: secret-id}
        """
            .formatted(name, limits, proxy.url(), mount, login(name), role.roleId(), name));
    shop.awaitStore(name, "True/Valid");
  }

  private String login(String store) {
    return mount + "-" + store;
  }

  private void allowAllBut(String folder) {
    vault
        .access()
        .policy(
            mount,
            """
            path "%1$s/data/*" { capabilities = ["read"] }
            path "%1$s/data/%2$s/*" { capabilities = ["deny"] }
            """
                .formatted(mount, folder));
  }

  @AfterEach
  void heal() {
    proxy.heal();
    allowAllBut("forbidden");
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
    proxy.close();
  }

  private void write(String key, String value) {
    vault.keyValues().write(mount, key, Map.of("v", value));
  }

  /** A sync of the last part of the key as its name. */
  private void sync(String key, String store) {
    shop.apply(Manifests.extract(name(key), store, "10s", key));
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private List<VaultRequest> reads(VaultLedger.Mark mark, String keys) {
    return vault.ledger().since(mark).stream()
        .filter(request -> request.path().startsWith(mount + "/data/" + keys))
        .toList();
  }

  private long logins(VaultLedger.Mark mark, String store) {
    return vault.ledger().count(mark, "auth/" + login(store) + "/login");
  }

  private double throttled() {
    return operator
        .metrics()
        .sum("keyturn_provider_requests_total", Map.of("operation", "read", "result", "Throttled"));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  /** More of them than the failures in a row that open a breaker. */
  @Test
  @Fault(value = "V5", on = Fault.Tier.R)
  void aForbiddenPathIsDeniedToItsSyncsAlone() {
    write("open", "one");
    sync("open", "vault");
    shop.awaitData("open", Map.of("v", "one"));
    VaultLedger.Mark mark = vault.ledger().mark();
    List<String> keys = IntStream.range(0, 8).mapToObj(i -> "forbidden/denied-" + i).toList();
    for (String key : keys) {
      write(key, "secret");
      sync(key, "vault");
    }
    for (String key : keys) {
      shop.awaitCondition(name(key), Condition.SYNCED, "False/AccessDenied");
      assertThat(shop.data(name(key))).isEmpty();
    }
    assertThat(operator.metrics().sum("keyturn_circuit_open")).isZero();
    write("open", "two");
    shop.awaitData("open", Map.of("v", "two"));
    assertThat(shop.storeCondition("vault", Condition.READY)).isEqualTo("True/Valid");
    assertThat(logins(mark, "vault")).isLessThanOrEqualTo(1);
  }

  /** No answer arrives before Vault has refused all of them. */
  @Test
  @Fault(value = "V6", on = Fault.Tier.R)
  void aHundredReadsWithAnEndedLoginMakeOneNewLogin() {
    int count = 100;
    List<String> keys = IntStream.range(0, count).mapToObj(i -> "many/" + i).toList();
    keys.forEach(key -> write(key, key));
    store("wide", "{maxInFlight: 200}");
    proxy.spoil("GET /v1/" + mount + "/data/many/", Spoil.HELD, count);
    vault.access().revokeLoginsOf(login("wide"));
    VaultLedger.Mark mark = vault.ledger().mark();
    shop.apply(
        Manifests.sync(
            "many",
            "wide",
            "1h",
            "data:\n"
                + keys.stream()
                    .map(key ->
                        "    - {secretKey: k%s, remoteRef: {key: %s, property: v}}\n"
                            .formatted(name(key), key))
                    .collect(Collectors.joining())));
    await().until(() -> proxy.left() == 0);
    assertThat(reads(mark, "many/")).hasSize(count).allMatch(VaultRequest::failed);
    proxy.heal();
    shop.awaitCondition("many", Condition.READY, "True/UpToDate");
    assertThat(shop.data("many")).hasSize(count);
    assertThat(reads(mark, "many/")).hasSize(2 * count);
    assertThat(logins(mark, "wide")).isOne();
  }

  /** That it goes after ten minutes of this is shown where the time can be set. */
  @Test
  @Fault(value = "V8", on = Fault.Tier.R)
  void aKeyThatIsNotThereAnyMoreKeepsItsSecretUnderEitherPolicy() {
    List<String> keys = List.of("gone/retained", "gone/deleting");
    keys.forEach(key -> write(key, "kept"));
    sync("gone/retained", "vault");
    shop.apply(
        Manifests.extract("deleting", "vault", "10s", "gone/deleting")
            + "  target: {deletionPolicy: Delete}\n");
    keys.forEach(key -> shop.awaitData(name(key), Map.of("v", "kept")));
    VaultLedger.Mark mark = vault.ledger().mark();
    keys.forEach(key -> vault.keyValues().deleteCompletely(mount, key));
    for (String key : keys) {
      shop.request(name(key));
      shop.awaitCondition(name(key), Condition.SYNCED, "False/NotFound");
    }
    await().until(() -> reads(mark, "gone/deleting").size() >= 2);
    for (String key : keys) {
      assertThat(shop.data(name(key))).isEqualTo(Map.of("v", "kept"));
      assertThat(shop.condition(name(key), Condition.SYNCED)).isEqualTo("False/NotFound");
    }
  }

  /** What a driver that looks at no status takes for a secret without any key. */
  @Test
  @Fault(value = "V29", on = Fault.Tier.R)
  void noRefusalIsTakenForAnEmptySecret() {
    List<String> keys = List.of("hidden/status-403", "status-404", "status-429", "status-garbled");
    for (String key : keys) {
      write(key, "before");
      sync(key, key.endsWith("429") ? "busy" : "vault");
    }
    keys.forEach(key -> shop.awaitData(name(key), Map.of("v", "before")));
    double before = throttled();
    String quota = mount + "-one-path";
    vault.access().limitToOne(quota, mount + "/data/status-429", Duration.ofHours(1));
    try {
      vault.root().get("/v1/" + mount + "/data/status-429").orThrow();
      allowAllBut("hidden");
      vault.keyValues().deleteCompletely(mount, "status-404");
      proxy.spoil("GET /v1/" + mount + "/data/status-garbled", Spoil.GARBLED, 1_000);
      keys.forEach(key -> shop.request(name(key)));
      await().until(() -> throttled() > before);
    } finally {
      vault.access().unlimit(quota);
    }
    shop.awaitCondition("status-403", Condition.SYNCED, "False/AccessDenied");
    shop.awaitCondition("status-404", Condition.SYNCED, "False/NotFound");
    shop.awaitCondition("status-garbled", Condition.SYNCED, "False/InvalidData");
    for (String key : keys) {
      assertThat(shop.data(name(key))).isEqualTo(Map.of("v", "before"));
    }
  }

  /** Vault is asked for more than it gives once, and bears everything from then on. */
  @Test
  @Fault(value = "V3", on = Fault.Tier.R)
  void aStoreThatIsThrottledRestsAsLongAsVaultSaysAndGoesOnAtHalfItsRate() {
    List<String> keys = IntStream.range(0, 30).mapToObj(i -> "busy/busy-" + i).toList();
    for (String key : keys) {
      write(key, "one");
      sync(key, "busy");
    }
    keys.forEach(key -> shop.awaitData(name(key), Map.of("v", "one")));
    double before = throttled();
    Duration quotaTime = Duration.ofSeconds(5);
    String quota = mount + "-busy";
    vault.access().limitToOne(quota, mount + "/data/busy/*", quotaTime);
    VaultLedger.Mark limited = vault.ledger().mark();
    try {
      keys.forEach(key -> shop.request(name(key)));
      await().until(() -> throttled() > before);
    } finally {
      vault.access().unlimit(quota);
    }
    Instant allowed = reads(limited, "busy/").getFirst().time();
    VaultLedger.Mark paused = vault.ledger().mark();
    assertThat(operator.metrics().sum("keyturn_circuit_open")).isZero();
    await().until(() -> reads(paused, "busy/").size() >= 20);

    List<VaultRequest> after = reads(paused, "busy/");
    Instant first = after.getFirst().time();
    // The header tells whole seconds, rounded down.
    assertThat(Duration.between(allowed, first))
        .isGreaterThanOrEqualTo(quotaTime.minusMillis(1_500));
    // 19 calls take 3.8 s at half the rate and 1.9 s at the whole.
    assertThat(Duration.between(first, after.get(19).time())).isGreaterThan(Duration.ofSeconds(3));
    assertThat(throttled()).isEqualTo(before + 1);
    for (String key : keys) {
      assertThat(shop.condition(name(key), Condition.READY)).startsWith("True/");
      assertThat(shop.data(name(key))).isEqualTo(Map.of("v", "one"));
    }
  }
}
