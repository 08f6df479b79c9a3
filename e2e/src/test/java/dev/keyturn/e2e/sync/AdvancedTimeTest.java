package dev.keyturn.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.operator.TimedOperator;
import dev.keyturn.e2e.process.FaultyProxy;
import dev.keyturn.e2e.process.Relay;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultRequest;
import dev.keyturn.operator.devcluster.ShiftedTime;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What takes minutes, before a real cluster and a real Vault: the operator's clock is moved. */
class AdvancedTimeTest extends TimedCases {
  private static final String WATCH = "watch=true";

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
}
