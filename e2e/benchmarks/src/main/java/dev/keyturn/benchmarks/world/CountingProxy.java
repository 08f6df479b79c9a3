package dev.keyturn.benchmarks.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * Stands between the operator and Vault and notes the moment of each request: a sealed Vault writes
 * nothing to its audit device. Thread-safe.
 */
public final class CountingProxy implements AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "host", "upgrade", "transfer-encoding");
  private static final int BACKLOG = 256;

  private final URI backend;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean silent;
  private final Queue<Passed> passed = new ConcurrentLinkedQueue<>();

  /**
   * A request that went through.
   *
   * @param at by {@link System#nanoTime()}, when its answer had come
   * @param path with {@code /v1/}
   */
  public record Passed(long at, String path, int status) {
    /** Whether it read a value. */
    public boolean isRead() {
      return path.startsWith("/v1/" + World.MOUNT + "/data/");
    }

    /** Whether it asked for a token. */
    public boolean isLogin() {
      return path.startsWith("/v1/auth/") && path.contains("/login");
    }
  }

  private CountingProxy(URI backend, HttpServer server) {
    this.backend = backend;
    this.server = server;
  }

  public static CountingProxy before(URI backend) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      CountingProxy proxy = new CountingProxy(backend, server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", proxy::pass);
      server.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What went through so far, in order. */
  public List<Passed> passed() {
    return List.copyOf(passed);
  }

  /** The same between two moments. */
  public List<Passed> passed(long from, long to) {
    return passed.stream().filter(it -> it.at() >= from && it.at() < to).toList();
  }

  /** From now on requests are taken, and never answered. */
  public void silence() {
    silent = true;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (silent) {
        closed.await();
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(backend + exchange.getRequestURI().toString()))
              .method(
                  exchange.getRequestMethod(),
                  body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
              values.forEach(value -> request.header(name, value));
            }
          });
      answer(exchange, client.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
    passed.add(
        new Passed(System.nanoTime(), exchange.getRequestURI().getPath(), answer.statusCode()));
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            exchange.getResponseHeaders().put(name, values);
          }
        });
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    client.close();
  }
}
