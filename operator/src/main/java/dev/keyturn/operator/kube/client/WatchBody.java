package dev.keyturn.operator.kube.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of the answer to one watch: lines of JSON, an event each. Hands on what comes, and the
 * event 410 in place of the rest once it is told to. Thread-safe.
 */
final class WatchBody<T> implements BodySubscriber<T> {
  private static final String EXPIRED =
      """
      {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
      "message":"the watch is begun anew","reason":"Expired","code":410}}
      """;

  private final BodySubscriber<T> body;
  private final Consumer<WatchBody<?>> ended;
  private final LongSupplier nanoTime;
  private @Nullable Subscription subscription;
  private boolean betweenEvents = true;
  private boolean nothing = true;
  private boolean expiring;
  private boolean over;
  private boolean heard;
  private int silentLooks;
  private volatile long heardAt;

  /**
   * @param ended is told once when nothing more comes
   */
  WatchBody(BodySubscriber<T> body, Consumer<WatchBody<?>> ended, LongSupplier nanoTime) {
    this.body = body;
    this.ended = ended;
    this.nanoTime = nanoTime;
    this.heardAt = nanoTime.getAsLong();
  }

  /** Monotonic time of the last line, or else of the beginning. */
  long heardAt() {
    return heardAt;
  }

  /** How many looks in a row, with this one, found that no line has come since the look before. */
  synchronized int look() {
    silentLooks = heard ? 0 : silentLooks + 1;
    heard = false;
    return silentLooks;
  }

  /** True where no line has come so far. */
  boolean hadNothing() {
    return nothing;
  }

  /** Ends it behind the event that is under way. */
  synchronized void expire() {
    expiring = true;
    endBetweenEvents();
  }

  private void endBetweenEvents() {
    if (over || !betweenEvents || subscription == null) {
      return;
    }
    subscription.cancel();
    nothing = false;
    body.onNext(List.of(ByteBuffer.wrap(EXPIRED.getBytes(UTF_8))));
    end();
    body.onComplete();
  }

  private void end() {
    over = true;
    ended.accept(this);
  }

  @Override
  public CompletionStage<T> getBody() {
    return body.getBody();
  }

  @Override
  public synchronized void onSubscribe(Subscription source) {
    subscription = source;
    body.onSubscribe(source);
    if (expiring) {
      endBetweenEvents();
    }
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    if (over) {
      return;
    }
    for (ByteBuffer buffer : buffers) {
      if (buffer.hasRemaining()) {
        nothing = false;
        heard = true;
        heardAt = nanoTime.getAsLong();
        betweenEvents = buffer.get(buffer.limit() - 1) == '\n';
      }
    }
    body.onNext(buffers);
    if (expiring) {
      endBetweenEvents();
    }
  }

  @Override
  public synchronized void onError(Throwable failure) {
    if (!over) {
      end();
      body.onError(failure);
    }
  }

  @Override
  public synchronized void onComplete() {
    if (!over) {
      end();
      body.onComplete();
    }
  }
}
