package dev.keyturn.operator.source;

import static dev.keyturn.operator.source.SourceFixture.leave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.LoginlessClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.source.guard.CallLimits;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import dev.keyturn.operator.source.memory.HeapShares;
import dev.keyturn.operator.source.memory.MemoryBound;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Values of a megabyte that are read at once, with room for eight megabytes. The time stands still,
 * so that nobody gives way: whatever ends, ends without that.
 */
class LargeValuesTest {
  private static final int MB = 1 << 20;
  private static final byte[] VALUE = "x".repeat(MB).getBytes(StandardCharsets.US_ASCII);

  private final SourceFixture source = new SourceFixture();
  private final ConnectionPool pool =
      new ConnectionPool(
          source,
          source,
          source.time,
          source.time,
          (store, wait) -> {},
          () -> true,
          source.timer,
          new HeapShares(8L * MB, 8L * MB));
  private final MemoryBound bound = pool.room("any").bound();
  private final AtomicLong mostTaken = new AtomicLong();
  private final CountDownLatch dripsEnd = new CountDownLatch(1);
  private final ScriptedServer server = ScriptedServer.plain(this::serve);

  private void serve(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    peer.raw("HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n".formatted(MB));
    look();
    if (request.target().startsWith("/drip")) {
      peer.raw("x");
      pass(dripsEnd);
    }
    peer.raw(VALUE);
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Every moment at which something may have grown. */
  private void look() {
    mostTaken.accumulateAndGet(bound.taken(), Math::max);
  }

  /** A backend whose values are what the server answers. */
  private static final class Client extends LoginlessClient {
    private final BackendHttp http;
    private final ScriptedServer server;

    Client(BackendHttp http, ScriptedServer server) {
      super(InstantSource.system());
      this.http = http;
      this.server = server;
    }

    @Override
    public Outcome<ProbeReport> probe(Deadline deadline) {
      return Outcome.ok(new ProbeReport(Optional.empty(), false, false));
    }

    @Override
    public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
      return http.send(
              new BackendHttp.Request(
                  "GET", server.uri().resolve("/" + ref.key()), Map.of(), Optional.empty(), 2 * MB),
              call.deadline())
          .map(answer ->
              new RemoteValue(answer.body(), RemoteValue.Shape.BYTES, Optional.empty(), Map.of()));
    }

    @Override
    public void close() {
      http.close();
    }
  }

  private Connection connection(String store) {
    return connection(store, Duration.ofSeconds(60));
  }

  private Connection connection(String store, Duration request) {
    ConnectionSettings settings =
        new ConnectionSettings(
            "fake",
            request,
            SourceFixture.TTL,
            1000,
            new CallLimits(10_000, 10_000, 100),
            Retry.NONE);
    return pool.get(
        new ConnectionKey(store, 1, "", ""),
        settings,
        () ->
            new Client(
                new JdkBackendHttp(
                    EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
                    TlsTrust.system(),
                    JdkBackendHttp.CONNECT_TIMEOUT,
                    pool.room(store)),
                server));
  }

  private Reading read(Connection connection, String reader, String key) {
    ReadWish wish =
        new ReadWish(
            reader,
            new RemoteRef(key, Optional.empty()),
            Optional.empty(),
            source.time.getAsLong() - SourceFixture.INTERVAL.toNanos(),
            SourceFixture.INTERVAL,
            Deadline.after(Duration.ofSeconds(60)),
            source.time.getAsLong());
    Reading reading = connection.read(leave(key), wish);
    look();
    return reading;
  }

  /** A pass that reads these at once, and then has ended. */
  private List<String> pass(Connection connection, String reader, List<String> keys)
      throws Exception {
    try (ExecutorService reads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> came = new ArrayList<>();
      for (Future<Reading> read :
          keys.stream().map(key -> reads.submit(() -> read(connection, reader, key))).toList()) {
        switch (read.get()) {
          case Reading.Value(RemoteValue value, Seen seen) -> {
            came.add(value.payload().size() == MB ? "whole" : "cut");
            value.close();
          }
          case Reading.Unchanged unchanged -> came.add("unchanged");
          case Reading.Failed(var failure) -> came.add(failure.kind().name());
        }
      }
      return came;
    } finally {
      look();
      pool.endPass(reader);
    }
  }

  private static <T> List<T> together(int many, Function<Integer, Callable<T>> work)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running =
          IntStream.range(0, many).mapToObj(i -> threads.submit(work.apply(i))).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> each : running) {
        results.add(each.get());
      }
      return results;
    }
  }

  /** Once each: none was thrown away for want of room. */
  private void assertReadOnce(int many) {
    Map<String, Long> requests =
        server.requests().stream()
            .collect(Collectors.groupingBy(ScriptedServer.Seen::target, Collectors.counting()));
    assertThat(requests).hasSize(many).allSatisfy((path, times) -> assertThat(times).isOne());
  }

  @AfterEach
  void close() {
    dripsEnd.countDown();
    pool.close();
    server.close();
    assertThat(bound.taken()).isZero();
    assertThat(bound.held()).isZero();
  }

  @Test
  void manyAtOnceAreReadOnceEachWithinTheBound() throws Exception {
    Connection connection = connection("store-1");
    assertThat(together(64, i -> () -> pass(connection, "reader-" + i, List.of("k" + i))))
        .hasSize(64)
        .allMatch(List.of("whole")::equals);
    assertReadOnce(64);
    assertThat(mostTaken).hasValueBetween(2L * MB, 8L * MB);
  }

  @Test
  void manyReadersOfOneValueCopyItWithinTheBound() throws Exception {
    Connection connection = connection("store-1");
    assertThat(together(64, i -> () -> pass(connection, "reader-" + i, List.of("shared"))))
        .hasSize(64)
        .allMatch(List.of("whole")::equals);
    assertReadOnce(1);
    assertThat(mostTaken).hasValueBetween(2L * MB, 8L * MB);
  }

  @Test
  void passesOfSeveralLargeValuesEndOneAfterTheOther() throws Exception {
    Connection connection = connection("store-1");
    assertThat(
            together(
                8,
                i ->
                    () ->
                        pass(
                            connection,
                            "reader-" + i,
                            IntStream.range(0, 5).mapToObj(k -> i + "-" + k).toList())))
        .hasSize(8)
        .allMatch(Collections.nCopies(5, "whole")::equals);
    assertReadOnce(40);
    // One at a time goes beyond the bound, by what it reads.
    assertThat(mostTaken).hasValueLessThanOrEqualTo(13L * MB);
  }

  @Test
  void aPassWhoseValuesAreLargerThanTheBoundGoesOn() throws Exception {
    Connection connection = connection("store-1");
    assertThat(pass(connection, "reader", IntStream.range(0, 20).mapToObj(k -> "k" + k).toList()))
        .isEqualTo(Collections.nCopies(20, "whole"));
    assertReadOnce(20);
  }

  @Test
  void aStoreThatDripsKeepsNobodyElseWaiting() throws Exception {
    Connection dripping = connection("drips");
    Connection well = connection("well");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> drips =
          IntStream.range(0, 10)
              .mapToObj(i -> threads.submit(() -> pass(dripping, "drip-" + i, List.of("drip" + i))))
              .toList();
      // Four have come into half of the room.
      await().until(() -> bound.waiting() == 6);
      assertThat(together(32, i -> () -> pass(well, "reader-" + i, List.of("k" + i))))
          .hasSize(32)
          .allMatch(List.of("whole")::equals);
      assertThat(drips).noneMatch(Future::isDone);
      dripsEnd.countDown();
      for (Future<List<String>> drip : drips) {
        assertThat(drip.get()).containsExactly("whole");
      }
    }
  }

  @Test
  void aStoreIsNotBlamedForTheWantOfRoom() throws Exception {
    bound.take(8L * MB);
    Connection connection = connection("store-1", Duration.ofMillis(300));
    assertThat(together(8, i -> () -> pass(connection, "reader-" + i, List.of("k" + i))))
        .hasSize(8)
        .allMatch(List.of(FailureClass.Throttled.name())::equals);
    assertThat(connection.guard().isShut()).isFalse();
    assertThat(connection.guard().rate()).isEqualTo(10_000);
    assertThat(source.storeFailures).isEmpty();
    bound.free(8L * MB);
    assertThat(pass(connection, "reader-0", List.of("k0"))).containsExactly("whole");
  }
}
