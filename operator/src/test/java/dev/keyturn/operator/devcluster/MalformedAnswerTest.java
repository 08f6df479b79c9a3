package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of the API server that end in the middle of their JSON. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MalformedAnswerTest {
  private final House house = House.started();

  @AfterEach
  void heal() {
    house.server.faults().clear();
  }

  @AfterAll
  void close() {
    house.close();
  }

  private int liveness() {
    return house.page(house.operator(), "/livez").statusCode();
  }

  private void tenant(String namespace) {
    house.backend.put(namespace, "v1");
    house.tenant(namespace);
  }

  @Fault("K9")
  @Test
  void afterHalfAnEventTheInformerListsAnewAndLives() {
    tenant("event");
    house.server.requests().clear();
    house.server.faults().garbleWatchEvents(1, "secretsyncs");
    house.sync("event", "db", "event");
    house.awaitSynced("event", "db");
    assertThat(house.server.requests().count("list", "secretsyncs")).isOne();
    assertThat(liveness()).isEqualTo(200);
    house.sync("event", "after", "event");
    house.awaitSynced("event", "after");
    assertThat(house.server.requests().count("list", "secretsyncs")).isOne();
  }

  @Fault("K9")
  @Test
  void afterHalfAnEventOfATargetItsDriftIsSeenAllTheSame() {
    tenant("target");
    house.sync("target", "db", "target");
    house.awaitSynced("target", "db");
    house.server.requests().clear();
    house.server.faults().garbleWatchEvents(1, "secrets");
    house
        .client
        .secrets()
        .inNamespace("target")
        .withName("db")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"stringData\":{\"value\":\"drift\"}}");
    house.await().until(() -> house.writes("target").contains("apply secrets/db"));
    house.awaitData("target", "db", Map.of("value", "v1"));
    assertThat(house.server.requests().count("list", "secrets")).isOne();
    assertThat(liveness()).isEqualTo(200);
  }

  @Fault("K9")
  @ParameterizedTest
  @ValueSource(strings = {"secretsyncs", "secrets", "namespaces"})
  void afterHalfAListTheInformerListsAnewAndLives(String resource) {
    String namespace = "list-" + resource;
    tenant(namespace);
    house.server.requests().clear();
    house.server.faults().garbleNext(2, RequestMatch.of("list", resource).by("keyturn/"));
    house.server.faults().expireWatches(resource);
    house.await().until(() -> house.server.requests().count("list", resource) >= 3);
    house.sync(namespace, "db", namespace);
    house.awaitSynced(namespace, "db");
    assertThat(house.data(namespace, "db")).isEqualTo(Map.of("value", "v1"));
    assertThat(liveness()).isEqualTo(200);
  }

  @Fault("K9")
  @Test
  void aStartThatGetsHalfAListStartsAllTheSame() {
    tenant("start");
    house.stop();
    house.server.faults().garbleNext(1, RequestMatch.of("list", "secretsyncs").by("keyturn/"));
    house.restart();
    house.sync("start", "db", "start");
    house.awaitSynced("start", "db");
    assertThat(liveness()).isEqualTo(200);
  }
}
