package dev.keyturn.operator.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers the few requests of Vault that a sync of a key-value secret needs, on loopback. */
final class TrainingVault implements AutoCloseable {
  private static final String HEALTH =
      "{\"initialized\":true,\"sealed\":false,\"standby\":false,\"version\":\"1.21.1\"}";
  private static final String AUTH =
      """
      {"auth":{"client_token":"hvs.training","accessor":"a","policies":["default"],\
      "lease_duration":3600,"renewable":true,"num_uses":0},"data":{"ttl":3600,"renewable":true,\
      "num_uses":0,"policies":["default"]}}\
      """;
  private static final String SECRET =
      """
      {"data":{"data":{"username":"app","password":"training"},"metadata":{"version":1,\
      "created_time":"2026-01-01T00:00:00Z","deletion_time":"","destroyed":false,\
      "custom_metadata":null}}}\
      """;

  private final HttpServer server;

  TrainingVault() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/sys/health", exchange -> answer(exchange, HEALTH));
    server.createContext("/v1/auth/", exchange -> answer(exchange, AUTH));
    server.createContext("/v1/secret/", exchange -> answer(exchange, SECRET));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
