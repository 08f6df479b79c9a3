package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An API server that refuses, forgets, repeats and holds back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiServerFaultTest {
  private final House house = House.started();

  @AfterEach
  void heal() {
    house.server.faults().clear();
  }

  @AfterAll
  void close() {
    house.close();
  }

  private void tenant(String namespace) {
    house.backend.put(namespace, "v1");
    house.tenant(namespace);
  }

  private static RequestMatch applyOf(String secret) {
    return RequestMatch.of("apply", "secrets").withName(secret);
  }

  private void awaitWritten(String namespace, String name) {
    house.awaitSynced(namespace, name);
    assertThat(house.data(namespace, name)).isEqualTo(Map.of("value", "v1"));
  }

  private List<String> applies(String namespace, String name) {
    return house.requests(namespace).stream().filter(("apply secrets/" + name)::equals).toList();
  }

  @Test
  void aWriteThatIsThrottledComesAgain() {
    tenant("throttled");
    house.server.faults().failNext(2, applyOf("throttled"), 429, Duration.ofSeconds(1));
    house.sync("throttled", "throttled", "throttled");
    awaitWritten("throttled", "throttled");
    assertThat(applies("throttled", "throttled")).hasSize(3);
  }

  @Test
  void aWriteThatFailsComesAgain() {
    tenant("failing");
    house.server.faults().failNext(3, applyOf("failing"), 500);
    house.sync("failing", "failing", "failing");
    awaitWritten("failing", "failing");
    assertThat(applies("failing", "failing")).hasSize(4);
  }

  @Fault("K3")
  @Test
  void aLostReplyCostsOneMoreApplyAndNoSecondSecret() {
    tenant("lost");
    house.server.faults().loseReplies(1, applyOf("lost"));
    house.sync("lost", "lost", "lost");
    awaitWritten("lost", "lost");
    assertThat(applies("lost", "lost")).hasSizeLessThanOrEqualTo(2);
    assertThat(house.client.secrets().inNamespace("lost").list().getItems()).hasSize(1);
  }

  @Fault("K1")
  @Test
  void conflictsAreDecidedOnTheLiveObject() {
    tenant("storm");
    house.server.faults().failNext(3, applyOf("storm"), 409);
    house.sync("storm", "storm", "storm");
    awaitWritten("storm", "storm");
    assertThat(applies("storm", "storm")).hasSize(4);
    assertThat(house.requests("storm")).filteredOn("get secrets/storm"::equals).hasSize(3);
  }

  @Fault("K1")
  @Test
  void aConflictOfTheStatusIsOneMoreStatus() {
    tenant("said");
    // No timer fires: what is written is written in line.
    house.time.stop();
    house
        .server
        .faults()
        .failNext(
            2,
            RequestMatch.of("apply", "secretsyncs").withSubresource("status").withName("said"),
            409);
    house.sync("said", "said", "said");
    awaitWritten("said", "said");
    house.time.goOn();
    assertThat(applies("said", "said")).hasSize(1);
    assertThat(house.writes("said")).filteredOn("apply secretsyncs/said/status"::equals).hasSize(3);
  }

  @Fault("K1")
  @Test
  void aConflictWithoutEndIsGivenUpAndTriedLater() {
    tenant("endless");
    house.server.faults().failNext(5, applyOf("endless"), 409);
    house.sync("endless", "endless", "endless");
    house.awaitCondition("endless", "endless", "Synced", "False/Conflict");
    awaitWritten("endless", "endless");
  }

  @Test
  void aStatusThatCannotBeWrittenIsWrittenLater() {
    tenant("unsaid");
    house
        .server
        .faults()
        .failNext(2, RequestMatch.of("apply", "secretsyncs").withName("unsaid"), 500);
    house.sync("unsaid", "unsaid", "unsaid");
    awaitWritten("unsaid", "unsaid");
    assertThat(applies("unsaid", "unsaid")).hasSize(1);
  }

  @Fault("K9")
  @Test
  void halfAnAnswerToAWriteIsSaidAndTheWriteComesAgain() {
    tenant("halved");
    house.server.faults().garbleNext(1_000, applyOf("halved"));
    house.sync("halved", "halved", "halved");
    house.awaitCondition("halved", "halved", "Synced", "False/Unavailable");
    assertThat(house.error("halved", "halved").detail()).isEqualTo("api-malformed");
    house.server.faults().clear();
    house.advanceUntil(
        Duration.ofSeconds(20),
        () -> assertThat(house.condition("halved", "halved", "Synced")).isEqualTo("True/UpToDate"));
    awaitWritten("halved", "halved");
  }

  @Fault("W2")
  @Test
  void repeatedEventsChangeNothing() {
    tenant("twice");
    house.server.faults().repeatWatchEvents(1_000, "*", 3);
    house.sync("twice", "twice", "twice");
    house.awaitReasons("twice", "SecretCreated", "StoreBecameReady");
    awaitWritten("twice", "twice");
    assertThat(house.writes("twice"))
        .filteredOn(line -> line.startsWith("apply secretsyncs"))
        .hasSize(1);
    assertThat(applies("twice", "twice")).hasSize(1);
    house.server.requests().clear();
    house.backend.put("twice", "v2");
    house.advance(Duration.ofMinutes(62));
    house.awaitReasons("twice", "SecretCreated", "SecretUpdated", "StoreBecameReady");
    house.sync("twice", "after", "twice");
    house.awaitSynced("twice", "after");
    assertThat(applies("twice", "twice")).hasSize(1);
    assertThat(house.writes("twice"))
        .filteredOn("apply secretsyncs/twice/status"::equals)
        .hasSize(1);
  }

  @Fault("W3")
  @Test
  void anOlderSpecThatComesAfterTheNewerOneIsNotWritten() {
    tenant("overtaken");
    house.backend.put("overtaking", "v2");
    house.sync("overtaken", "db", "overtaken");
    awaitWritten("overtaken", "db");
    house.server.faults().overtakeWatchEvents(1, "secretsyncs");
    house.sync("overtaken", "db", "overtaking");
    // Where the older one came before a pass saw the newer, the next list brings the newer back.
    house.advanceUntil(
        Duration.ofMinutes(5),
        () -> assertThat(house.data("overtaken", "db")).isEqualTo(Map.of("value", "v2")));
    house.server.requests().clear();
    // This sync shows that the events before its own were taken.
    house.sync("overtaken", "after", "overtaken");
    awaitWritten("overtaken", "after");
    house.backend.put("overtaken", "v3");
    house.time.advance(Duration.ofMinutes(66));
    house.awaitData("overtaken", "after", Map.of("value", "v3"));
    assertThat(applies("overtaken", "db")).isEmpty();
    assertThat(house.data("overtaken", "db")).isEqualTo(Map.of("value", "v2"));
  }

  @Fault("W3")
  @Test
  void whatCameThirtySecondsLateUndoesNothing() {
    tenant("held");
    house.backend.put("held-new", "v2");
    house.sync("held", "db", "held");
    awaitWritten("held", "db");
    house.server.faults().delayWatchEvents(1, "secretsyncs", Duration.ofMillis(500));
    house.sync("held", "db", "held-new");
    house.time.advance(Duration.ofSeconds(30));
    house.awaitData("held", "db", Map.of("value", "v2"));
    house.awaitSynced("held", "db");
    assertThat(applies("held", "db")).hasSize(2);
  }

  @Test
  void anEventThatComesLateIsStillTaken() {
    tenant("slow");
    house.server.faults().delayWatchEvents(5, "*", Duration.ofMillis(300));
    house.sync("slow", "slow", "slow");
    awaitWritten("slow", "slow");
    assertThat(applies("slow", "slow")).hasSize(1);
  }

  @Test
  void aLostEventComesWithTheNextWatch() {
    tenant("dropped");
    house.server.faults().dropWatchEvents(1, "secretsyncs");
    house.sync("dropped", "dropped", "dropped");
    house.server.faults().closeWatches("secretsyncs");
    awaitWritten("dropped", "dropped");
  }

  /** The next event of a sync is lost; another one, that comes after it, is not. */
  private void losing(String namespace, Runnable change) {
    house.server.faults().dropWatchEvents(1, "secretsyncs");
    change.run();
    house.sync(namespace, "after", namespace);
    awaitWritten(namespace, "after");
    house.server.requests().clear();
    house.time.advance(Duration.ofSeconds(570));
    house.await().until(() -> house.server.requests().count("list", "secretsyncs") > 0);
  }

  @Fault("W1")
  @Test
  void aSyncWhoseCreationWasLostIsFoundWithinTenMinutes() {
    tenant("added");
    losing("added", () -> house.sync("added", "db", "added"));
    assertThat(house.hasSecret("added", "db")).isFalse();
    house.advanceUntil(
        Duration.ofSeconds(15), () -> assertThat(house.hasSecret("added", "db")).isTrue());
    awaitWritten("added", "db");
  }

  @Fault("W1")
  @Test
  void aSpecWhoseChangeWasLostIsFoundWithinTenMinutes() {
    tenant("modified");
    house.backend.put("modified-new", "v2");
    house.sync("modified", "db", "modified");
    awaitWritten("modified", "db");
    losing("modified", () -> house.sync("modified", "db", "modified-new"));
    assertThat(house.data("modified", "db")).isEqualTo(Map.of("value", "v1"));
    house.advanceUntil(
        Duration.ofSeconds(15),
        () -> assertThat(house.data("modified", "db")).isEqualTo(Map.of("value", "v2")));
    house.awaitSynced("modified", "db");
  }

  @Fault("W1")
  @Test
  void aSyncWhoseDeletionWasLostIsForgottenWithinTenMinutes() {
    tenant("removed");
    house.sync("removed", "db", "removed", "target: {creationPolicy: Orphan}");
    awaitWritten("removed", "db");
    losing(
        "removed",
        () ->
            house
                .client
                .resources(SecretSync.class)
                .inNamespace("removed")
                .withName("db")
                .delete());
    // It is still seen; but before it brings its Secret back, it is asked for and not there.
    house.client.secrets().inNamespace("removed").withName("db").delete();
    house.await().until(() -> house.requests("removed").contains("get secretsyncs/db"));
    assertThat(shown("removed")).anyMatch(line -> line.contains("name=\"db\""));
    house.advanceUntil(
        Duration.ofSeconds(15),
        () -> assertThat(shown("removed")).noneMatch(line -> line.contains("name=\"db\"")));
    assertThat(shown("removed")).anyMatch(line -> line.contains("name=\"after\""));
    assertThat(house.hasSecret("removed", "db")).isFalse();
  }

  /** The series of the objects that the operator has in its caches. */
  private List<String> shown(String namespace) {
    return house
        .page(house.operator(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.contains("namespace=\"" + namespace + "\""))
        .toList();
  }

  @Fault("W7")
  @Test
  void watchesThatEndAgainAndAgainWithoutALineAreListedAnew() {
    tenant("stale");
    house.server.requests().clear();
    house
        .await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> {
          house.server.faults().closeWatches("secretsyncs");
          return house.server.requests().count("list", "secretsyncs") > 0;
        });
    house.sync("stale", "db", "stale");
    awaitWritten("stale", "db");
  }

  @Test
  void watchesThatKeepEndingLoseNothing() {
    tenant("ending");
    for (int i = 0; i < 5; i++) {
      house.server.faults().closeWatches("*");
      house.sync("ending", "s" + i, "ending");
      awaitWritten("ending", "s" + i);
    }
  }

  @Test
  void anExpiredWatchListsAgainAndWritesNothing() {
    tenant("expired");
    house.sync("expired", "before", "expired");
    awaitWritten("expired", "before");
    house.awaitReasons("expired", "SecretCreated", "StoreBecameReady");
    house.server.requests().clear();
    house.server.faults().expireHistory();
    house.server.faults().expireWatches("*");
    house.sync("expired", "after", "expired");
    awaitWritten("expired", "after");
    assertThat(house.writes("expired")).noneMatch(line -> line.contains("/before"));
    assertThat(house.server.requests().count("list", "secretsyncs")).isPositive();
  }
}
