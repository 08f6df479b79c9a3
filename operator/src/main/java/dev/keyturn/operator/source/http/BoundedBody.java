package dev.keyturn.operator.source.http;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a limit and wipes every array that it leaves behind. */
final class BoundedBody implements BodySubscriber<Outcome<SecretBytes>> {
  private final CompletableFuture<Outcome<SecretBytes>> result = new CompletableFuture<>();
  private final int limit;
  private byte[] bytes = new byte[1024];
  private int length;
  private boolean ended;
  private @Nullable Subscription subscription;

  BoundedBody(int limit) {
    this.limit = limit;
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
    body.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (ended) {
        return;
      }
      if (buffer.remaining() > limit - length) {
        end(Outcome.failed(FailureClass.InvalidData, FailureDetail.TOO_LARGE));
        return;
      }
      append(buffer);
    }
  }

  private void append(ByteBuffer buffer) {
    int needed = length + buffer.remaining();
    if (needed > bytes.length) {
      byte[] larger =
          Arrays.copyOf(bytes, Math.clamp(2L * bytes.length, needed, Math.max(needed, limit)));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
    buffer.get(bytes, length, buffer.remaining());
    length = needed;
  }

  @Override
  public synchronized void onError(Throwable cause) {
    if (!ended) {
      ended = true;
      wipe();
      result.completeExceptionally(cause);
    }
  }

  @Override
  public synchronized void onComplete() {
    if (!ended) {
      ended = true;
      byte[] whole = Arrays.copyOf(bytes, length);
      wipe();
      result.complete(Outcome.ok(SecretBytes.owning(whole)));
    }
  }

  /** Gives the body up, which closes its connection. */
  synchronized void cancel() {
    end(Outcome.failed(FailureClass.Timeout));
  }

  private void end(Outcome<SecretBytes> outcome) {
    if (ended) {
      return;
    }
    ended = true;
    wipe();
    if (subscription != null) {
      subscription.cancel();
    }
    result.complete(outcome);
  }

  private void wipe() {
    Arrays.fill(bytes, (byte) 0);
  }
}
