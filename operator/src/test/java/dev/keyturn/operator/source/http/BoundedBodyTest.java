package dev.keyturn.operator.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.memory.CallRoom;
import dev.keyturn.operator.source.memory.MemoryBound;
import dev.keyturn.operator.source.memory.StoreRoom;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is taken from the socket, and when; the bound is of eight megabytes. */
class BoundedBodyTest {
  private static final int KB = 1 << 10;
  private static final int MB = 1 << 20;

  private final Queue<Runnable> later = new ArrayDeque<>();
  private final MemoryBound bound =
      new MemoryBound(8L * MB, () -> {}, (wait, check) -> later.add(check));
  private final StoreRoom store = new StoreRoom(bound, "store-1");
  private final Socket socket = new Socket();

  /** What was asked of the socket. */
  private static final class Socket implements Subscription {
    final AtomicInteger requested = new AtomicInteger();
    boolean cancelled;

    @Override
    public void request(long items) {
      requested.addAndGet((int) items);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** Uses a body of two megabytes at most, of a reader, in a call. */
  private void withBody(Consumer<BoundedBody> use) {
    CallRoom.run(() -> Set.of("reader"), room -> use.accept(new BoundedBody(2 * MB, store, room)));
  }

  private static HttpHeaders length(long bytes) {
    return HttpHeaders.of(
        Map.of("content-length", List.of(Long.toString(bytes))), (name, value) -> true);
  }

  private static List<ByteBuffer> bytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 'x');
    return List.of(ByteBuffer.wrap(bytes));
  }

  private static Outcome<SecretBytes> result(BoundedBody body) {
    return Objects.requireNonNull(
        body.getBody().toCompletableFuture().getNow(Outcome.failed(FailureClass.Internal)));
  }

  private static String text(BoundedBody body) {
    return switch (result(body)) {
      case Outcome.Ok<SecretBytes>(SecretBytes bytes) ->
          bytes.with(array -> new String(array, UTF_8));
      case Outcome.Failed<SecretBytes>(var failure) -> throw new AssertionError(failure);
    };
  }

  private void fill() {
    bound.take(8L * MB);
  }

  private void awaitRequested(int items) {
    await().untilAsserted(() -> assertThat(socket.requested).hasValue(items));
  }

  @Test
  void aSmallBodyNeedsNoRoom() {
    fill();
    withBody(body -> {
      body.onSubscribe(socket);
      body.onNext(bytes(40 * KB));
      body.onNext(bytes(24 * KB));
      body.onComplete();
      assertThat(socket.requested).hasValue(3);
      assertThat(text(body)).isEqualTo("x".repeat(64 * KB));
    });
    assertThat(bound.taken()).isEqualTo(8L * MB);
  }

  @Test
  void nothingMoreIsTakenFromTheSocketUntilThereIsRoom() {
    fill();
    withBody(body -> {
      body.onSubscribe(socket);
      body.onNext(bytes(64 * KB));
      assertThat(socket.requested).hasValue(2);
      body.onNext(bytes(1));
      assertThat(socket.requested).hasValue(2);
      assertThat(bound.waiting()).isOne();
      assertThat(body.waits()).isTrue();
      bound.free(8L * MB);
      awaitRequested(3);
      assertThat(bound.taken()).isEqualTo(2L * MB);
      body.onNext(bytes(MB));
      body.onComplete();
      assertThat(text(body)).hasSize(MB + 64 * KB + 1);
      // Until the call has ended: its provider parses it now.
      assertThat(bound.taken()).isEqualTo(MB + 64L * KB + 1);
    });
    assertThat(bound.taken()).isZero();
  }

  @Test
  void aBodyOfKnownSizeAsksForNoMoreAndBeforeAnythingComes() {
    withBody(body -> {
      body.expect(length(MB));
      body.onSubscribe(socket);
      assertThat(bound.taken()).isEqualTo(MB);
      assertThat(socket.requested).hasValue(1);
      body.onNext(bytes(MB / 2));
      body.onNext(bytes(MB / 2));
      body.onComplete();
      assertThat(text(body)).isEqualTo("x".repeat(MB));
    });
  }

  @Test
  void aServerThatPromisesMoreThanTheLimitIsNotBelieved() {
    withBody(body -> {
      body.expect(length(3L * MB));
      body.onSubscribe(socket);
      assertThat(bound.taken()).isZero();
      for (int i = 0; i < 2; i++) {
        body.onNext(bytes(MB));
      }
      assertThat(bound.taken()).isEqualTo(2L * MB);
      body.onNext(bytes(1));
      assertThat(result(body))
          .isEqualTo(Outcome.failed(FailureClass.InvalidData, FailureDetail.TOO_LARGE));
      assertThat(socket.cancelled).isTrue();
      assertThat(bound.taken()).isZero();
    });
  }

  @Test
  void whoIsCancelledWhileItWaitsLeavesTheLine() {
    fill();
    withBody(body -> {
      body.expect(length(MB));
      body.onSubscribe(socket);
      assertThat(socket.requested).hasValue(0);
      assertThat(bound.waiting()).isOne();
      body.cancel();
      assertThat(bound.waiting()).isZero();
      assertThat(socket.cancelled).isTrue();
    });
    bound.free(8L * MB);
    assertThat(bound.taken()).isZero();
    assertThat(socket.requested).hasValue(0);
  }

  @Test
  void aPassThatHoldsSomethingGivesWay() {
    bound.take(8L * MB);
    bound.handOver("another", 4L * MB);
    bound.handOver("reader", 4L * MB);
    // The other one goes beyond the bound, which one at a time may.
    assertThat(bound.copy("another", MB, given -> {}).ask()).isTrue();
    withBody(body -> {
      body.expect(length(MB));
      body.onSubscribe(socket);
      assertThat(bound.waiting()).isOne();
      later.remove().run();
      later.remove().run();
      await().untilAsserted(() -> assertThat(socket.cancelled).isTrue());
      assertThat(result(body)).isEqualTo(Outcome.failed(FailureClass.Throttled));
      assertThat(body.waits()).isTrue();
      assertThat(bound.waiting()).isZero();
    });
  }
}
