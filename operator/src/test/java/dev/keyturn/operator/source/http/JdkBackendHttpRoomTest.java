package dev.keyturn.operator.source.http;

import static dev.keyturn.operator.source.http.BackendHttpFixture.ample;
import static dev.keyturn.operator.source.http.BackendHttpFixture.answer;
import static dev.keyturn.operator.source.http.BackendHttpFixture.failure;
import static dev.keyturn.operator.source.http.BackendHttpFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.memory.CallRoom;
import dev.keyturn.operator.source.memory.MemoryBound;
import dev.keyturn.operator.source.memory.StoreRoom;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large answers of a real connection, and the room for them. */
class JdkBackendHttpRoomTest {
  private static final int MB = 1 << 20;
  private static final int LIMIT = 32 * MB;
  private static final int PIECE = 16 << 10;

  private final MemoryBound bound = new MemoryBound(8L * MB, () -> {}, (wait, check) -> {});
  private final CountDownLatch allSent = new CountDownLatch(1);
  private final ScriptedServer server =
      ScriptedServer.plain((request, peer) -> {
        chunked(Integer.parseInt(request.target().substring(1)), peer);
        allSent.countDown();
      });
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT,
          new StoreRoom(bound, "store-1"));

  /** As Vault answers what is larger than two kilobytes: without a length. */
  private static void chunked(int bytes, ScriptedServer.Peer peer) throws IOException {
    peer.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    String chunk = "x".repeat(PIECE);
    for (int left = bytes; left > 0; left -= PIECE) {
      int size = Math.min(left, PIECE);
      peer.raw(Integer.toHexString(size) + "\r\n" + chunk.substring(0, size) + "\r\n");
    }
    peer.raw("0\r\n\r\n");
  }

  private Outcome<Answer> get(int bytes, Deadline deadline) {
    return http.send(
        new Request("GET", server.uri().resolve("/" + bytes), Map.of(), Optional.empty(), LIMIT),
        deadline);
  }

  private void awaitWaiting() {
    await().until(() -> bound.waiting() == 1);
  }

  @AfterEach
  void close() {
    http.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 65_536, 65_537, 1_000_000, 5_000_000})
  void everyBodyComesWhole(int bytes) {
    try (Answer answer = answer(get(bytes, ample()))) {
      answer
          .body()
          .with(array -> assertThat(array).hasSize(bytes).doesNotContain((byte) 0, (byte) '0'));
    }
    assertThat(bound.taken()).isZero();
  }

  @Test
  void theServerIsHeldUpUntilThereIsRoom() throws Exception {
    bound.take(8L * MB);
    CompletableFuture<Outcome<Answer>> running =
        CompletableFuture.supplyAsync(() -> get(24 * MB, ample()));
    awaitWaiting();
    // More than the buffers of a connection hold.
    assertThat(allSent.getCount()).isOne();
    assertThat(running).isNotDone();
    bound.free(8L * MB);
    try (Answer answer = answer(running.get(30, TimeUnit.SECONDS))) {
      assertThat(answer.body().size()).isEqualTo(24 * MB);
    }
    assertThat(allSent.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCallThatEndsWhileItWaitsDoesNotBlameTheBackend() {
    bound.take(8L * MB);
    boolean ranShort =
        CallRoom.of(
            Set::of,
            room -> {
              assertThat(failure(get(MB, soon())).kind()).isEqualTo(FailureClass.Throttled);
              return room.hasRunShort();
            });
    assertThat(ranShort).isTrue();
    assertThat(bound.waiting()).isZero();
  }

  @Test
  void theRoomIsHeldUntilTheCallHasEndedOrAsksAnew() {
    CallRoom.run(
        Set::of,
        room -> {
          answer(get(2 * MB, ample())).close();
          assertThat(bound.taken()).isEqualTo(2L * MB);
          answer(get(1000, ample())).close();
          assertThat(bound.taken()).isZero();
          answer(get(MB, ample())).close();
          assertThat(room.hasRunShort()).isFalse();
        });
    assertThat(bound.taken()).isZero();
  }
}
