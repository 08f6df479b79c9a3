package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorOptions;
import dev.keyturn.e2e.operator.TimedOperator;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.Relay;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultRequest;
import dev.keyturn.operator.devcluster.ShiftedTime;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What takes minutes, before a real cluster and a real Vault: the operator's clock is moved. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdvancedTimeTest {
  private static final String WATCH = "watch=true";

  private RealControlPlane cluster;
  private Installation installation;
  private Objects shop;
  private RealVault vault;
  private String mount;

  @BeforeAll
  void install(RealControlPlane realCluster, RealVault realVault) {
    cluster = realCluster;
    vault = realVault;
    installation = Installation.enrolled(cluster, "timed");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    shop.secret("vault-token", "token", vault.rootToken());
    shop.apply(Manifests.tokenStore(vault, "vault", mount));
  }

  @AfterAll
  void uninstall() {
    installation.close();
  }

  private OperatorOptions options(URI apiServer) {
    return installation
        .options(apiServer, "keyturn-0")
        .with("--endpoints-allow", vault.url().toString(), "--drain-seconds", "2");
  }

  private TimedOperator start(URI apiServer, ShiftedTime time) {
    return TimedOperator.start(options(apiServer).with("--leader-election", "false"), time);
  }

  private void write(String key, String value) {
    vault.keyValues().write(mount, key, Map.of("v", value));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  /** One more look at these keys in Vault, two minutes later. */
  private void look(ShiftedTime time, TimedOperator operator, String... keys) {
    VaultLedger.Mark mark = vault.ledger().mark();
    await().until(operator::isIdle);
    time.advance(Duration.ofMinutes(2));
    for (String key : keys) {
      await().until(() -> vault.ledger().count(mark, mount + "/data/" + key) > 0);
    }
  }

  private void looksThatDeleteNothing(ShiftedTime time, TimedOperator operator) {
    for (int i = 0; i < 4; i++) {
      look(time, operator, "retained", "deleting");
      assertThat(shop.data("deleting")).isEqualTo(Map.of("v", "kept"));
    }
    shop.awaitCondition("deleting", Condition.SYNCED, "False/NotFound");
  }

  @Test
  @Fault(value = "V8", on = Fault.Tier.R, backends = Backend.VAULT)
  void aKeyThatIsNotThereTakesItsSecretAlongAfterTenMinutesAndOnlyWhereThatIsAsked() {
    ShiftedTime time = new ShiftedTime();
    try (TimedOperator operator = start(cluster.url(), time)) {
      shop.awaitStore("vault", "True/Valid");
      write("retained", "kept");
      write("deleting", "kept");
      shop.apply(Manifests.extract("retained", "vault", "1m", "retained"));
      shop.apply(
          Manifests.extract("deleting", "vault", "1m", "deleting")
              + "  target: {deletionPolicy: Delete}\n");
      shop.awaitData("retained", Map.of("v", "kept"));
      shop.awaitData("deleting", Map.of("v", "kept"));
      vault.keyValues().deleteCompletely(mount, "retained");
      vault.keyValues().deleteCompletely(mount, "deleting");
      looksThatDeleteNothing(time, operator);
    }
    try (TimedOperator operator = start(cluster.url(), time)) {
      looksThatDeleteNothing(time, operator);
      for (int i = 0; i < 3; i++) {
        look(time, operator, "retained", "deleting");
      }
      await().until(() -> shop.data("deleting").isEmpty());
      assertThat(shop.data("retained")).isEqualTo(Map.of("v", "kept"));
      assertThat(shop.condition("retained", Condition.SYNCED)).isEqualTo("False/NotFound");
    }
  }

  /** What a real API server demands of a Secret decides how it can be emptied. */
  @Test
  void keysThatAreTakenOutComeBackWithTheirSourceAndOthersStayWhereTheirTypeDemandsThem() {
    ShiftedTime time = new ShiftedTime();
    try (TimedOperator operator = start(cluster.url(), time)) {
      // What vanishes from one store is counted together, and other tests let keys vanish as well.
      shop.apply(Manifests.tokenStore(vault, "emptying", mount));
      shop.awaitStore("emptying", "True/Valid");
      write("emptied", "first");
      vault.keyValues().write(mount, "login", Map.of("username", "u", "password", "p"));
      shop.apply(
          Manifests.extract("emptied", "emptying", "1m", "emptied")
              + "  target: {deletionPolicy: Merge}\n");
      shop.apply(
          Manifests.extract("login", "emptying", "1m", "login")
              + "  target: {deletionPolicy: Merge,"
              + " template: {type: kubernetes.io/basic-auth}}\n");
      shop.awaitData("emptied", Map.of("v", "first"));
      shop.awaitData("login", Map.of("username", "u", "password", "p"));
      vault.keyValues().deleteCompletely(mount, "emptied");
      vault.keyValues().deleteCompletely(mount, "login");
      for (int i = 0; i < 7; i++) {
        look(time, operator, "emptied", "login");
      }
      shop.awaitData("emptied", Map.of());
      shop.awaitCondition("login", Condition.SYNCED, "False/TargetInvalid");
      assertThat(shop.data("login")).isEqualTo(Map.of("username", "u", "password", "p"));

      write("emptied", "second");
      look(time, operator, "emptied");
      shop.awaitData("emptied", Map.of("v", "second"));
      shop.awaitCondition("emptied", Condition.SYNCED, "True/UpToDate");
    }
  }

  /** A token keeps the policies of its login: those given since come with another login only. */
  @Test
  @Proves("P066")
  void aPolicyThatIsGivenLaterIsHadByOneNewLoginAtTheNextTry() {
    String login = mount + "-given";
    vault.access().readPolicy(mount, mount);
    vault
        .access()
        .policy(login, "path \"%s/data/open\" { capabilities = [\"read\"] }".formatted(mount));
    vault.access().enableAppRole(login);
    VaultAccess.AppRole role = vault.access().appRole(login, "shop", Duration.ofHours(2), login);
    shop.secret("given", "secret-id", role.secretId());
    shop.apply(
        Manifests.store(
            vault,
            "given",
            mount,
            "appRole: {path: %s, roleId: %s, secretRef: {name: given, key: secret-id}}"
                .formatted(login, role.roleId())));
    write("later", "granted");
    ShiftedTime time = new ShiftedTime();
    try (TimedOperator operator = start(cluster.url(), time)) {
      shop.awaitStore("given", "True/Valid");
      VaultLedger.Mark mark = vault.ledger().mark();
      shop.apply(Manifests.extract("later", "given", "10s", "later"));
      shop.awaitCondition("later", Condition.SYNCED, "False/AccessDenied");
      assertThat(logins(mark, login)).isOne();
      assertThat(timesRead(mark, "later")).isEqualTo(2);
      for (int tries = 1; tries <= 3; tries++) {
        shop.request("later");
        long asked = 2 + tries;
        await().until(() -> timesRead(mark, "later") == asked);
      }
      await().until(operator::isIdle);
      assertThat(logins(mark, login)).isOne();

      vault.access().appRole(login, "shop", Duration.ofHours(2), login, mount);
      VaultLedger.Mark given = vault.ledger().mark();
      time.advance(Duration.ofMinutes(16));
      shop.awaitData("later", Map.of("v", "granted"));
      shop.awaitCondition("later", Condition.SYNCED, "True/UpToDate");
      assertThat(logins(given, login)).isOne();
    }
  }

  private long logins(VaultLedger.Mark mark, String login) {
    return vault.ledger().count(mark, "auth/" + login + "/login");
  }

  private long timesRead(VaultLedger.Mark mark, String key) {
    return vault.ledger().count(mark, mount + "/data/" + key);
  }

  @Test
  @Fault(value = "D3", on = Fault.Tier.R)
  void aSyncWhoseStoreIsGoneIsHeldForFiveMinutesAndThenLetGoWithAnEvent() {
    ShiftedTime time = new ShiftedTime();
    try (TimedOperator operator = start(cluster.url(), time)) {
      shop.apply(Manifests.tokenStore(vault, "going", mount));
      shop.secret("source", "key", "v");
      shop.apply(
          Manifests.sync(
              "owing",
              "going",
              "1h",
              "push: [{secretKey: key, source: {name: source},"
                  + " remoteRef: {key: owed, property: key}, deletionPolicy: Delete}]"));
      shop.awaitCondition("owing", Condition.PUSHED, "True/UpToDate");
      installation
          .client()
          .resources(SecretStore.class)
          .inNamespace(mount)
          .withName("going")
          .delete();
      Resource<SecretSync> owing =
          installation.client().resources(SecretSync.class).inNamespace(mount).withName("owing");
      owing.delete();
      Instant deleted = Instant.parse(owing.get().getMetadata().getDeletionTimestamp());
      time.stop();
      while (time.instant().isBefore(deleted.plus(Duration.ofSeconds(275)))) {
        awaitPass(time, operator);
        assertThat(owing.get().getFinalizers()).containsExactly("keyturn.dev/remote-cleanup");
      }
      time.advance(Duration.ofSeconds(25));
      await().until(() -> owing.get() == null);
      await().until(() -> events().contains("CleanupSkipped"));
      assertThat(vault.keyValues().read(mount, "owed").json().at("/data/data/key").asText())
          .isEqualTo("v");
    }
  }

  /** It is tried again every five seconds. */
  private void awaitPass(ShiftedTime time, TimedOperator operator) {
    double passes = operator.metrics().sum("keyturn_reconcile_duration_seconds_count");
    time.advance(Duration.ofSeconds(20));
    await()
        .until(() ->
            operator.isIdle()
                && operator.metrics().sum("keyturn_reconcile_duration_seconds_count") > passes);
  }

  private List<String> events() {
    return installation
        .client()
        .events()
        .v1()
        .events()
        .inNamespace(mount)
        .list()
        .getItems()
        .stream()
        .map(event -> event.getReason())
        .toList();
  }

  /** Not even the bookmarks arrive that the API server sends. */
  @Test
  @Fault(value = "W8", on = Fault.Tier.R)
  void whatASilentWatchDidNotTellIsListedWithinTwoBookmarks() {
    ShiftedTime time = new ShiftedTime();
    write("told", "one");
    write("untold", "two");
    try (FaultyProxy proxy = cluster.proxy();
        TimedOperator operator = start(proxy.url(), time)) {
      shop.apply(Manifests.extract("silent", "vault", "720h", "told"));
      shop.awaitData("silent", Map.of("v", "one"));
      shop.awaitCondition("silent", Condition.READY, "True/UpToDate");
      time.stop();
      proxy.silence(WATCH);
      shop.apply(Manifests.extract("silent", "vault", "720h", "untold"));
      AuditLog.Mark mark = cluster.audit().mark();
      Instant end = time.instant().plus(Duration.ofMinutes(2));
      await()
          .pollInterval(Duration.ofMillis(100))
          .until(() -> {
            time.advance(Duration.ofSeconds(5));
            return !time.instant().isBefore(end);
          });
      for (String kind : List.of("list secretsyncs", "list secrets")) {
        await()
            .until(() ->
                installation.requests(mark).matching(it -> it.kind().equals(kind)).count() > 0);
      }
      shop.awaitData("silent", Map.of("v", "two"));
      for (String resource : List.of("secrets", "keyturn.dev/secretsyncs")) {
        assertThat(
                operator
                    .metrics()
                    .sum(
                        "keyturn_informer_last_activity_timestamp_seconds",
                        Map.of("resource", resource)))
            .isPositive();
      }
      time.goOn();
    }
  }

  @Test
  @Fault(value = "K6", on = Fault.Tier.R)
  void whatWasDueWhileTheApiServerRefusedForTenMinutesIsDoneAMinuteLater() {
    List<String> names = IntStream.range(0, 10).mapToObj(i -> "due-" + i).toList();
    names.forEach(name -> write(name, "one"));
    ShiftedTime time = new ShiftedTime();
    try (Relay relay = Relay.to(cluster.url().getPort());
        TimedOperator operator =
            TimedOperator.start(
                options(relay.url("https")).with("--lease-duration-seconds", "5"), time)) {
      names.forEach(name -> shop.apply(Manifests.extract(name, "vault", "10m", name)));
      names.forEach(name -> shop.awaitData(name, Map.of("v", "one")));
      names.forEach(name -> write(name, "two"));
      time.stop();
      relay.refuse();
      await().atMost(Duration.ofSeconds(30)).until(() -> operator.status("/readyz") == 503);
      for (int i = 0; i < 7; i++) {
        time.advance(Duration.ofSeconds(90));
        await().until(operator::isIdle);
        assertThat(operator.status("/livez")).isEqualTo(200);
      }
      relay.resume();
      await().until(() -> operator.status("/readyz") == 200);
      await().until(() -> operator.metrics().sum("keyturn_leader") == 1);
      for (int i = 0; i < 12; i++) {
        await().until(operator::isIdle);
        time.advance(Duration.ofSeconds(5));
      }
      names.forEach(name -> shop.awaitData(name, Map.of("v", "two")));
      names.forEach(name -> shop.awaitCondition(name, Condition.SYNCED, "True/UpToDate"));
      time.goOn();
    }
  }

  private List<String> reads(VaultLedger.Mark since, String prefix) {
    String path = mount + "/data/" + prefix;
    return vault.ledger().since(since).stream()
        .map(VaultRequest::path)
        .filter(read -> read.startsWith(path))
        .distinct()
        .toList();
  }

  /** Fewer than the row has, for the sake of the seconds that making five thousand takes. */
  @Test
  @Fault(value = "V2", on = Fault.Tier.R)
  @Proves("P043")
  void afterTwoHoursUnderSealAllAreReadAtTheRateOfTheStoreLongestUnservedFirst() {
    int rate = 20;
    List<String> names = IntStream.range(0, 120).mapToObj(i -> "sealed-" + i).toList();
    names.forEach(name -> write(name, "one"));
    ShiftedTime time = new ShiftedTime();
    try (TimedOperator operator = start(cluster.url(), time)) {
      shop.apply(
          Manifests.tokenStore(vault, "limited", mount)
              + "  limits: {requestsPerSecond: 20, burst: 20}\n");
      VaultLedger.Mark before = vault.ledger().mark();
      names.forEach(name -> shop.apply(Manifests.extract(name, "limited", "1h", name)));
      names.forEach(name -> shop.awaitData(name, Map.of("v", "one")));
      List<String> served = reads(before, "sealed-");
      names.forEach(name -> write(name, "two"));
      vault.seal();
      time.advance(Duration.ofMinutes(66));
      shop.awaitStore("limited", "False/Sealed");
      time.advance(Duration.ofMinutes(60));
      await().until(operator::isIdle);

      time.stop();
      vault.unseal();
      VaultLedger.Mark unsealed = vault.ledger().mark();
      time.advance(Duration.ofSeconds(18));
      await().until(() -> !reads(unsealed, "sealed-").isEmpty());
      int seconds = 0;
      while (reads(unsealed, "sealed-").size() < names.size()) {
        await().pollDelay(Duration.ofMillis(200)).until(operator::isIdle);
        assertThat(reads(unsealed, "sealed-").size()).isLessThanOrEqualTo(1 + rate * seconds);
        assertThat(18 + seconds).as("seconds until all were read").isLessThan(300);
        time.advance(Duration.ofSeconds(1));
        seconds++;
      }
      List<String> read = reads(unsealed, "sealed-");
      assertThat(read)
          .allSatisfy(path ->
              assertThat(read.indexOf(path) - served.indexOf(path))
                  .as("how far %s left its place", path)
                  .isBetween(-40, 40));
      time.goOn();
      names.forEach(name -> shop.awaitData(name, Map.of("v", "two")));
    }
  }

  /** Long after ten minutes, when a single key that is gone would have taken its Secret along. */
  @Test
  @Proves({"N09", "P025"})
  void aWholeMountThatIsGoneDeletesNothingAndIsSaid() {
    String lost = mount + "-lost";
    vault.keyValues().mount(lost, 2);
    shop.apply(Manifests.tokenStore(vault, "lost", lost));
    List<String> names = List.of("lost-a", "lost-b", "lost-c");
    ShiftedTime time = new ShiftedTime();
    try (TimedOperator operator = start(cluster.url(), time)) {
      shop.awaitStore("lost", "True/Valid");
      for (String name : names) {
        vault.keyValues().write(lost, name, Map.of("v", name));
        shop.apply(
            Manifests.extract(name, "lost", "1m", name) + "  target: {deletionPolicy: Delete}\n");
        shop.awaitData(name, Map.of("v", name));
      }
      vault.keyValues().unmount(lost);
      for (int i = 0; i < 15; i++) {
        VaultLedger.Mark mark = vault.ledger().mark();
        await().until(operator::isIdle);
        time.advance(Duration.ofMinutes(2));
        await()
            .until(() ->
                names.stream()
                    .anyMatch(name -> vault.ledger().count(mark, lost + "/data/" + name) > 0));
      }
      names.forEach(name -> shop.awaitCondition(name, Condition.SYNCED, "False/NotFound"));
      names.forEach(name -> assertThat(shop.data(name)).isEqualTo(Map.of("v", name)));
      assertThat(installation.client().events().v1().events().inNamespace(mount).list().getItems())
          .extracting(Event::getReason)
          .contains("DeletionGuardTripped");
    }
  }
}
