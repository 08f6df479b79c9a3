package dev.keyturn.e2e.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Plain HTTP requests to one test server, each with a deadline of 30 s. */
public final class HttpCaller {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final URI base;
  private final HttpClient client;
  private final Map<String, String> headers;

  private HttpCaller(URI base, HttpClient client, Map<String, String> headers) {
    this.base = base;
    this.client = client;
    this.headers = Map.copyOf(headers);
  }

  /** Without a context the server is asked without TLS. */
  public static HttpCaller to(URI base, @Nullable SSLContext context) {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
    if (context == null) {
      builder.version(HttpClient.Version.HTTP_1_1);
    } else {
      builder.sslContext(context);
    }
    return new HttpCaller(base, builder.build(), Map.of());
  }

  /** The same caller with one more header on every request. */
  public HttpCaller with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new HttpCaller(base, client, more);
  }

  public URI base() {
    return base;
  }

  public HttpClient client() {
    return client;
  }

  /** A request builder with this caller's address and headers, for what {@link #call} cannot do. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path));
    headers.forEach(builder::setHeader);
    return builder;
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  public Answer post(String path, JsonNode body) {
    return call("POST", path, "application/json", body.toString());
  }

  /** Throws {@link HttpFailureException} when no answer comes; any status is an answer. */
  public Answer call(String method, String path, String contentType, String body) {
    return send(
        request(path)
            .setHeader("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body)));
  }

  private Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(LIMIT).build();
    try {
      var response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new HttpFailureException(request.method() + " " + request.uri() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailureException(request.method() + " " + request.uri() + " stopped", e);
    }
  }
}
