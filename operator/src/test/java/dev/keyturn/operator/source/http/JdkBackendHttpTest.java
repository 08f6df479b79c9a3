package dev.keyturn.operator.source.http;

import static dev.keyturn.operator.source.http.BackendHttpFixture.LIMIT;
import static dev.keyturn.operator.source.http.BackendHttpFixture.ample;
import static dev.keyturn.operator.source.http.BackendHttpFixture.answer;
import static dev.keyturn.operator.source.http.BackendHttpFixture.failure;
import static dev.keyturn.operator.source.http.BackendHttpFixture.get;
import static dev.keyturn.operator.source.http.BackendHttpFixture.http;
import static dev.keyturn.operator.source.http.BackendHttpFixture.soon;
import static dev.keyturn.operator.source.http.BackendHttpFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.memory.StoreRoom;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdkBackendHttpTest {
  @ParameterizedTest
  @ValueSource(ints = {200, 201, 307, 401, 403, 404, 407, 429, 472, 500, 503, 530})
  void handsOverEveryStatusWithHeadersAndBody(int status) {
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) ->
                peer.answer(
                    status, "X-One: a\r\nX-One: b\r\nLocation: http://127.0.0.1:1/\r\n", "é"));
        JdkBackendHttp http = http(server);
        Answer answer = answer(http.send(get(server.uri()), ample()))) {
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.headers()).containsEntry("x-one", "a");
      assertThat(text(answer)).isEqualTo("é");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void sendsMethodHeadersAndBody() {
    try (ScriptedServer server = ScriptedServer.plain((request, peer) -> peer.answer(204, "", ""));
        JdkBackendHttp http = http(server);
        SecretBytes body = SecretBytes.ofText("{\"a\":1}")) {
      http.send(
          new Request(
              "LIST",
              server.uri().resolve("/v1/a%20b?x=1"),
              Map.of("X-Vault-Token", "t"),
              Optional.of(body),
              LIMIT),
          ample());

      ScriptedServer.Seen seen = server.requests().getFirst();
      assertThat(seen.method()).isEqualTo("LIST");
      assertThat(seen.target()).isEqualTo("/v1/a%20b?x=1");
      assertThat(seen.body()).isEqualTo("{\"a\":1}");
      assertThat(seen.headers())
          .containsEntry("x-vault-token", "t")
          .containsEntry("accept-encoding", "identity");
      assertThat(body.size()).as("the request's body stays the caller's").isEqualTo(7);
    }
  }

  /** Ways to keep a client waiting; each ends when the client hangs up. */
  enum Slow implements ScriptedServer.Script {
    SILENT {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.awaitHangUp();
      }
    },
    HALF_A_HEADER {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.raw("HTTP/1.1 200 OK\r\nX-Half: ");
        peer.awaitHangUp();
      }
    },
    NO_BODY {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
        peer.awaitHangUp();
      }
    },
    DRIP {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        CountDownLatch never = new CountDownLatch(1);
        try {
          while (!never.await(20, TimeUnit.MILLISECONDS)) {
            peer.raw("x");
          }
        } catch (InterruptedException closed) {
          throw new IOException("the server was closed before the client hung up", closed);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDeadlineCoversTheWholeAnswerAndEndsTheConnection(Slow slow) throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> {
              try {
                slow.answer(request, peer);
              } finally {
                hungUp.complete(null);
              }
            });
        JdkBackendHttp http = http(server)) {
      assertThat(failure(http.send(get(server.uri()), soon())))
          .isEqualTo(Failure.of(FailureClass.Timeout));
      hungUp.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aPassedDeadlineIsATimeoutWithoutAConnection() {
    try (ScriptedServer server = ScriptedServer.plain((request, peer) -> peer.awaitHangUp());
        JdkBackendHttp http = http(server)) {
      assertThat(failure(http.send(get(server.uri()), Deadline.after(Duration.ZERO))).kind())
          .isEqualTo(FailureClass.Timeout);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aNameThatIsLookedUpForTooLongIsATimeout() {
    CountDownLatch never = new CountDownLatch(1);
    try (JdkBackendHttp http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of("https://*"), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT,
            StoreRoom.ofNone(),
            host -> {
              try {
                never.await();
              } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
              }
              return List.of();
            })) {
      assertThat(failure(http.send(get(URI.create("https://slow.example/")), soon())).kind())
          .isEqualTo(FailureClass.Timeout);
    }
  }

  /** Ways to break an answer off. */
  enum Broken implements ScriptedServer.Script {
    RESET_BEFORE {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.reset();
      }
    },
    CLOSED_BEFORE {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) {}
    },
    RESET_IN_THE_BODY {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"da");
        peer.reset();
      }
    },
    SHORTER_THAN_ITS_LENGTH {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"da");
      }
    },
    HALF_A_CHUNK {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"da");
      }
    },
    NO_HTTP {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.raw("SSH-2.0-kt-canary-7f3a\r\n\r\n");
      }
    },
    WRONG_LENGTH {
      @Override
      public void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
        peer.raw("HTTP/1.1 200 OK\r\nContent-Length: kt-canary-7f3a\r\n\r\n{}");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenAnswerIsUnavailable(Broken broken) {
    try (ScriptedServer server = ScriptedServer.plain(broken);
        JdkBackendHttp http = http(server)) {
      assertThat(failure(http.send(get(server.uri()), ample())))
          .isEqualTo(Failure.of(FailureClass.Unavailable));
    }
  }

  @Test
  void aWriteWhoseAnswerIsLostMayHaveBeenApplied() {
    try (ScriptedServer server = ScriptedServer.plain((request, peer) -> peer.reset());
        JdkBackendHttp http = http(server)) {
      Failure lost =
          failure(
              http.send(
                  new Request("POST", server.uri(), Map.of(), Optional.empty(), LIMIT), ample()));

      assertThat(lost.kind()).isEqualTo(FailureClass.Unavailable);
      assertThat(lost.mayHaveApplied()).isTrue();
    }
  }

  @Test
  void aRefusedConnectionIsUnavailableAndAppliedNothing() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    URI uri = URI.create("http://127.0.0.1:" + port);
    try (JdkBackendHttp http = http(uri.toString())) {
      Failure refused =
          failure(http.send(new Request("POST", uri, Map.of(), Optional.empty(), LIMIT), ample()));

      assertThat(refused).isEqualTo(Failure.of(FailureClass.Unavailable));
    }
  }

  @Test
  void anUnknownNameIsUnavailable() {
    try (JdkBackendHttp http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of("https://*"), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT,
            StoreRoom.ofNone(),
            host -> {
              throw new UnknownHostException(host);
            })) {
      assertThat(failure(http.send(get(URI.create("https://gone.example/")), ample())))
          .isEqualTo(Failure.of(FailureClass.Unavailable, FailureDetail.UNKNOWN_HOST));
    }
  }

  @Test
  void anIllegalHeaderValueIsOurFaultAndIsNotRepeated() {
    try (ScriptedServer server = ScriptedServer.plain((request, peer) -> peer.awaitHangUp());
        JdkBackendHttp http = http(server)) {
      Failure failure =
          failure(
              http.send(
                  new Request(
                      "GET",
                      server.uri(),
                      Map.of("X-Vault-Token", "kt-canary-7f3a\n"),
                      Optional.empty(),
                      LIMIT),
                  ample()));

      assertThat(failure).isEqualTo(Failure.of(FailureClass.Internal));
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aNameThatAnEntryNamesMayLeadToLoopback() {
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> peer.answer(200, "", "reached"));
        JdkBackendHttp http = http("http://localhost:" + server.port());
        Answer answer =
            answer(
                http.send(get(URI.create("http://localhost:" + server.port() + "/")), ample()))) {
      assertThat(text(answer)).isEqualTo("reached");
    }
  }
}
