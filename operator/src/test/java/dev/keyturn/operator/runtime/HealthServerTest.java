package dev.keyturn.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private static HttpResponse<String> get(HealthServer server, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static HealthServer server() throws IOException {
    return new HealthServer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Map.of("scheduler", () -> "", "informers", () -> ""),
        Map.of("informers", () -> "not synced", "hash-key", () -> ""),
        () -> "keyturn_up 1\n");
  }

  @Test
  void aPageListsItsChecksInOrder() throws Exception {
    try (HealthServer server = server()) {
      HttpResponse<String> live = get(server, "/livez");
      assertThat(live.statusCode()).isEqualTo(200);
      assertThat(live.body()).isEqualTo("[+]informers ok\n[+]scheduler ok\n");
    }
  }

  @Test
  void oneFailedCheckIsEnough() throws Exception {
    try (HealthServer server = server()) {
      HttpResponse<String> ready = get(server, "/readyz");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).isEqualTo("[+]hash-key ok\n[-]informers not synced\n");
    }
  }

  @Test
  void metricsAreServedAsPrometheusText() throws Exception {
    try (HealthServer server = server()) {
      HttpResponse<String> metrics = get(server, "/metrics");
      assertThat(metrics.body()).isEqualTo("keyturn_up 1\n");
      assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(get(server, "/").statusCode()).isEqualTo(404);
    }
  }
}
