package dev.keyturn.operator.kube.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A status that the API server does not take comes again, and not for ever at the same pace. */
class StatusWriterTest {
  private static final String WRITTEN =
      "{\"metadata\":{\"name\":\"db\",\"uid\":\"uid-1\",\"resourceVersion\":\"2\"}}";

  private ScriptedApiServer server;
  private KubernetesClient client;
  private StatusWriter writer;
  private boolean mayAct = true;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedApiServer();
    Config settings = server.config();
    settings.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(settings).build();
    writer =
        new StatusWriter(
            new ApiServer(client, Duration.ofSeconds(5)),
            namespace -> mayAct,
            new Backoff(new Random(1)));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static SecretSync sync() {
    SecretSync sync = new SecretSync();
    sync.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("db")
            .withUid("uid-1")
            .withResourceVersion("1")
            .build());
    return sync;
  }

  private StatusResult write() {
    return writer.write(sync(), SecretSyncStatus.EMPTY);
  }

  private Duration refused() {
    return switch (write()) {
      case StatusResult.Refused refused -> refused.retryIn();
      case StatusResult.Unavailable unavailable -> unavailable.retryIn();
      case StatusResult other -> throw new AssertionError(other);
    };
  }

  @Test
  void aConflictIsSentAgainInLine() {
    server.answer(request ->
        server.requests().size() < 5
            ? Response.status(409, "Conflict")
            : Response.json(200, WRITTEN));
    assertThat(write()).isEqualTo(new StatusResult.Written());
    assertThat(server.requests()).hasSize(5);
  }

  @Test
  void afterFiveConflictsItIsTheTimersBusiness() {
    server.answer(request -> Response.status(409, "Conflict"));
    assertThat(refused()).isPositive();
    assertThat(server.requests()).hasSize(5);
  }

  @Test
  void whoMayNotActAnyMoreSendsNoConflictAgain() {
    server.answer(request -> {
      mayAct = false;
      return Response.status(409, "Conflict");
    });
    assertThat(write()).isEqualTo(new StatusResult.NotLeader());
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 422})
  void whatIsNeverTakenIsTriedMoreAndMoreSeldom(int code) {
    server.answer(request -> Response.status(code, "No"));
    List<Duration> waits = new ArrayList<>();
    Duration hour = Duration.ZERO;
    while (hour.compareTo(Duration.ofHours(1)) < 0) {
      waits.add(refused());
      hour = hour.plus(waits.getLast());
    }
    // Every five seconds would be 720.
    assertThat(waits).hasSizeLessThan(60);
    assertThat(waits.getFirst()).isLessThan(Duration.ofSeconds(5));
    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofMinutes(5)) <= 0);
    assertThat(server.requests()).hasSameSizeAs(waits);
  }

  /** It comes back for all at once: who waits for minutes then is late for nothing. */
  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void whileTheServerIsAwayNobodyWaitsLongerThanHalfAMinute(int code) {
    server.answer(request -> Response.status(code, "No"));
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waits.add(refused());
    }
    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(30)) <= 0);
    assertThat(waits.subList(20, 100)).anyMatch(wait -> wait.equals(Duration.ofSeconds(30)));
    assertThat(server.requests()).hasSameSizeAs(waits);
  }

  @Test
  void aStatusThatWasTakenBeginsAnew() {
    server.answer(request -> Response.status(500, "No"));
    for (int i = 0; i < 20; i++) {
      refused();
    }
    server.answer(request -> Response.json(200, WRITTEN));
    assertThat(write()).isEqualTo(new StatusResult.Written());
    server.answer(request -> Response.status(500, "No"));
    SecretSync other = sync();
    other.getMetadata().setResourceVersion("3");
    assertThat(writer.write(other, SecretSyncStatus.EMPTY))
        .isInstanceOfSatisfying(
            StatusResult.Unavailable.class,
            unavailable -> assertThat(unavailable.retryIn()).isLessThan(Duration.ofSeconds(5)));
  }

  @Test
  void whatTheServerAsksForIsTheLeast() {
    server.answer(request -> Response.status(503, "Wait").with("Retry-After", "77"));
    assertThat(refused()).isGreaterThanOrEqualTo(Duration.ofSeconds(77));
  }
}
