package dev.keyturn.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The harness around the operator, with a stand-in of a few lines instead of the operator. */
class OperatorProcessTest {

  @Test
  void readinessLogMetricsAndExitStatusAreSeen() {
    OperatorOptions options =
        OperatorOptions.of(Path.of("/nowhere/kubeconfig"), "keyturn")
            .with("--rbac-mode", "cluster");
    try (OperatorProcess operator = OperatorProcess.launch(StandIn.class.getName(), options)) {
      operator.awaitReady();
      assertThat(operator.log())
          .singleElement()
          .satisfies(line ->
              assertThat(line.path("flags").asText())
                  .contains("--kubeconfig /nowhere/kubeconfig")
                  .contains("--operator-namespace keyturn")
                  .contains("--rbac-mode cluster"));
      OperatorMetrics metrics = operator.metrics();
      assertThat(metrics.sum("reads_total")).isEqualTo(5);
      assertThat(metrics.sum("reads_total", Map.of("store", "a"))).isEqualTo(3);
      assertThat(metrics.sum("absent_total")).isZero();
      operator.suspend();
      operator.resume();
      assertThat(operator.terminate(Duration.ofSeconds(20))).isEqualTo(0);
      assertThat(operator.isAlive()).isFalse();
    }
  }

  /** Answers as the operator would, and ends in order when asked. */
  static final class StandIn {
    private StandIn() {}

    public static void main(String[] arguments) throws IOException {
      List<String> flags = Arrays.asList(arguments);
      int port = Integer.parseInt(flags.get(flags.indexOf("--http-port") + 1));
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      answer(server, "/readyz", "ok");
      answer(
          server,
          "/metrics",
          """
          # TYPE reads_total counter
          reads_total{store="a",path="x{\\"y\\"}"} 3
          reads_total{store="b",path="z"} 2.0
          limit +Inf
          """);
      System.out.println("not JSON");
      System.out.println("{\"flags\":\"" + String.join(" ", arguments) + "\"}");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                server.stop(0);
                Runtime.getRuntime().halt(0);
              }));
      server.start();
    }

    private static void answer(HttpServer server, String path, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      server.createContext(
          path,
          exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
    }
  }
}
