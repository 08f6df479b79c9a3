package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.INTERVAL;
import static dev.keyturn.operator.source.SourceFixture.TTL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.kubernetes.DevClusterBackend;
import dev.keyturn.operator.source.guard.Admission;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.guard.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many reads of Secrets cost, by the ledger of an API server. */
class KubernetesReadsTest {
  private static final int MANY = 100;
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final SourceFixture source = new SourceFixture();
  private final DevCluster cluster;
  private final DevClusterBackend backend;
  private final Map<String, Seen> lastSeen = new TreeMap<>();
  private Connection connection;

  KubernetesReadsTest() throws IOException {
    this.cluster = DevCluster.start(DevClusterOptions.defaults().withTls(false));
    this.backend = new DevClusterBackend(cluster);
    this.connection = source.connection(backend.open(), TTL);
  }

  @AfterEach
  void close() {
    connection.close();
    backend.close();
    cluster.close();
  }

  /** The syncs of a store are spread over their interval; each has read its Secret once. */
  private void firstReads(int many) throws Exception {
    for (int i = 0; i < many; i++) {
      String key = "n%03d".formatted(i);
      backend.putObject(key, "{\"v\":\"1\"}");
      lastSeen.put(key, SourceFixture.seen(read(source.fresh(key, key))));
      source.timer.advance(INTERVAL.dividedBy(many));
    }
    cluster.requests().clear();
  }

  /** Lets an interval go by, in which each Secret is refreshed when it is due. */
  private void oneInterval() throws Exception {
    long end = source.time.getAsLong() + INTERVAL.toNanos();
    while (true) {
      var next =
          lastSeen.entrySet().stream()
              .min(Comparator.comparingLong(entry -> entry.getValue().startedAt()))
              .orElseThrow();
      long due = next.getValue().startedAt() + INTERVAL.toNanos();
      if (due >= end) {
        source.timer.advance(Duration.ofNanos(Math.max(0, end - source.time.getAsLong())));
        return;
      }
      source.timer.advance(Duration.ofNanos(Math.max(0, due - source.time.getAsLong())));
      String key = next.getKey();
      next.setValue(SourceFixture.seen(read(source.refresh(key, key, next.getValue()))));
    }
  }

  private Reading read(ReadWish wish) throws Exception {
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reading> reading = readers.submit(() -> SourceFixture.read(connection, wish));
      await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> {
            endGathering();
            return reading.isDone();
          });
      return reading.get();
    }
  }

  /** Who waits in a gathering waits for the time; a request on its way does not. */
  private void endGathering() {
    source.timer.waits().stream()
        .findFirst()
        .filter(wait -> wait.compareTo(MOMENT) <= 0)
        .ifPresent(wait -> source.timer.advance(wait.isNegative() ? Duration.ZERO : wait));
  }

  private long asked(String verb) {
    return cluster.requests().all().stream()
        .filter(request -> request.verb().equals(verb))
        .filter(request -> request.resource().equals("secrets"))
        .filter(request -> request.namespace().equals(backend.namespace()))
        .count();
  }

  @Test
  void whatDidNotChangeCostsOneListAnInterval() throws Exception {
    firstReads(MANY);
    for (int interval = 1; interval <= 4; interval++) {
      oneInterval();
      assertThat(asked("get")).isZero();
      // The first list of all is too early for those that were read in the tenth before it.
      assertThat(asked("list")).isEqualTo(interval + 1);
    }
  }

  @Test
  void whatChangedIsReadByItself() throws Exception {
    firstReads(MANY);
    oneInterval();
    List<String> changed = IntStream.range(0, 7).mapToObj(i -> "n%03d".formatted(i * 13)).toList();
    Map<String, Seen> before = new TreeMap<>(lastSeen);
    changed.forEach(key -> {
      backend.remove(key);
      backend.putObject(key, "{\"v\":\"2\"}");
    });
    cluster.requests().clear();
    oneInterval();
    oneInterval();
    assertThat(asked("get")).isEqualTo(changed.size());
    assertThat(lastSeen)
        .allSatisfy((key, seen) ->
            assertThat(
                    seen.fingerprint()
                        .equals(Objects.requireNonNull(before.get(key)).fingerprint()))
                .isEqualTo(!changed.contains(key)));
  }

  @Test
  void aDeletedSecretShowsThoughOthersAreListed() throws Exception {
    firstReads(MANY);
    oneInterval();
    backend.remove("n050");
    Seen seen = Objects.requireNonNull(lastSeen.remove("n050"));
    oneInterval();
    source.timer.advance(INTERVAL);
    assertThat(SourceFixture.failure(read(source.refresh("n050", "n050", seen))))
        .isEqualTo(FailureClass.NotFound);
  }

  @Test
  void aFewAreReadByThemselves() throws Exception {
    firstReads(5);
    oneInterval();
    oneInterval();
    assertThat(asked("list")).isZero();
    assertThat(asked("get")).isEqualTo(10);
  }

  /** Each request takes its token, that for the namespace too, which is asked for once. */
  @Test
  void whatIsMissingCostsItsOwnReadAndOneLookAtTheNamespace() throws Exception {
    List<String> keys = IntStream.range(0, 50).mapToObj(i -> "none" + i).toList();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reading>> reading =
          keys.stream()
              .map(key ->
                  readers.submit(() -> SourceFixture.read(connection, source.fresh(key, key))))
              .toList();
      for (Future<Reading> each : reading) {
        assertThat(SourceFixture.failure(each.get())).isEqualTo(FailureClass.NotFound);
      }
    }
    assertThat(asked("get")).isEqualTo(50);
    assertThat(
            cluster.requests().all().stream()
                .filter(request -> request.resource().equals("namespaces"))
                .filter(request -> request.verb().equals("get")))
        .hasSize(1);
    // Of 10,000 a login, 50 reads and the look are gone.
    StoreGuard guard = source.guards.of(SourceFixture.KEY.store());
    assertThat(guard.admit(new Waiter("many", 9_949, 0))).isInstanceOf(Admission.Queued.class);
    source.guards.forget("many");
    assertThat(guard.admit(new Waiter("many", 9_948, 0))).isInstanceOf(Admission.Granted.class);
  }

  /** A role that gives {@code get} alone, as the documented one does. */
  @Test
  void whoMayNotListIsDeniedOnceAndReadsOneByOne() throws Exception {
    AtomicInteger denied = new AtomicInteger();
    connection.close();
    connection = source.connection(backend.open(http -> new NoLists(http, denied)), TTL);
    firstReads(10);
    for (int interval = 0; interval < 5; interval++) {
      oneInterval();
    }
    assertThat(denied).hasValue(1);
    assertThat(asked("list")).isZero();
    assertThat(asked("get")).isEqualTo(50);
  }

  private record NoLists(BackendHttp http, AtomicInteger denied) implements BackendHttp {
    @Override
    public Outcome<Answer> send(Request request, Deadline deadline) {
      if (request.uri().getRawQuery() == null) {
        return http.send(request, deadline);
      }
      denied.incrementAndGet();
      return Outcome.ok(new Answer(403, Map.of(), SecretBytes.ofText("{}")));
    }

    @Override
    public Outcome<Upgrade> upgrade(UpgradeRequest request, Deadline deadline) {
      return http.upgrade(request, deadline);
    }

    @Override
    public void close() {}
  }
}
