package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that listens to the events of its server. */
final class VaultEventsClusterTest {
  private static final int MANY = 20;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final ScriptedVault vault = new ScriptedVault();
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
    vault.close();
  }

  private void start(String field) {
    house.allowEndpoints("https://*", vault.url());
    house.restart();
    house.namespace("shop");
    house.secret("shop", "token", Map.of("token", "hvs.given"));
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec:
          provider:
            vault:
              server: %s
              %s
              auth: {tokenSecretRef: {name: token, key: token}}
        """,
        vault.url(), field);
    house.awaitStore("shop", "store", "True/Valid");
  }

  private void syncs() {
    for (int i = 0; i < MANY; i++) {
      house.sync("shop", "sync-" + i, "app");
    }
    for (int i = 0; i < MANY; i++) {
      house.awaitSynced("shop", "sync-" + i);
    }
  }

  private long asked(String path) {
    return vault.requests().stream().filter(seen -> seen.target().startsWith(path)).count();
  }

  private double subscriptions(String state) {
    return house
        .page(house.operator(), "/metrics")
        .body()
        .lines()
        .filter(
            line -> line.startsWith("keyturn_store_event_subscriptions{state=\"" + state + "\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void serve(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
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
      while (true) {
        byte[] text = events.take().getBytes(UTF_8);
        peer.raw(new byte[] {(byte) 0x81, 126, (byte) (text.length >> 8), (byte) text.length});
        peer.raw(text);
      }
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String event(String key) {
    return """
    {"data":{"event":{"metadata":{"modified":"true","path":"secret/data/%s"}},\
    "event_type":"kv-v2/data-write","plugin_info":{"mount_path":"secret/"}}}\
    """
        .formatted(key);
  }

  @Test
  @Proves("P064")
  void anEventBringsANewValueToAllThatReadItByOneRead() {
    vault.events(this::serve);
    vault.holds("app", "{\"value\":\"v1\"}");
    start("subscribeEvents: true");
    syncs();
    house.await().until(() -> subscriptions("open") == 1);
    house.time.stop();
    long reads = asked("/v1/secret/data/app");
    vault.answers(
        "app",
        (request, peer) ->
            peer.json(
                200, "{\"data\":{\"data\":{\"value\":\"v2\"},\"metadata\":{\"version\":2}}}"));
    events.add(event("other"));
    events.add(event("app"));
    events.add(event("app"));
    for (int i = 0; i < MANY; i++) {
      house.awaitData("shop", "sync-" + i, Map.of("value", "{\"value\":\"v2\"}"));
    }
    assertThat(asked("/v1/secret/data/app")).isEqualTo(reads + 1);
    assertThat(asked("/v1/sys/events")).isOne();
    house.time.goOn();
  }

  @Test
  void aServerWithoutEventsIsAskedOnceAndTheStoreStaysReady() {
    vault.holds("app", "{\"value\":\"v1\"}");
    start("subscribeEvents: true");
    syncs();
    house.await().until(() -> subscriptions("unsupported") == 1);
    assertThat(asked("/v1/sys/events")).isOne();
    house.awaitStore("shop", "store", "True/Valid");
  }

  @Test
  void whoDoesNotLeadListensToNothing() {
    vault.events(this::serve);
    vault.holds("app", "{\"value\":\"v1\"}");
    house.electBy(Duration.ofSeconds(6));
    start("subscribeEvents: true");
    house.sync("shop", "db", "app");
    house.awaitSynced("shop", "db");
    house.await().until(() -> subscriptions("open") == 1);
    house.server.faults().pause();
    house.await().atMost(Duration.ofSeconds(60)).until(() -> subscriptions("open") == 0);
    assertThat(subscriptions("retrying")).isZero();
    house.server.faults().resume();
    house.advanceUntil(
        Duration.ofMinutes(70), () -> assertThat(subscriptions("open")).isEqualTo(1));
    assertThat(asked("/v1/sys/events")).isEqualTo(2);
  }

  @Test
  void withoutTheFieldNobodyListens() {
    vault.events(this::serve);
    vault.holds("app", "{\"value\":\"v1\"}");
    start("subscribeEvents: false");
    syncs();
    assertThat(asked("/v1/sys/events")).isZero();
  }
}
