package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.devcluster.fault.RequestMatch;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which restarts are owed, and which are not, where a process or an answer was lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestartAfterCrashTest {
  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  @Test
  void whatWasOwedWhenTheOperatorDiedIsDoneByTheNextOne() {
    Workloads workloads = Workloads.api(house, "crash");
    workloads.change("v2");
    house.restart();
    assertThat(workloads.patches()).isZero();
    workloads.advanceUntilRestarted();
    house.restart();
    house.advance(Duration.ofHours(2));
    assertThat(workloads.patches()).isEqualTo(1);
    assertThat(workloads.updated()).isEqualTo("True/Restarted");
  }

  @Test
  void anOperatorThatDiesBetweenTheSecretAndTheStatusOwesTheRestart() {
    Workloads workloads = Workloads.api(house, "between");
    house
        .server
        .faults()
        .failNext(10_000, RequestMatch.of("apply", "secretsyncs").withName("db"), 500);
    house.backend.put("between", "v2");
    house
        .client
        .resources(SecretSync.class)
        .inNamespace("between")
        .withName("db")
        .edit(sync -> {
          sync.getMetadata().setAnnotations(Map.of("keyturn.dev/sync-requested", "now"));
          return sync;
        });
    house.awaitData("between", "db", Map.of("value", "v2"));
    house.stop();
    house.server.faults().clear();
    assertThat(house.status("between", "db").pendingRestart()).isNull();

    house.restart();
    workloads.awaitUpdated("False/Pending");
    workloads.advanceUntilRestarted();
    assertThat(workloads.patches()).isEqualTo(1);
  }

  /** The Secret is written, its status is not: the next process finds another Secret there. */
  private void diesAfterTheWrite(String namespace, String spec, String label) {
    house
        .server
        .faults()
        .failNext(
            10_000,
            RequestMatch.of("apply", "secretsyncs").withSubresource("status").withName("db"),
            500);
    house.sync(namespace, "db", namespace, spec);
    house
        .await()
        .until(() -> {
          Map<String, String> labels = house.secret(namespace, "db").getMetadata().getLabels();
          return label.equals(labels.get("team"));
        });
    house.stop();
    house.server.faults().clear();
    house.restart();
    house.awaitSynced(namespace, "db");
    house.await().until(() -> house.passesUnderWay() == 0);
  }

  private static String labelled(String label) {
    return "restart: %s\ntarget: {template: {mergePolicy: Merge, metadata: {labels: {team: %s}}}}"
        .formatted(Workloads.API, label);
  }

  @Test
  void anEditOfLabelsThatACrashLeavesUntoldRestartsNothing() {
    Workloads workloads = Workloads.api(house, "labels");
    diesAfterTheWrite("labels", labelled("one"), "one");
    assertThat(workloads.updated()).isEqualTo("True/UpToDate");
    house.advance(Duration.ofHours(2));
    assertThat(workloads.patches()).isZero();

    // With a new value it is a change of values.
    house.backend.put("labels", "v2");
    diesAfterTheWrite("labels", labelled("two"), "two");
    assertThat(workloads.updated()).isEqualTo("False/Pending");
    workloads.advanceUntilRestarted();
    assertThat(workloads.patches()).isEqualTo(1);
  }

  /** As operators wrote it that did not tell values from the rest. */
  @Test
  void aHashOfThreePartsIsReadAndWrittenAnewOnlyWithAChange() {
    Workloads workloads = Workloads.api(house, "older");
    house.stop();
    String hash = Objects.requireNonNull(house.target("older", "db").hash());
    String older = hash.substring(0, hash.lastIndexOf(':'));
    assertThat(older.split(":")).hasSize(3);
    house
        .client
        .resources(SecretSync.class)
        .inNamespace("older")
        .withName("db")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\": {\"target\": {\"hash\": \"%s\"}}}".formatted(older));
    house.restart();
    house.server.requests().clear();
    house.advance(Duration.ofHours(2));
    house.await().until(() -> house.passesUnderWay() == 0);
    assertThat(house.writes("older")).noneMatch(line -> line.contains("/db"));
    assertThat(house.target("older", "db").hash()).isEqualTo(older);

    workloads.change("v2");
    assertThat(workloads.updated()).isEqualTo("False/Pending");
    assertThat(Objects.requireNonNull(house.target("older", "db").hash()).split(":")).hasSize(4);
    workloads.advanceUntilRestarted();
    assertThat(workloads.patches()).isEqualTo(1);
  }

  @Test
  void aLostReplyIsNoSecondRestart() {
    Workloads workloads = Workloads.api(house, "unheard");
    house.server.faults().loseReplies(1, RequestMatch.of("patch", "deployments").withName("api"));
    workloads.change("v2");
    workloads.advanceUntilRestarted();
    assertThat(workloads.find("apps/v1", "Deployment", "api").getMetadata().getGeneration())
        .isEqualTo(2);
  }
}
