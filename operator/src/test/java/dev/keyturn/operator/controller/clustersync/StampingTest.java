package dev.keyturn.operator.controller.clustersync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.NamespaceSelector;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.ResourceCache;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.engine.stamp.StampSpec;
import dev.keyturn.operator.engine.stamp.Step;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.client.ScriptedApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.stamp.StampRemover;
import dev.keyturn.operator.kube.stamp.StampWriter;
import dev.keyturn.operator.kube.status.StatusWriter;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StampingTest {
  private final ScriptedApiServer server = new ScriptedApiServer();
  private final KubernetesClients clients =
      new KubernetesClients(server.config(), "test", System::nanoTime);
  private long now = 1;
  private final ClusterSyncParts parts = parts();
  private final ClusterSecretSync sync = sync();

  StampingTest() throws IOException {}

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  /** After a start the lists may be old: the namespace may have been deselected since. */
  @Test
  void nothingIsMadeForAnOldGeneration() {
    answer("{}", 4);
    Work work = act(true, new Step.Create("shop"));
    assertThat(work.later()).isTrue();
    assertThat(writes()).isZero();
  }

  @Test
  void nothingIsRemovedWhereTheNamespaceIsSelectedByNow() {
    answer("{\"team\":\"shop\"}", 3);
    Work work = act(false, new Step.Remove("shop", "db", "sync-uid"));
    assertThat(work.wrote()).isFalse();
    assertThat(deletions()).isZero();
  }

  @Test
  void nothingIsRemovedBySpecThatIsNotTheNewestAnyMore() {
    answer("{}", 4);
    Work work = act(false, new Step.Remove("shop", "db", "sync-uid"));
    assertThat(work.unfinished()).isTrue();
    assertThat(work.later()).isTrue();
    assertThat(deletions()).isZero();
  }

  @Test
  void whatIsNotSelectedNowIsRemoved() {
    answer("{}", 3);
    Work work = act(false, new Step.Remove("shop", "db", "sync-uid"));
    assertThat(work.wrote()).isTrue();
    assertThat(deletions()).isOne();
  }

  @Test
  void onePassTriesFiftyStepsAndSaysThatMoreAreLeft() {
    server.answer(request -> Response.json(201, written()));
    Work work = act(false, creates(51));
    assertThat(work.provisioned()).hasSize(50);
    assertThat(work.unfinished()).isTrue();
    assertThat(work.later()).isFalse();
  }

  @Test
  void aServerThatDoesNotAnswerIsLeftAloneAfterThreeTries() {
    server.answer(request -> Response.status(500, "InternalError"));
    Work work = act(false, creates(9));
    assertThat(server.requests()).hasSize(3);
    assertThat(work.unfinished()).isTrue();
    assertThat(work.later()).isTrue();
    assertThat(work.failures()).hasSize(3);
  }

  @Test
  void aDenialIsNotTriedAgainBeforeItsTime() {
    server.answer(request ->
        Response.json(403, "{\"message\":\"x is forbidden: User \\\"u\\\" cannot create\"}"));
    Work first = act(false, new Step.Create("shop"));
    Work second = act(true, new Step.Create("shop"));
    assertThat(server.requests()).hasSize(1);
    assertThat(second.failures()).isEqualTo(first.failures());
    assertThat(second.unfinished()).isFalse();
    StampBoard.Failure failure = Objects.requireNonNull(first.failures().get("shop"));
    assertThat(failure.kind()).isEqualTo(ErrorClass.AccessDenied);
    assertThat(failure.detail()).isEqualTo(Detail.NOT_ENROLLED);
    Duration wait = parts.board().nextTry("owner-uid", now).orElseThrow();
    assertThat(wait).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(15));

    now += wait.toNanos();
    act(true, new Step.Create("shop"));
    assertThat(server.requests()).hasSize(2);
    parts.board().retry("owner-uid", "shop");
    act(true, new Step.Create("shop"));
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aFightIsFoughtOnceInTenSeconds() {
    answer("{}", 3);
    act(false, new Step.Create("shop"));
    act(true, new Step.Create("shop"));
    assertThat(writes()).isEqualTo(2);
    Work paused = act(true, new Step.Create("shop"));
    assertThat(writes()).isEqualTo(2);
    assertThat(paused.failures().get("shop"))
        .satisfies(failure -> assertThat(failure.detail()).isEqualTo(Detail.CONTENDED));
    now += Duration.ofSeconds(10).toNanos();
    act(true, new Step.Create("shop"));
    assertThat(writes()).isEqualTo(3);
  }

  private Work act(boolean settled, Step... steps) {
    StampSpec.Read read = (StampSpec.Read) parts.specs().of(sync);
    return new Stamping(parts, sync, settled, read.settings()).act(List.of(steps));
  }

  private static Step[] creates(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Step.Create("n-%02d".formatted(i)))
        .toArray(Step[]::new);
  }

  private void answer(String labels, int generation) {
    server.answer(request -> {
      if (request.path().startsWith("/api/v1/namespaces/")) {
        return Response.json(
            200,
            "{\"metadata\":{\"name\":\"shop\",\"uid\":\"ns\",\"labels\":%s}}".formatted(labels));
      }
      if (request.path().contains("/clustersecretsyncs/")) {
        return Response.json(
            200,
            "{\"metadata\":{\"name\":\"db\",\"uid\":\"owner-uid\",\"generation\":%d}}"
                .formatted(generation));
      }
      return Response.json(200, written());
    });
  }

  private long writes() {
    return server.requests().stream().filter(request -> !request.method().equals("GET")).count();
  }

  private long deletions() {
    return server.requests().stream().filter(request -> request.method().equals("DELETE")).count();
  }

  private static String written() {
    return """
    {"apiVersion":"keyturn.dev/v1alpha1","kind":"SecretSync","metadata":{"namespace":"shop",
     "name":"db","uid":"sync-uid","resourceVersion":"7",
     "ownerReferences":[{"uid":"owner-uid","controller":true}]},
     "spec":{"secretStoreRef":{"name":"vault"},
      "data":[{"secretKey":"value","remoteRef":{"key":"db"}}]}}
    """;
  }

  private static ClusterSecretSync sync() {
    ClusterSecretSync sync = new ClusterSecretSync();
    sync.setMetadata(
        new ObjectMetaBuilder().withName("db").withUid("owner-uid").withGeneration(3L).build());
    sync.setSpec(
        new ClusterSecretSyncSpec(
            new NamespaceSelector(Map.of("team", "shop"), null),
            null,
            null,
            null,
            Serialization.unmarshal(written(), SecretSync.class).getSpec()));
    return sync;
  }

  private ClusterSyncParts parts() {
    return new ClusterSyncParts(
        new StampSpecs(),
        new StampedSyncs(new ResourceCache<>(Map.of()), () -> now),
        new NamespaceIndex(clients.reading(), Set.of(), InstantSource.system()),
        new StampWriter(clients.writes(), namespace -> true),
        new StampRemover(clients.writes(), namespace -> true),
        new StampBoard(new Random(1)),
        new StatusWriter(clients.writes(), namespace -> true, new Backoff(new Random(1))),
        new EventRecorder(clients.writes(), namespace -> true, "pod", InstantSource.system()),
        new NoTimer(),
        InstantSource.system(),
        () -> now);
  }

  private static final class NoTimer implements WakeUp<String> {
    @Override
    public void at(String key, Duration wait) {}

    @Override
    public void noLaterThan(String key, Duration wait) {}

    @Override
    public void cancel(String key) {}
  }
}
