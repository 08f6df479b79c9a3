package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

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
    house
    // No timer fires: what is written is written in line.
    house.time.stop();
        .server
        .faults()
        .failNext(
            2,
            RequestMatch.of("apply", "secretsyncs").withSubresource("status").withName("said"),
            409);
    house.sync("said", "said", "said");
    awaitWritten("said", "said");
    assertThat(applies("said", "said")).hasSize(1);
    house.time.goOn();
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

  @Test
  void repeatedEventsChangeNothing() {
    tenant("twice");
    house.server.faults().duplicateWatchEvents(20, "*");
    house.sync("twice", "twice", "twice");
    house.awaitReasons("twice", "SecretCreated", "StoreBecameReady");
    awaitWritten("twice", "twice");
    assertThat(house.writes("twice"))
        .filteredOn(line -> line.startsWith("apply secretsyncs"))
        .hasSize(1);
    assertThat(applies("twice", "twice")).hasSize(1);
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
