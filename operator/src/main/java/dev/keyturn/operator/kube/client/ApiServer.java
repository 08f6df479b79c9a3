package dev.keyturn.operator.kube.client;

import dev.keyturn.operator.kube.client.CollectedAnswer.Reply;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls of the Kubernetes API whose failures are values. Thread-safe.
 *
 * <p>Beside the client's typed API and on its connections, for three reasons: a body of bytes can
 * be wiped, the answer keeps its {@code Retry-After}, and no exception carries the server's words.
 */
public final class ApiServer {
  private final HttpClient http;
  private final URI server;
  private final Duration timeout;

  /**
   * @param client whose connections, login and interceptors are used
   * @param timeout of one call, its body included
   */
  public ApiServer(KubernetesClient client, Duration timeout) {
    this.http = client.getHttpClient();
    this.server = URI.create(client.getMasterUrl().toString().replaceFirst("/+$", ""));
    this.timeout = timeout;
  }

  /** Sends one request, once. */
  public ApiAnswer send(ApiCall call) {
    return send(call, timeout);
  }

  /** The same, with an end that may come before the usual one. */
  public ApiAnswer send(ApiCall call, Duration atMost) {
    Duration wait = atMost.compareTo(timeout) < 0 ? atMost : timeout;
    return await(
        http.sendAsync(request(call, wait), byte[].class)
            .thenApply(response ->
                new Reply(response.code(), response.header("Retry-After"), response.body())),
        wait,
        changes(call));
  }

  /** The same; where the call succeeds, its answer is rewritten as it comes in. */
  public ApiAnswer send(ApiCall call, BodyRewriter rewriter) {
    CollectedAnswer answer = new CollectedAnswer(rewriter);
    try {
      return await(answer.send(http, request(call, timeout)), timeout, changes(call));
    } finally {
      answer.close();
    }
  }

  private static boolean changes(ApiCall call) {
    return !call.method().equals("GET");
  }

  private static ApiAnswer await(CompletableFuture<Reply> reply, Duration wait, boolean changes) {
    try {
      return answer(reply.get(wait.toNanos(), TimeUnit.NANOSECONDS), changes);
    } catch (TimeoutException e) {
      reply.cancel(true);
      return new ApiAnswer.Unavailable(Optional.empty(), changes);
    } catch (ExecutionException e) {
      return unanswered(e, changes);
    } catch (InterruptedException e) {
      reply.cancel(true);
      Thread.currentThread().interrupt();
      return new ApiAnswer.Unavailable(Optional.empty(), changes);
    }
  }

  private HttpRequest request(ApiCall call, Duration wait) {
    HttpRequest.Builder builder =
        http.newHttpRequestBuilder()
            .uri(URI.create(server + call.path()))
            .timeout(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)
            .header("Accept", call.accept());
    call.body()
        .ifPresentOrElse(
            body ->
                builder.method(
                    call.method(),
                    body.contentType(),
                    new ByteArrayInputStream(body.bytes()),
                    body.bytes().length),
            () -> builder.method(call.method(), null, (String) null));
    return builder.build();
  }

  private static ApiAnswer answer(Reply reply, boolean changes) {
    int code = reply.code();
    if (HttpResponse.isSuccessful(code)) {
      return new ApiAnswer.Success(code, reply.body());
    }
    Optional<Duration> retryAfter = RetryAfter.parse(reply.retryAfter());
    // 401: our own login is being renewed or the server has not loaded its keys yet.
    if (code == 429 || code == 401 || code >= 500) {
      return new ApiAnswer.Unavailable(retryAfter, changes && code >= 500);
    }
    return new ApiAnswer.Refused(Refusal.parse(code, reply.body()));
  }

  private static ApiAnswer unanswered(Throwable failure, boolean changes) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PausedException paused) {
        return new ApiAnswer.Unavailable(Optional.of(paused.left()), false);
      }
      if (cause instanceof ConnectException) {
        return new ApiAnswer.Unavailable(Optional.empty(), false);
      }
    }
    return new ApiAnswer.Unavailable(Optional.empty(), changes);
  }
}
