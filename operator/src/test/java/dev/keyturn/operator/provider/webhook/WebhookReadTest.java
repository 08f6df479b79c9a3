package dev.keyturn.operator.provider.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReadTest {
  private static final String CANARY = "kt-canary-7f3a";

  private final WebhookBackend backend = new WebhookBackend();

  @AfterEach
  void close() {
    backend.close();
  }

  private static Outcome<RemoteValue> read(ProviderClient client, RemoteRef ref) {
    return client.read(
        ref,
        new Call(Session.none(Instant.EPOCH), Deadline.after(Duration.ofSeconds(15)), "audit"));
  }

  private Outcome<RemoteValue> read(String key) {
    try (ProviderClient client = backend.open()) {
      return read(client, new RemoteRef(key, Optional.empty()));
    }
  }

  private static Failure failure(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Ok<?> ok -> throw new AssertionError("no failure");
      case Outcome.Failed<?>(Failure failure) -> failure;
    };
  }

  private static void assertFails(Outcome<?> outcome, FailureClass kind, FailureDetail detail) {
    assertThat(failure(outcome).kind()).isEqualTo(kind);
    assertThat(failure(outcome).detail()).isEqualTo(detail);
    assertThat(failure(outcome).toString()).doesNotContain(CANARY);
    assertThat(failure(outcome).mayHaveApplied()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "204,InvalidData,EMPTY",
    "400,InvalidData,NONE",
    "401,AuthFailed,NONE",
    "403,AccessDenied,NONE",
    "404,Unavailable,NONE",
    "410,Unavailable,NONE",
    "429,Throttled,NONE",
    "302,Unavailable,REDIRECT_REFUSED",
    "500,Unavailable,NONE",
    "504,Timeout,NONE"
  })
  void eachStatusHasItsMeaning(int status, FailureClass kind, FailureDetail detail) {
    backend.service.next(
        "app",
        (request, peer) ->
            peer.answer(
                status,
                "Content-Type: application/json\r\nLocation: https://169.254.169.254/\r\n",
                status == 204 ? "" : "{\"v\":\"" + CANARY + "\"}"));
    assertFails(read("app"), kind, detail);
    assertThat(backend.service.requests()).hasSize(1);
  }

  @Test
  void aPageForPeopleIsNoValue() {
    backend.service.next(
        "app",
        (request, peer) ->
            peer.answer(200, "Content-Type: text/html; charset=utf-8\r\n", "<html>" + CANARY));
    assertFails(read("app"), FailureClass.InvalidData, FailureDetail.NONE);
  }

  @Test
  void anEmptyAnswerIsNoValue() {
    backend.service.next("app", (request, peer) -> peer.answer(200, "", ""));
    assertFails(read("app"), FailureClass.InvalidData, FailureDetail.EMPTY);
  }

  @Test
  void theKeyIsSentWithoutTheLineEndBehindIt() {
    backend.service.put("app", "{\"v\":\"1\"}");
    assertThat(read("app")).isInstanceOf(Outcome.Ok.class);
    assertThat(backend.service.requests().getFirst().headers())
        .containsEntry("x-api-key", FakeWebhook.KEY);
  }

  @Test
  void theTagIsTheVersion() {
    backend.service.put("app", "{\"v\":\"1\"}");
    backend.service.next(
        "app",
        (request, peer) ->
            peer.answer(200, "ETag: W/\"a-1\"\r\nContent-Type: application/json\r\n", "{\"v\":1}"));
    assertThat(version(read("app"))).contains(new VersionStamp("a-1", false, Optional.empty()));
    backend.service.next(
        "app",
        (request, peer) ->
            peer.answer(
                200, "ETag: \"" + "x".repeat(99) + "\"\r\nContent-Type: text/plain\r\n", "v"));
    assertThat(version(read("app"))).isEmpty();
  }

  private static Optional<VersionStamp> version(Outcome<RemoteValue> outcome) {
    return switch (outcome) {
      case Outcome.Ok<RemoteValue>(RemoteValue value) -> {
        value.close();
        yield value.version();
      }
      case Outcome.Failed<RemoteValue>(Failure failure) -> throw new AssertionError(failure);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"../admin", "a/../../admin", "a//b", "./a"})
  void noKeyLeavesThePlaceThatIsWrittenOut(String key) {
    assertFails(read(key), FailureClass.InvalidData, FailureDetail.FIELD);
    assertThat(backend.service.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a?admin=1", "a#b", "a&b=c", "a%2e%2e", "a;b", "a@b"})
  void noKeyEndsItsPlaceInTheAddress(String key) {
    backend.service.put(key, "{\"v\":\"1\"}");
    assertThat(read(key)).isInstanceOf(Outcome.Ok.class);
    assertThat(backend.service.requests().getFirst().target()).matches("/v1/[A-Za-z0-9%._~-]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../other", "1?x=2", "1/2", " "})
  void aVersionIsAWord(String version) {
    try (ProviderClient client = backend.open()) {
      assertFails(
          read(client, new RemoteRef("app", Optional.of(version))),
          FailureClass.InvalidData,
          FailureDetail.FIELD);
    }
    assertThat(backend.service.requests()).isEmpty();
  }

  @Test
  void aHeaderHoldsOneLineOfText() {
    for (String text : List.of("a\r\nX-Admin: 1", "ü", "a\u0000b")) {
      try (ProviderClient client =
          backend.open(
              backend.config(
                  backend.base(),
                  "GET",
                  Map.of("X-Api-Key", values -> Optional.of(SecretBytes.ofText(text)))))) {
        assertFails(
            read(client, new RemoteRef("app", Optional.empty())),
            FailureClass.InvalidData,
            FailureDetail.FIELD);
      }
    }
    assertThat(backend.service.requests()).isEmpty();
  }

  @Test
  void aTemplateThatDoesNotRenderCostsNoRequest() {
    try (ProviderClient client =
        backend.open(
            backend.config(
                backend.base(), "GET", Map.of("X-Api-Key", values -> Optional.empty())))) {
      assertFails(
          read(client, new RemoteRef("app", Optional.empty())),
          FailureClass.InvalidData,
          FailureDetail.FIELD);
    }
    assertThat(backend.service.requests()).isEmpty();
  }

  @Test
  void aQuestionWhoseAnswerWasLostChangedNothing() {
    backend.service.next("app", (request, peer) -> peer.reset());
    try (ProviderClient client = backend.open(backend.config(backend.base(), "POST", Map.of()))) {
      assertFails(
          read(client, new RemoteRef("app", Optional.empty())),
          FailureClass.Unavailable,
          FailureDetail.NONE);
    }
  }
}
