package dev.keyturn.operator.kube.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Obeys {@code Retry-After}. The client by itself computes the value and then comes back after its
 * own interval.
 */
final class PausingInterceptor implements Interceptor {
  static final String NAME = "KEYTURN_PAUSES";

  private final Pauses pauses;

  PausingInterceptor(Pauses pauses) {
    this.pauses = pauses;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    pauses
        .left(Route.of(request.method(), request.uri()))
        .ifPresent(
            left -> {
              throw new PausedException(left);
            });
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    if (RetryAfter.asksToWait(response.code())) {
      Route route = Route.of(request.method(), request.uri());
      RetryAfter.parse(response.header("Retry-After"))
          .ifPresent(wait -> pauses.pause(route, wait));
    }
  }

  /** Ends a call of the client before it leaves; informers then come back by their own back-off. */
  static final class PausedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration left;

    PausedException(Duration left) {
      super("the API server asked to wait", null, false, false);
      this.left = left;
    }

    Duration left() {
      return left;
    }
  }
}
