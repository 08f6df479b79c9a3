package dev.keyturn.operator.kube.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Obeys {@code Retry-After} below the Kubernetes client, which computes the value and then comes
 * back after its own interval.
 *
 * <p>Not an interceptor of that client: one that throws while a call is being repeated leaves the
 * call without an end [fabric8 7.8.0, seen].
 */
final class PausingHttpClient extends HttpClient {
  private final HttpClient client;
  private final Pauses pauses;
  private final OpenWatches watches;
  private final AnswerRewrites rewrites;

  PausingHttpClient(
      HttpClient client, Pauses pauses, OpenWatches watches, AnswerRewrites rewrites) {
    this.client = client;
    this.pauses = pauses;
    this.watches = watches;
    this.rewrites = rewrites;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    Route route = Route.of(request.method(), request.uri());
    Optional<Duration> left = pauses.left(route);
    if (left.isPresent()) {
      throw new PausedException(left.get());
    }
    return heard(route, client.send(request, rewrites.rewritten(request, route, handler)));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> push) {
    Route route = Route.of(request.method(), request.uri());
    BodyHandler<T> body =
        AnswerRewrites.isWatch(request)
            ? watches.following(
                route.resource(), rewrites.rewritten(request, route, inAscii(handler)))
            : rewrites.rewritten(request, route, handler);
    return pauses
        .left(route)
        .<CompletableFuture<HttpResponse<T>>>map(
            left -> CompletableFuture.failedFuture(new PausedException(left)))
        .orElseGet(() ->
            client.sendAsync(request, body, push).thenApply(response -> heard(route, response)));
  }

  private static <T> BodyHandler<T> inAscii(BodyHandler<T> handler) {
    return response -> new RewrittenBody<>(handler.apply(response), new AsciiJson());
  }

  private <T> HttpResponse<T> heard(Route route, HttpResponse<T> response) {
    if (RetryAfter.asksToWait(response.statusCode())) {
      response
          .headers()
          .firstValue("Retry-After")
          .flatMap(RetryAfter::parse)
          .ifPresent(wait -> pauses.pause(route, wait));
    }
    return response;
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return client.newWebSocketBuilder();
  }

  @Override
  public void shutdown() {
    client.shutdown();
  }

  @Override
  public void shutdownNow() {
    client.shutdownNow();
  }

  @Override
  public boolean awaitTermination(Duration duration) throws InterruptedException {
    return client.awaitTermination(duration);
  }

  @Override
  public boolean isTerminated() {
    return client.isTerminated();
  }

  @Override
  public void close() {
    client.close();
  }
}
