package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What keeps a Secret although its deletion policy could take it. */
final class DeletionDoubtTest {
  private static final Map<String, String> FIRST = Map.of("value", "v1");

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void sync(String name, String key, String policy, String interval) {
    house.sync(
        "shop",
        name,
        key,
        "refreshInterval: " + interval + "\ntarget: {deletionPolicy: " + policy + "}");
  }

  private void synced(String policy, List<String> names) {
    for (String name : names) {
      house.backend.put(name, "v1");
      sync(name, name, policy, "1m");
    }
    names.forEach(name -> house.awaitSynced("shop", name));
  }

  private int reads(String key) {
    return house.backend.ledger().reads(key);
  }

  /** One more look at each of these keys. */
  private void look(List<String> keys) {
    List<Integer> before = keys.stream().map(this::reads).toList();
    house.advanceUntil(
        Duration.ofMinutes(2),
        () ->
            assertThat(IntStream.range(0, keys.size()))
                .allSatisfy(i -> assertThat(reads(keys.get(i))).isGreaterThan(before.get(i))));
    house.await().until(() -> house.passesUnderWay() == 0);
  }

  private void looks(int times, String... keys) {
    for (int i = 0; i < times; i++) {
      look(List.of(keys));
    }
  }

  private void request(String name) {
    int before = reads(name);
    house
        .client
        .resources(SecretSync.class)
        .inNamespace("shop")
        .withName(name)
        .edit(sync -> {
          sync.getMetadata().setAnnotations(Map.of("keyturn.dev/sync-requested", "r" + before));
          return sync;
        });
    house.await().until(() -> reads(name) > before && house.passesUnderWay() == 0);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** Those that keep their Secrets have lost their keys as well. */
  @Fault("V9")
  @Test
  void twoOfManyThatVanishAreManyThatVanish() {
    house.tenant("shop");
    synced("Retain", List.of("a", "b", "c"));
    synced("Delete", List.of("d", "e"));
    List<String> all = List.of("a", "b", "c", "d", "e");
    all.forEach(house.backend::purge);
    looks(8, "a", "b", "c", "d", "e");
    house.await().until(() -> house.reasons("shop").contains("DeletionGuardTripped"));
    assertThat(all).allMatch(name -> house.hasSecret("shop", name));
  }

  /** A confirmed value is there as well as one that was written. */
  @Fault("V9")
  @Test
  void aFewOfManyThatAreReadAllTheTimeGo() {
    house.tenant("shop");
    List<String> kept = names("kept", 12);
    synced("Delete", kept);
    synced("Delete", List.of("a", "b", "c"));
    house.time.advance(Duration.ofHours(2));
    look(kept);
    List.of("a", "b", "c").forEach(house.backend::purge);
    for (int i = 0; i < 7; i++) {
      look(kept);
    }
    looks(1, "a", "b", "c");
    house
        .await()
        .until(
            () -> List.of("a", "b", "c").stream().noneMatch(name -> house.hasSecret("shop", name)));
    assertThat(kept).allMatch(name -> house.hasSecret("shop", name));
  }

  /** The new key may be misspelt: that it is not there says nothing of what the Secret holds. */
  @Fault("V8")
  @Test
  void aKeyThatNeverWasThereDeletesNothing() {
    house.tenant("shop");
    synced("Delete", List.of("db"));
    sync("db", "misspelt", "Delete", "1m");
    house.awaitCondition("shop", "db", "Synced", "False/NotFound");
    looks(8, "misspelt");
    assertThat(house.data("shop", "db")).isEqualTo(FIRST);

    house.backend.put("misspelt", "v2");
    looks(1, "misspelt");
    house.awaitData("shop", "db", Map.of("value", "v2"));
    house.backend.purge("misspelt");
    looks(7, "misspelt");
    house.await().until(() -> !house.hasSecret("shop", "db"));
  }

  @Fault("V8")
  @Test
  void aChangedStoreIsAskedAsOftenAsANewOne() {
    house.tenant("shop");
    synced("Delete", List.of("db"));
    house.backend.purge("db");
    looks(5, "db");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          refreshInterval: 6m
          provider: {fake: {data: [{key: backend, value: default}]}}
        """);
    house
        .await()
        .until(() ->
            Objects.equals(house.storeNamed("shop", "store").getStatus().observedGeneration(), 2L));
    looks(4, "db");
    assertThat(house.data("shop", "db")).isEqualTo(FIRST);
    looks(4, "db");
    house.await().until(() -> !house.hasSecret("shop", "db"));
  }

  @Fault("V8")
  @Test
  void oneKeyOfTwoKeepsTheWholeSecret() {
    house.tenant("shop");
    house.backend.put("one", "1");
    house.backend.put("two", "2");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 1m
          target: {deletionPolicy: Delete}
          data:
            - {secretKey: one, remoteRef: {key: one}}
            - {secretKey: two, remoteRef: {key: two}}
        """);
    house.awaitSynced("shop", "db");
    house.backend.purge("one");
    looks(8, "one", "two");
    assertThat(house.condition("shop", "db", "Synced")).isEqualTo("False/NotFound");
    assertThat(house.data("shop", "db")).isEqualTo(Map.of("one", "1", "two", "2"));
    house.backend.purge("two");
    looks(7, "one", "two");
    house.await().until(() -> !house.hasSecret("shop", "db"));
  }

  /** A backend that is only half there may say of what it has not loaded that it is not there. */
  @Fault("V9")
  @Test
  void aStoreThatWasIllAMomentAgoDeletesNothing() {
    house.tenant("shop");
    house.backend.put("other", "v1");
    house.backend.put("db", "v1");
    sync("other", "other", "Retain", "24h");
    sync("db", "db", "Delete", "24h");
    house.awaitSynced("shop", "other");
    house.awaitSynced("shop", "db");
    house.backend.purge("db");
    request("db");
    house.advance(Duration.ofMinutes(16));
    house.await().until(() -> house.passesUnderWay() == 0);
    house.backend.failRead("other", Failure.of(FailureClass.Unavailable), 1);
    request("other");
    request("db");
    assertThat(house.data("shop", "db")).isEqualTo(FIRST);

    house.time.advance(Duration.ofMinutes(16));
    house.await().until(() -> !house.hasSecret("shop", "db"));
  }

  @Fault("V8")
  @Test
  void whereSecretsMayNotBeDeletedThatIsSaid() {
    house.tenant("shop");
    synced("Delete", List.of("db"));
    house.server.faults().failNext(1_000, RequestMatch.of("delete", "secrets").by("keyturn/"), 403);
    house.backend.purge("db");
    looks(7, "db");
    house.awaitCondition("shop", "db", "Synced", "False/AccessDenied");
    assertThat(house.error("shop", "db").detail()).isEqualTo("target");
    assertThat(house.error("shop", "db").message()).contains("rbac.deleteSecrets");
    assertThat(house.data("shop", "db")).isEqualTo(FIRST);
  }

  /** The former Secret holds a credential that nothing renews any more. */
  @Test
  void aRenameWhoseFormerSecretMayNotBeDeletedSaysSoUntilItIsGone() {
    house.tenant("shop");
    synced("Retain", List.of("db"));
    house.server.faults().failNext(1_000, RequestMatch.of("delete", "secrets").by("keyturn/"), 403);
    house.sync("shop", "db", "db", "refreshInterval: 1m\ntarget: {name: new}");
    house.awaitCondition("shop", "db", "Synced", "False/AccessDenied");
    assertThat(house.error("shop", "db").message()).contains("db (the target is named new now");
    assertThat(house.data("shop", "new")).isEqualTo(FIRST);
    looks(2, "db");
    assertThat(house.condition("shop", "db", "Synced")).isEqualTo("False/AccessDenied");
    assertThat(house.target("shop", "db").name()).isEqualTo("db");

    house.client.secrets().inNamespace("shop").withName("db").delete();
    house.advanceUntil(
        Duration.ofMinutes(2),
        () -> assertThat(house.condition("shop", "db", "Synced")).isEqualTo("True/UpToDate"));
    assertThat(house.target("shop", "db").name()).isEqualTo("new");
  }

  @Test
  void keysThatAreTakenOutComeBackWithTheirSource() {
    house.tenant("shop");
    synced("Merge", List.of("db"));
    String uid = house.secret("shop", "db").getMetadata().getUid();
    house.backend.purge("db");
    looks(7, "db");
    house.awaitData("shop", "db", Map.of());
    looks(2, "db");
    assertThat(house.events("shop"))
        .filteredOn(event -> event.getReason().equals("SecretDeleted"))
        .singleElement()
        .satisfies(event -> assertThat(event.getSeries()).isNull());
    assertThat(house.secret("shop", "db").getMetadata().getOwnerReferences()).hasSize(1);
    house.awaitCondition("shop", "db", "Ready", "False/NotFound");

    house.backend.put("db", "v2");
    looks(1, "db");
    house.awaitData("shop", "db", Map.of("value", "v2"));
    assertThat(house.condition("shop", "db", "Synced")).isEqualTo("True/UpToDate");
    assertThat(house.secret("shop", "db").getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  void keysThatTheTypeOfTheSecretDemandsStayAndThatIsSaid() {
    house.tenant("shop");
    house.backend.put("login", "{\"username\":\"u\",\"password\":\"p\"}");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: shop}
        spec:
          secretStoreRef: {name: store}
          refreshInterval: 1m
          target: {deletionPolicy: Merge, template: {type: kubernetes.io/basic-auth}}
          dataFrom: [{extract: {key: login}}]
        """);
    house.awaitSynced("shop", "db");
    house.backend.purge("login");
    looks(7, "login");
    house.awaitCondition("shop", "db", "Synced", "False/TargetInvalid");
    assertThat(house.error("shop", "db").message()).contains("not accepted without our keys");
    assertThat(house.data("shop", "db")).isEqualTo(Map.of("username", "u", "password", "p"));
  }
}
