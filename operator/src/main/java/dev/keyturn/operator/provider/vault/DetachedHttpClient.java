package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import io.github.jopenlibs.vault.VaultException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client that the driver gets for one call. It sends the driver's request through {@link
 * BackendHttp}, to the address that was encoded by us, keeps the answer for the caller, and tells
 * the driver that it was an empty success. Not thread-safe.
 */
final class DetachedHttpClient extends HttpClient {
  private final BackendHttp http;
  private final URI address;
  private final Map<String, String> headers;
  private final int bodyLimit;
  private final Deadline deadline;
  private @Nullable Outcome<BackendHttp.Answer> answer;

  DetachedHttpClient(
      BackendHttp http,
      URI address,
      Map<String, String> headers,
      int bodyLimit,
      Deadline deadline) {
    this.http = http;
    this.address = address;
    this.headers = headers;
    this.bodyLimit = bodyLimit;
    this.deadline = deadline;
  }

  /** What came back to the one request of the call; Internal where it made none. */
  Outcome<BackendHttp.Answer> answerTo(DriverCall call) {
    try {
      call.run();
    } catch (VaultException emptyAnswer) {
      // The driver may dislike the empty answer; what counts was kept.
    }
    return answer == null ? Outcome.failed(FailureClass.Internal) : answer;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
    // The driver decodes and encodes paths anew, which is not the identity for every name, and adds
    // an empty query.
    if (answer != null
        || !request.uri().getPath().equals(address.getPath())
        || !query(request.uri()).equals(query(address))) {
      throw new IllegalStateException("the driver made another request than it was asked for");
    }
    try (CollectedBody body = CollectedBody.of(request)) {
      answer =
          http.send(
              new BackendHttp.Request(
                  request.method(), address, headers(request), body.content(), bodyLimit),
              deadline);
    }
    return new EmptySuccess<>(request, EmptySuccess.body(handler));
  }

  private static String query(URI uri) {
    return Objects.requireNonNullElse(uri.getQuery(), "");
  }

  private Map<String, String> headers(HttpRequest request) {
    Map<String, String> all = new TreeMap<>(headers);
    request.headers().map().forEach((name, values) -> all.put(name, values.getFirst()));
    return all;
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> push) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SSLParameters sslParameters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }

  /** A call of the driver. */
  @FunctionalInterface
  interface DriverCall {
    void run() throws VaultException;
  }
}
