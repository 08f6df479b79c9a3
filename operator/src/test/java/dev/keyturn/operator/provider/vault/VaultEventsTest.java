package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.session;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.ChangeFeed;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions to a server that speaks as its script says. */
class VaultEventsTest {
  private static final String EVENT =
      """
      {"data":{"event":{"metadata":{"modified":"true","path":"secret/data/app"}},\
      "event_type":"kv-v2/data-write","plugin_info":{"mount_path":"secret/"}}}\
      """;

  private final VaultFixture fixture = new VaultFixture();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Outcome<ChangeFeed.Subscription> subscribe() {
    VaultConfig config =
        new VaultConfig(
            fixture.vault.uri(),
            "secret",
            KeyValueVersion.V2,
            Optional.empty(),
            Optional.empty(),
            new VaultAuth.Token(),
            new RequestHeaders(Map.of("X-Team", "shop"), false, false),
            true);
    return fixture
        .client(config, Map.of(VaultAuth.TOKEN, VaultFixture.TOKEN))
        .changes()
        .orElseThrow()
        .subscribe(
            session(VaultFixture.TOKEN),
            ample(),
            new ChangeFeed.Listener() {
              @Override
              public void changed(String key) {
                heard.add(key);
              }

              @Override
              public void ended() {
                heard.add("ended");
              }
            });
  }

  static void agree(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    try {
      String accept =
          Base64.getEncoder()
              .encodeToString(
                  MessageDigest.getInstance("SHA-1")
                      .digest(
                          (request.headers().get("sec-websocket-key")
                                  + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                              .getBytes(ISO_8859_1)));
      peer.raw(
          "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + accept
              + "\r\n\r\n");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] frame(int head, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(head);
    if (bytes.length < 126) {
      frame.write(bytes.length);
    } else {
      frame.write(126);
      frame.write(bytes.length >> 8);
      frame.write(bytes.length);
    }
    frame.writeBytes(bytes);
    return frame.toByteArray();
  }

  private String next() throws InterruptedException {
    return Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS)).orElse("nothing");
  }

  @Test
  void eventsInPiecesBetweenPingsNameTheirKey() throws InterruptedException {
    fixture.next((request, peer) -> {
      agree(request, peer);
      peer.raw(frame(0x81, "no event"));
      peer.raw(frame(0x01, EVENT.substring(0, 20)));
      peer.raw(frame(0x89, "ping"));
      peer.raw(frame(0x80, EVENT.substring(20)));
      assertThat(peer.socket().getInputStream().read()).isEqualTo(0x8a);
      peer.raw(frame(0x88, ""));
    });
    assertThat(subscribe()).isInstanceOf(Outcome.Ok.class);
    assertThat(List.of(next(), next())).containsExactly("app", "ended");
    var asked = fixture.vault.server().requests().getFirst();
    assertThat(asked.target()).isEqualTo("/v1/sys/events/subscribe/kv*?json=true");
    assertThat(asked.headers())
        .containsEntry("x-vault-token", VaultFixture.TOKEN)
        .containsEntry("x-team", "shop");
  }

  @Test
  void aMessageAboveTheLimitEndsTheSocket() throws InterruptedException {
    fixture.next((request, peer) -> {
      agree(request, peer);
      peer.raw(new byte[] {(byte) 0x81, 127, 0, 0, 0, 0, 0, 1, 0, 1});
      peer.socket().getInputStream().read();
    });
    assertThat(subscribe()).isInstanceOf(Outcome.Ok.class);
    assertThat(next()).isEqualTo("ended");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 501})
  void aServerWithoutEventsIsKnown(int status) {
    fixture.nextJson(status, "{\"errors\":[]}");
    assertThat(VaultFixture.failure(subscribe()).kind()).isEqualTo(FailureClass.NotFound);
  }

  @Test
  void aPolicyWithoutTheRightIsDenied() {
    fixture.nextJson(403, "{\"errors\":[\"1 error occurred:\\n\\t* permission denied\\n\\n\"]}");
    assertThat(VaultFixture.failure(subscribe()).kind()).isEqualTo(FailureClass.AccessDenied);
  }

  @Test
  void noRedirectIsFollowed() {
    fixture.next((request, peer) ->
        peer.answer(
            307, "Location: " + fixture.vault.uri() + "/v1/sys/events/subscribe/kv*\r\n", ""));
    assertThat(VaultFixture.failure(subscribe()).detail())
        .isEqualTo(FailureDetail.REDIRECT_REFUSED);
    assertThat(fixture.vault.server().requests()).hasSize(1);
  }

  @Test
  void anAnswerToAnotherKeyIsNone() {
    fixture.next((request, peer) ->
        peer.raw(
            "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: AAAA\r\n\r\n"));
    assertThat(VaultFixture.failure(subscribe()).kind()).isEqualTo(FailureClass.Unavailable);
  }
}
