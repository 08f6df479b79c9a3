package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.call;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a write tells whose answer cannot be read. */
class VaultWriteTest {
  private final VaultFixture fixture = new VaultFixture();
  private final ProviderClient client = fixture.client();

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  static Stream<Named<ScriptedServer.Script>> unreadable() {
    return Stream.of(
        Named.of("no JSON", (request, peer) -> peer.json(200, "<html>")),
        Named.of("no version", (request, peer) -> peer.json(200, "{\"data\":{}}")),
        Named.of("nothing", (request, peer) -> peer.json(200, "")),
        Named.of(
            "encoded",
            (request, peer) ->
                peer.answer(200, "Content-Encoding: gzip\r\n", "{\"data\":{\"version\":1}}")),
        Named.of(
            "too large",
            (request, peer) -> peer.json(200, "{\"x\":\"" + "x".repeat(300_000) + "\"}")),
        Named.of("cut off", (request, peer) -> peer.raw("HTTP/1.1 200 OK\r\n")),
        Named.of("lost", (request, peer) -> peer.reset()));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void aWriteWithAnAnswerThatCannotBeReadMayHaveTakenPlace(ScriptedServer.Script answer) {
    fixture.next(answer);
    assertThat(create().mayHaveApplied()).isTrue();
    fixture.next(answer);
    assertThat(change().mayHaveApplied()).isTrue();
  }

  @Test
  void aWriteThatWasRefusedDidNot() {
    fixture.nextJson(403, "{\"errors\":[\"permission denied\"]}");
    assertThat(create().mayHaveApplied()).isFalse();
  }

  private Failure create() {
    try (SecretBytes payload = SecretBytes.ofText("{\"v\":\"1\"}")) {
      return failure(client.writer().orElseThrow().createIfAbsent("app", payload, call()));
    }
  }

  private Failure change() {
    try (SecretBytes payload = SecretBytes.ofText("{\"v\":\"1\"}")) {
      return failure(
          client
              .writer()
              .orElseThrow()
              .compareAndSet(
                  "app", payload, new VersionStamp("1", true, Optional.empty()), call()));
    }
  }
}
