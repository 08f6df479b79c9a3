package dev.keyturn.operator.source.http;

import static dev.keyturn.operator.source.http.BackendHttpFixture.ample;
import static dev.keyturn.operator.source.http.BackendHttpFixture.http;
import static dev.keyturn.operator.source.http.BackendHttpFixture.soon;
import static dev.keyturn.operator.source.http.BackendHttpFixture.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp.MessageListener;
import dev.keyturn.operator.provider.BackendHttp.Upgrade;
import dev.keyturn.operator.provider.BackendHttp.UpgradeRequest;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketClientTest {
  private static final int LIMIT = 1000;
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final TestCertificates authority = new TestCertificates("house");

  private UpgradeRequest request(URI uri) {
    return new UpgradeRequest(
        uri,
        Map.of(),
        LIMIT,
        new MessageListener() {
          @Override
          public void message(SecretBytes text) {
            heard.add(text.withText(all -> all));
          }

          @Override
          public void ended() {
            heard.add("ended");
          }
        });
  }

  private static JdkBackendHttp trusting(ScriptedServer server, TlsTrust trust) {
    return new JdkBackendHttp(
        EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
        trust,
        JdkBackendHttp.CONNECT_TIMEOUT);
  }

  private static TlsTrust trust(TestCertificates whose) {
    return switch (TlsTrust.ofBundle(whose.pem().getBytes(UTF_8))) {
      case Outcome.Ok<TlsTrust>(TlsTrust trust) -> trust;
      case Outcome.Failed<TlsTrust> failed -> throw new AssertionError(failed);
    };
  }

  private static void agree(ScriptedServer.Seen request, ScriptedServer.Peer peer)
      throws IOException {
    try {
      byte[] accept =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (request.headers().get("sec-websocket-key")
                          + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(ISO_8859_1));
      peer.raw(
          "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
              + Base64.getEncoder().encodeToString(accept)
              + "\r\n\r\n");
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static byte[] message(String text) {
    byte[] frame = new byte[2 + text.length()];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) text.length();
    System.arraycopy(text.getBytes(UTF_8), 0, frame, 2, text.length());
    return frame;
  }

  private static void greet(ScriptedServer.Seen request, ScriptedServer.Peer peer)
      throws IOException {
    agree(request, peer);
    peer.raw(message("hello"));
    peer.socket().getInputStream().read();
  }

  private String next() throws InterruptedException {
    return Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS)).orElse("nothing");
  }

  private static Optional<FailureClass> failure(Outcome<Upgrade> outcome) {
    return outcome instanceof Outcome.Failed<Upgrade>(var failure)
        ? Optional.of(failure.kind())
        : Optional.empty();
  }

  @Test
  void theStoresOwnAuthorityIsBelieved() throws InterruptedException {
    try (ScriptedServer server =
            ScriptedServer.tls(
                authority.server("127.0.0.1", TOMORROW), WebSocketClientTest::greet);
        JdkBackendHttp http = trusting(server, trust(authority))) {
      assertThat(failure(http.upgrade(request(server.uri()), ample()))).isEmpty();
      assertThat(next()).isEqualTo("hello");
    }
  }

  @Test
  void anotherAuthorityAndAnotherNameAreNot() {
    TestCertificates stranger = new TestCertificates("stranger");
    for (ScriptedServer each :
        List.of(
            ScriptedServer.tls(stranger.server("127.0.0.1", TOMORROW), WebSocketClientTest::greet),
            ScriptedServer.tls(
                authority.server("127.0.0.2", TOMORROW), WebSocketClientTest::greet))) {
      try (ScriptedServer server = each;
          JdkBackendHttp http = trusting(server, trust(authority))) {
        assertThat(failure(http.upgrade(request(server.uri()), ample())))
            .contains(FailureClass.TlsError);
        assertThat(server.requests()).as("no token was shown").isEmpty();
      }
    }
  }

  @Test
  void onlyAnAddressThatOtherRequestsMayReachIsConnectedTo() {
    try (ScriptedServer server = ScriptedServer.plain(WebSocketClientTest::greet);
        JdkBackendHttp http = http("https://*")) {
      for (URI uri :
          List.of(
              server.uri(),
              URI.create("https://127.0.0.1:" + server.port()),
              URI.create("https://169.254.169.254"),
              URI.create("https://localhost:" + server.port()))) {
        assertThat(http.upgrade(request(uri), ample()))
            .as("%s", uri)
            .isEqualTo(Outcome.failed(FailureClass.InvalidData, FailureDetail.ENDPOINT));
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aScopesListOfAddressesHoldsToo() {
    try (ScriptedServer server = ScriptedServer.plain(WebSocketClientTest::greet);
        JdkBackendHttp http =
            new JdkBackendHttp(
                EndpointPolicy.of(List.of(server.uri().toString()), Set.of())
                    .narrowedTo(ListedEndpoints.of(List.of("https://vault.example"))),
                TlsTrust.system(),
                JdkBackendHttp.CONNECT_TIMEOUT)) {
      assertThat(http.upgrade(request(server.uri()), ample()))
          .isEqualTo(Outcome.failed(FailureClass.ScopeDenied, FailureDetail.ENDPOINT));
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 99999\r\n", "Content-Length: 9999999999\r\n"})
  void ofALongRefusalNothingIsRead(String length) {
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> {
              peer.raw("HTTP/1.1 403 X\r\n" + length + "\r\n");
              while (true) {
                peer.raw("no".repeat(5000));
              }
            });
        JdkBackendHttp http = http(server)) {
      Outcome<Upgrade> outcome = http.upgrade(request(server.uri()), ample());
      if (outcome instanceof Outcome.Ok<Upgrade>(Upgrade.Refused(var answer))) {
        try (answer) {
          assertThat(answer.status()).isEqualTo(403);
          assertThat(text(answer)).isEmpty();
        }
      } else {
        throw new AssertionError(outcome);
      }
    }
  }

  @Test
  void aHeadWithoutAnEndIsGivenUp() {
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> {
              peer.raw("HTTP/1.1 101 X\r\n");
              while (true) {
                peer.raw("X-More: " + "x".repeat(1000) + "\r\n");
              }
            });
        JdkBackendHttp http = http(server)) {
      assertThat(failure(http.upgrade(request(server.uri()), ample())))
          .contains(FailureClass.Unavailable);
    }
  }

  @Test
  void aServerThatSaysNothingIsWaitedForUntilTheDeadline() {
    try (ScriptedServer server = ScriptedServer.plain((request, peer) -> peer.awaitHangUp());
        JdkBackendHttp http = http(server)) {
      assertThat(failure(http.upgrade(request(server.uri()), soon())))
          .contains(FailureClass.Timeout);
    }
  }

  /** Opens a socket over TLS, on which a silence is soon one. */
  private Upgrade open(WebSocketClient client, ScriptedServer server) throws IOException {
    return client.open(
        request(server.uri()),
        Endpoint.of(server.uri()).orElseThrow(),
        List.of(InetAddress.getLoopbackAddress()),
        ample());
  }

  @Test
  void aServerThatAnswersAPingStaysHeard() throws IOException, InterruptedException {
    try (ScriptedServer server =
            ScriptedServer.tls(
                authority.server("127.0.0.1", TOMORROW),
                (request, peer) -> {
                  agree(request, peer);
                  for (int i = 0; i < 3; i++) {
                    byte[] ping = peer.socket().getInputStream().readNBytes(6);
                    assertThat(ping[0]).isEqualTo((byte) 0x89);
                    peer.raw(new byte[] {(byte) 0x8a, 0});
                  }
                  peer.raw(message("still here"));
                  peer.socket().getInputStream().read();
                });
        WebSocketClient client =
            new WebSocketClient(
                trust(authority), JdkBackendHttp.CONNECT_TIMEOUT, Duration.ofMillis(300))) {
      assertThat(open(client, server)).isInstanceOf(Upgrade.Open.class);
      assertThat(next()).isEqualTo("still here");
    }
  }

  @Test
  void aServerThatAnswersNoPingIsLeft() throws IOException, InterruptedException {
    try (ScriptedServer server =
            ScriptedServer.tls(
                authority.server("127.0.0.1", TOMORROW),
                (request, peer) -> {
                  agree(request, peer);
                  peer.socket().getInputStream().readAllBytes();
                });
        WebSocketClient client =
            new WebSocketClient(
                trust(authority), JdkBackendHttp.CONNECT_TIMEOUT, Duration.ofMillis(100))) {
      assertThat(open(client, server)).isInstanceOf(Upgrade.Open.class);
      assertThat(next()).isEqualTo("ended");
    }
  }

  @Test
  void whatWasClosedTellsNothingMore() throws InterruptedException {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> {
              agree(request, peer);
              seen.add(Integer.toHexString(peer.socket().getInputStream().read()));
            });
        JdkBackendHttp http = http(server)) {
      Outcome<Upgrade> outcome = http.upgrade(request(server.uri()), ample());
      if (outcome instanceof Outcome.Ok<Upgrade>(Upgrade.Open open)) {
        open.close();
      }
      assertThat(seen.poll(20, TimeUnit.SECONDS)).as("a close frame").isEqualTo("88");
    }
    assertThat(heard).isEmpty();
  }
}
