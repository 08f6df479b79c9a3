package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static dev.keyturn.e2e.sync.RefusingVault.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.FaultyProxy.Spoil;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultRequest;
import dev.keyturn.proof.Backend;
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
  private RefusingVault refusing;
  private String mount;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    proxy = FaultyProxy.before(vault.url());
    installation = Installation.enrolled(cluster, "refusing");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    refusing = new RefusingVault(vault, proxy.url(), shop);
    vault.keyValues().mount(mount, 2);
    refusing.allowAllBut("forbidden");
    operator = installation.start("keyturn-0", "--endpoints-allow", proxy.url().toString());
    refusing.store("vault", "{}");
    refusing.store("busy", "{requestsPerSecond: 10, burst: 1, maxInFlight: 1}");
  }

  @AfterEach
  void heal() {
    proxy.heal();
    refusing.allowAllBut("forbidden");
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
    proxy.close();
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
  @Fault(value = "V5", on = Fault.Tier.R, backends = Backend.VAULT)
  void aForbiddenPathIsDeniedToItsSyncsAlone() {
    refusing.write("open", "one");
    refusing.sync("open", "vault");
    shop.awaitData("open", Map.of("v", "one"));
    VaultLedger.Mark mark = vault.ledger().mark();
    List<String> keys = IntStream.range(0, 8).mapToObj(i -> "forbidden/denied-" + i).toList();
    for (String key : keys) {
      refusing.write(key, "secret");
      refusing.sync(key, "vault");
    }
    for (String key : keys) {
      shop.awaitCondition(name(key), Condition.SYNCED, "False/AccessDenied");
      assertThat(shop.data(name(key))).isEmpty();
    }
    assertThat(operator.metrics().sum("keyturn_circuit_open")).isZero();
    refusing.write("open", "two");
    shop.awaitData("open", Map.of("v", "two"));
    assertThat(shop.storeCondition("vault", Condition.READY)).isEqualTo("True/Valid");
    assertThat(refusing.logins(mark, "vault")).isLessThanOrEqualTo(1);
  }

  /** Whoever is denied logs in anew first: so the login that is down is asked for. */
  @Test
  @Fault(value = "V7", on = Fault.Tier.R, backends = Backend.VAULT)
  void whileItsLoginIsDownAStoreServesByTheLoginThatItHasAndWarns() {
    refusing.store("waning", "{}");
    refusing.write("flowing", "one");
    refusing.sync("flowing", "waning");
    shop.awaitData("flowing", Map.of("v", "one"));
    VaultLedger.Mark mark = vault.ledger().mark();
    for (String login : List.of(refusing.login("waning") + "/login", "token/renew-self")) {
      proxy.refuse(
          "POST /v1/auth/" + login, "503 Service Unavailable", "Retry-After: 1", "{}", 1_000);
    }
    refusing.write("forbidden/waning", "secret");
    refusing.sync("forbidden/waning", "waning");
    await()
        .until(() ->
            shop.storeCondition("waning", Condition.AUTHENTICATED).equals("True/LoginNotRenewed"));
    refusing.write("flowing", "two");
    shop.awaitData("flowing", Map.of("v", "two"));
    shop.awaitCondition("flowing", Condition.SYNCED, "True/UpToDate");
    assertThat(shop.storeCondition("waning", Condition.READY)).isEqualTo("True/Valid");
    assertThat(refusing.logins(mark, "waning")).isZero();
    assertThat(installation.client().events().v1().events().inNamespace(mount).list().getItems())
        .anyMatch(event -> event.getReason().equals("LoginNotRenewed"));
  }

  /** No answer arrives before Vault has refused all of them. */
  @Test
  @Fault(value = "V6", on = Fault.Tier.R, backends = Backend.VAULT)
  void aHundredReadsWithAnEndedLoginMakeOneNewLogin() {
    int count = 100;
    List<String> keys = IntStream.range(0, count).mapToObj(i -> "many/" + i).toList();
    keys.forEach(key -> refusing.write(key, key));
    refusing.store("wide", "{maxInFlight: 200}");
    proxy.spoil("GET /v1/" + mount + "/data/many/", Spoil.HELD, count);
    vault.access().revokeLoginsOf(refusing.login("wide"));
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
    assertThat(refusing.reads(mark, "many/")).hasSize(count).allMatch(VaultRequest::failed);
    proxy.heal();
    shop.awaitCondition("many", Condition.READY, "True/UpToDate");
    assertThat(shop.data("many")).hasSize(count);
    assertThat(refusing.reads(mark, "many/")).hasSize(2 * count);
    assertThat(refusing.logins(mark, "wide")).isOne();
  }

  /** What a driver that looks at no status takes for a secret without any key. */
  @Test
  @Fault(value = "V29", on = Fault.Tier.R, backends = Backend.VAULT)
  void noRefusalIsTakenForAnEmptySecret() {
    List<String> keys = List.of("hidden/status-403", "status-404", "status-429", "status-garbled");
    refusing.store("resting", "{}");
    for (String key : keys) {
      refusing.write(key, "before");
      refusing.sync(key, key.endsWith("429") ? "resting" : "vault");
    }
    keys.forEach(key -> shop.awaitData(name(key), Map.of("v", "before")));
    double before = throttled();
    String quota = mount + "-one-path";
    vault.access().limitToOne(quota, mount + "/data/status-429", Duration.ofHours(1));
    try {
      vault.root().get("/v1/" + mount + "/data/status-429").orThrow();
      refusing.allowAllBut("hidden");
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
  @Fault(value = "V3", on = Fault.Tier.R, backends = Backend.VAULT)
  void aStoreThatIsThrottledRestsAsLongAsVaultSaysAndGoesOnAtHalfItsRate() {
    List<String> keys = IntStream.range(0, 30).mapToObj(i -> "busy/busy-" + i).toList();
    for (String key : keys) {
      refusing.write(key, "one");
      refusing.sync(key, "busy");
    }
    keys.forEach(key -> shop.awaitData(name(key), Map.of("v", "one")));
    double before = throttled();
    Duration quotaTime = Duration.ofSeconds(5);
    String quota = mount + "-busy";
    VaultLedger.Mark limited = vault.ledger().mark();
    vault.access().limitToOne(quota, mount + "/data/busy/*", quotaTime);
    try {
      keys.subList(0, 2).forEach(key -> shop.request(name(key)));
      await().until(() -> throttled() > before);
    } finally {
      vault.access().unlimit(quota);
    }
    VaultLedger.Mark paused = vault.ledger().mark();
    // The quota's time begins with the one read that it let through.
    Instant allowed = refusing.reads(limited, "busy/").getLast().time();
    // In line when the pause ends.
    keys.subList(2, keys.size()).forEach(key -> shop.request(name(key)));
    assertThat(operator.metrics().sum("keyturn_circuit_open")).isZero();
    await().until(() -> refusing.reads(paused, "busy/").size() >= 20);

    List<VaultRequest> after = refusing.reads(paused, "busy/");
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
