package dev.keyturn.operator.kube.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answer to one call, of whose body is collected what its rewriter makes of it. */
final class CollectedAnswer implements AsyncBody.Consumer<List<ByteBuffer>> {
  private final BodyRewriter rewriter;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private boolean rewriting;
  private boolean over;
  private @Nullable AsyncBody body;

  /** What came, its body whole. */
  record Reply(int code, @Nullable String retryAfter, byte[] body) {}

  /**
   * @param rewriter of an answer that says the call succeeded; any other comes as it is
   */
  CollectedAnswer(BodyRewriter rewriter) {
    this.rewriter = rewriter;
  }

  /** Sends the request; nothing of its answer is taken before the answer's code is known. */
  CompletableFuture<Reply> send(HttpClient http, HttpRequest request) {
    return http.consumeBytes(request, this).thenCompose(this::collect);
  }

  private CompletableFuture<Reply> collect(HttpResponse<AsyncBody> response) {
    begin(response);
    response.body().consume();
    return response
        .body()
        .done()
        .thenApply(done -> new Reply(response.code(), response.header("Retry-After"), collected()));
  }

  private synchronized void begin(HttpResponse<AsyncBody> response) {
    rewriting = HttpResponse.isSuccessful(response.code());
    body = response.body();
    if (over) {
      body.cancel();
    }
  }

  @Override
  public synchronized void consume(List<ByteBuffer> buffers, AsyncBody from) {
    if (over) {
      return;
    }
    for (ByteBuffer buffer : rewriting ? List.of(rewriter.rewrite(buffers)) : buffers) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      collected.writeBytes(bytes);
    }
    from.consume();
  }

  private synchronized byte[] collected() {
    return collected.toByteArray();
  }

  /** Nobody waits for it any more, or it is there: the rest of the body is not taken. */
  synchronized void close() {
    over = true;
    rewriter.close();
    if (body != null && !body.done().isDone()) {
      body.cancel();
    }
  }
}
