package dev.keyturn.operator.source.http;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBuffer;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.memory.CallRoom;
import dev.keyturn.operator.source.memory.Claim;
import dev.keyturn.operator.source.memory.MemoryBound;
import dev.keyturn.operator.source.memory.StoreRoom;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a limit and wipes every array that it leaves behind. A small body comes in
 * at once; of a larger one nothing more is taken from the socket until there is room for it.
 */
final class BoundedBody implements BodySubscriber<Outcome<SecretBytes>> {
  private final CompletableFuture<Outcome<SecretBytes>> result = new CompletableFuture<>();
  private final int limit;
  private final StoreRoom store;
  private final CallRoom room;
  private final SecretBuffer bytes = new SecretBuffer();
  private OptionalLong expected = OptionalLong.empty();
  private boolean ended;
  private boolean waits;
  private @Nullable Claim claim;
  private @Nullable Subscription subscription;

  /**
   * A body that has not begun.
   *
   * @param limit greatest number of bytes
   * @param store where it finds room
   * @param room of the call, which holds it from then on
   */
  BoundedBody(int limit, StoreRoom store, CallRoom room) {
    this.limit = limit;
    this.store = store;
    this.room = room;
  }

  /** What the server says of the body; it is not believed to be larger than the limit. */
  synchronized void expect(HttpHeaders headers) {
    OptionalLong length = headers.firstValueAsLong("content-length");
    if (length.isPresent() && length.getAsLong() >= 0 && length.getAsLong() <= limit) {
      expected = length;
    }
  }

  @Override
  public CompletionStage<Outcome<SecretBytes>> getBody() {
    return result;
  }

  @Override
  public synchronized void onSubscribe(Subscription body) {
    if (ended) {
      body.cancel();
      return;
    }
    subscription = body;
    if (expected.isEmpty()) {
      more();
    } else if (expected.getAsLong() > MemoryBound.FREE) {
      claimRoom();
    } else {
      begin();
    }
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (ended) {
        return;
      }
      if (buffer.remaining() > limit - bytes.length()) {
        end(Outcome.failed(FailureClass.InvalidData, FailureDetail.TOO_LARGE));
        return;
      }
      bytes.append(buffer);
    }
    if (claim != null || bytes.length() <= MemoryBound.FREE) {
      more();
    } else {
      claimRoom();
    }
  }

  /** What has come in already is so little that it counts as nothing. */
  private void claimRoom() {
    Claim asked = room.claim(store, expected.orElse(limit), this::told);
    claim = asked;
    if (asked.ask()) {
      begin();
    } else {
      waits = true;
    }
  }

  /** Called by whoever gave the room away, who has other things to do. */
  private void told(boolean given) {
    Thread.ofVirtual().start(() -> goOn(given));
  }

  private synchronized void goOn(boolean given) {
    if (ended) {
      return;
    }
    if (given) {
      waits = false;
      begin();
    } else {
      end(Outcome.failed(FailureClass.Throttled));
    }
  }

  private void begin() {
    expected.ifPresent(size -> bytes.reserve((int) size));
    more();
  }

  private void more() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  @Override
  public synchronized void onError(Throwable cause) {
    if (!ended) {
      leave();
      result.completeExceptionally(cause);
    }
  }

  @Override
  public synchronized void onComplete() {
    if (!ended) {
      ended = true;
      if (claim != null) {
        claim.settle(bytes.length());
      }
      result.complete(Outcome.ok(bytes.take()));
    }
  }

  /** Gives the body up, which closes its connection. */
  synchronized void cancel() {
    end(Outcome.failed(FailureClass.Timeout));
  }

  /** True where it was given up while it waited for room: the backend is not to blame. */
  synchronized boolean waits() {
    return waits;
  }

  private void end(Outcome<SecretBytes> outcome) {
    if (ended) {
      return;
    }
    leave();
    if (subscription != null) {
      subscription.cancel();
    }
    result.complete(outcome);
  }

  private void leave() {
    ended = true;
    bytes.close();
    if (claim != null) {
      claim.close();
    }
  }
}
