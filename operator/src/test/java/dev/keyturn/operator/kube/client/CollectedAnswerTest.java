package dev.keyturn.operator.kube.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a call whose answer is rewritten, on a connection that the test holds. */
class CollectedAnswerTest {
  private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(Config.empty())
                  .withMasterUrl("http://127.0.0.1:" + socket.getLocalPort())
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .build();
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private String answer = "";
  private int closed;

  CollectedAnswerTest() throws IOException {}

  private final class Upper implements BodyRewriter {
    @Override
    public ByteBuffer rewrite(List<ByteBuffer> buffers) {
      StringBuilder text = new StringBuilder();
      buffers.forEach(buffer -> text.append(UTF_8.decode(buffer)));
      return ByteBuffer.wrap(text.toString().toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @BeforeEach
  void serve() {
    Thread.ofPlatform().daemon().start(this::serveOne);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    socket.close();
  }

  /** Answers the first request, and tells when its connection ends. */
  private void serveOne() {
    try (Socket connection = socket.accept()) {
      InputStream in = connection.getInputStream();
      String request = "";
      while (!request.endsWith("\r\n\r\n")) {
        request += (char) in.read();
      }
      connection.getOutputStream().write(answer.getBytes(UTF_8));
      connection.getOutputStream().flush();
      end.complete(in.read());
    } catch (IOException e) {
      end.completeExceptionally(new UncheckedIOException(e));
    }
  }

  private ApiAnswer send(Duration timeout) {
    return new ApiServer(client, timeout)
        .send(ApiCall.get("/api/v1/namespaces/shop/secrets/db"), new Upper());
  }

  @Test
  void anAnswerIsCollectedAsItIsRewritten() {
    answer = "HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nwhole";

    assertThat(send(Duration.ofSeconds(30)))
        .isInstanceOfSatisfying(
            ApiAnswer.Success.class,
            success -> {
              assertThat(success.code()).isEqualTo(201);
              assertThat(success.body()).asString(UTF_8).isEqualTo("WHOLE");
            });
    assertThat(closed).isOne();
  }

  @Test
  void aRefusalIsReadAsItIs() {
    answer = "HTTP/1.1 409 Conflict\r\nContent-Length: 21\r\n\r\n{\"reason\":\"Conflict\"}";

    assertThat(send(Duration.ofSeconds(30)))
        .isInstanceOfSatisfying(
            ApiAnswer.Refused.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo("Conflict"));
  }

  @Test
  void aBodyThatDoesNotEndIsGivenUpWithItsConnection() {
    answer = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf";

    assertThat(send(Duration.ofMillis(500)))
        .isEqualTo(new ApiAnswer.Unavailable(Optional.empty(), false));
    assertThat(closed).isPositive();
    assertThat(end.handle((read, failure) -> failure != null || read < 0).join()).isTrue();
  }
}
