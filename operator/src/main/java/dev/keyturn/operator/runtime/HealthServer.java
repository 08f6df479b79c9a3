package dev.keyturn.operator.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves {@code /livez}, {@code /readyz} and {@code /metrics}. A health page lists each check with
 * {@code ok} or what is wrong and answers 503 when one fails; it never asks a backend.
 */
final class HealthServer implements AutoCloseable {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  HealthServer(
      InetSocketAddress address,
      Map<String, Check> live,
      Map<String, Check> ready,
      Supplier<String> metrics)
      throws IOException {
    this.server = HttpServer.create(address, 64);
    server.setExecutor(executor);
    server.createContext("/livez", exchange -> answer(exchange, live));
    server.createContext("/readyz", exchange -> answer(exchange, ready));
    server.createContext("/metrics", exchange -> send(exchange, 200, METRICS_TYPE, metrics.get()));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void answer(HttpExchange exchange, Map<String, Check> checks) throws IOException {
    StringBuilder page = new StringBuilder();
    boolean good = true;
    for (Map.Entry<String, Check> entry : new TreeMap<>(checks).entrySet()) {
      String wrong = entry.getValue().whatIsWrong();
      good &= wrong.isEmpty();
      page.append(wrong.isEmpty() ? "[+]" : "[-]").append(entry.getKey());
      page.append(wrong.isEmpty() ? " ok" : ' ' + wrong).append('\n');
    }
    send(exchange, good ? 200 : 503, "text/plain; charset=utf-8", page.toString());
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** One thing that must hold. */
  @FunctionalInterface
  interface Check {
    /** Empty while it holds, else a few words. */
    String whatIsWrong();
  }
}
