package dev.keyturn.operator.kube.client;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Hands a body on as its rewriter makes it. */
final class RewrittenBody<T> implements BodySubscriber<T> {
  private final BodySubscriber<T> body;
  private final BodyRewriter rewriter;
  private @Nullable Subscription subscription;

  RewrittenBody(BodySubscriber<T> body, BodyRewriter rewriter) {
    this.body = body;
    this.rewriter = rewriter;
  }

  @Override
  public CompletionStage<T> getBody() {
    return body.getBody();
  }

  @Override
  public void onSubscribe(Subscription source) {
    subscription = source;
    body.onSubscribe(source);
  }

  /** What was asked for and came to nothing is asked for again: the reader still waits. */
  @Override
  public void onNext(List<ByteBuffer> buffers) {
    ByteBuffer rewritten = rewriter.rewrite(buffers);
    if (rewritten.hasRemaining()) {
      body.onNext(List.of(rewritten));
    } else if (subscription != null) {
      subscription.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    rewriter.close();
    body.onError(failure);
  }

  @Override
  public void onComplete() {
    rewriter.close();
    body.onComplete();
  }
}
