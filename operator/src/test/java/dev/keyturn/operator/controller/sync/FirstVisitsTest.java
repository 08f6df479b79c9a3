package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer;
import dev.keyturn.operator.kube.status.StatusWriter;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A first attempt that takes long says once that it is under way, and never after its end. */
class FirstVisitsTest {
  private static final SyncId ID = new SyncId("shop", "db");
  private static final String WRITTEN =
      "{\"metadata\":{\"name\":\"db\",\"uid\":\"uid-1\",\"resourceVersion\":\"2\"}}";

  private final Map<SyncId, Duration> timers = new HashMap<>();
  private ScriptedApiServer server;
  private KubernetesClient client;
  private FirstVisits visits;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedApiServer();
    server.answer(request -> ScriptedApiServer.Response.json(200, WRITTEN));
    client = new KubernetesClientBuilder().withConfig(server.config()).build();
    visits =
        new FirstVisits(
            new StatusWriter(
                new ApiServer(client, Duration.ofSeconds(5)),
                namespace -> true,
                new Backoff(new Random(1))),
            new Timers(),
            InstantSource.fixed(Instant.EPOCH));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void anAttemptThatEndsInTimeIsNotSpokenOf() {
    visits.begin(ID, sync());
    assertThat(timers).containsEntry(ID, Duration.ofSeconds(5));
    assertThat(visits.end(ID)).isEmpty();
    assertThat(timers).isEmpty();
  }

  @Test
  void anAttemptThatTakesLongIsUnknownAndUnderWay() {
    visits.begin(ID, sync());
    visits.overdue(ID);
    assertThat(server.requests()).hasSize(1);
    assertThat(server.requests().getFirst().path()).contains("/secretsyncs/db/status");
    var written = visits.end(ID).orElseThrow();
    assertThat(written.observedGeneration()).isEqualTo(3);
    assertThat(written.lastHandledRequest()).isNull();
    assertThat(Conditions.find(written.conditions(), Condition.READY))
        .hasValueSatisfying(ready ->
            assertThat(ready.status() + "/" + ready.reason()).isEqualTo("Unknown/FirstSync"));
    assertThat(Conditions.has(written.conditions(), Condition.RECONCILING, "True")).isTrue();
  }

  @Test
  void itIsSaidOnce() {
    visits.begin(ID, sync());
    visits.overdue(ID);
    visits.overdue(ID);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void nothingIsSaidOnceTheAttemptHasEnded() {
    visits.begin(ID, sync());
    assertThat(visits.end(ID)).isEmpty();
    visits.overdue(ID);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aWriteThatFailedIsNotTakenForTheStatus() {
    server.answer(request -> ScriptedApiServer.Response.status(403, "Forbidden"));
    visits.begin(ID, sync());
    visits.overdue(ID);
    assertThat(visits.end(ID)).isEmpty();
  }

  @Test
  void theEndWaitsForAWriteThatIsUnderWay() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    server.answer(request -> {
      arrived.countDown();
      await(leave);
      return ScriptedApiServer.Response.json(200, WRITTEN);
    });
    visits.begin(ID, sync());
    Thread writer = Thread.ofVirtual().start(() -> visits.overdue(ID));
    arrived.await();
    FutureTask<Boolean> end = new FutureTask<>(() -> visits.end(ID).isPresent());
    Thread ender = Thread.ofPlatform().start(end);
    while (ender.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    leave.countDown();
    assertThat(end.get()).isTrue();
    writer.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SecretSync sync() {
    SecretSync sync = new SecretSync();
    sync.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("db")
            .withUid("uid-1")
            .withGeneration(3L)
            .withResourceVersion("1")
            .build());
    return sync;
  }

  private final class Timers implements WakeUp<SyncId> {
    @Override
    public void at(SyncId key, Duration wait) {
      timers.put(key, wait);
    }

    @Override
    public void noLaterThan(SyncId key, Duration wait) {
      timers.putIfAbsent(key, wait);
    }

    @Override
    public void cancel(SyncId key) {
      timers.remove(key);
    }
  }
}
