package dev.keyturn.operator.kube.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Watches are ended between two events, and begun anew where they bring nothing. */
class OpenWatchesTest {
  private static final String RESOURCE = "keyturn.dev/secretsyncs";

  private long nanos;
  private int cancelled;
  private final OpenWatches watches = new OpenWatches(() -> nanos);

  private final class Source implements Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {
      cancelled++;
    }
  }

  private BodySubscriber<String> open() {
    BodySubscriber<String> body =
        watches.following(RESOURCE, BodyHandlers.ofString()).apply(new Head());
    body.onSubscribe(new Source());
    return body;
  }

  private static void come(BodySubscriber<String> body, String text) {
    body.onNext(List.of(ByteBuffer.wrap(text.getBytes(UTF_8))));
  }

  /** What the watcher got, once it is over; null before that. */
  private static @Nullable String got(BodySubscriber<String> body) {
    CompletableFuture<String> whole = body.getBody().toCompletableFuture();
    return whole.isDone() ? whole.join() : null;
  }

  private void fruitless() {
    BodySubscriber<String> body = open();
    nanos += Duration.ofSeconds(1).toNanos();
    body.onComplete();
    assertThat(got(body)).isEmpty();
  }

  @Test
  void aWatchIsEndedByTheEventThatMakesItsInformerListAnew() {
    BodySubscriber<String> body = open();
    come(body, "{\"type\":\"ADDED\"}\n");
    watches.expire("keyturn.dev/secretstores");
    assertThat(got(body)).isNull();
    watches.expire(RESOURCE);
    assertThat(got(body))
        .startsWith("{\"type\":\"ADDED\"}\n{\"type\":\"ERROR\"")
        .contains("\"code\":410")
        .endsWith("}\n");
    assertThat(cancelled).isOne();
    come(body, "{\"type\":\"LATE\"}\n");
    body.onComplete();
    watches.expire(RESOURCE);
    assertThat(cancelled).isOne();
  }

  @Test
  void anEventThatIsUnderWayComesWhole() {
    BodySubscriber<String> body = open();
    come(body, "{\"type\":\"AD");
    watches.expire(RESOURCE);
    assertThat(got(body)).isNull();
    come(body, "DED\"}\n");
    assertThat(got(body)).startsWith("{\"type\":\"ADDED\"}\n{\"type\":\"ERROR\"");
  }

  @Fault("W7")
  @Test
  void fiveWatchesThatEndAtOnceWithoutALineMakeTheNextOneListAnew() {
    for (int i = 0; i < 5; i++) {
      fruitless();
    }
    assertThat(nanos).isLessThanOrEqualTo(Duration.ofSeconds(60).toNanos());
    assertThat(got(open())).contains("\"code\":410");
    BodySubscriber<String> next = open();
    come(next, "{\"type\":\"BOOKMARK\"}\n");
    assertThat(got(next)).isNull();
  }

  @Test
  void aLineOrALongLifeIsNoSignOfAVersionThatIsUnknown() {
    for (int i = 0; i < 20; i++) {
      for (int k = 0; k < 4; k++) {
        fruitless();
      }
      BodySubscriber<String> fruitful = open();
      if (i % 2 == 0) {
        come(fruitful, "{\"type\":\"BOOKMARK\"}\n");
      } else {
        nanos += Duration.ofMinutes(5).toNanos();
      }
      fruitful.onComplete();
      assertThat(got(fruitful)).doesNotContain("410");
    }
  }

  private static final class Head implements ResponseInfo {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }

  /** Calls so often, a while apart, and says what was listed anew meanwhile. */
  private Set<String> look(int times) {
    Set<String> expired = new HashSet<>();
    for (int i = 0; i < times; i++) {
      nanos += Duration.ofSeconds(15).toNanos();
      expired.addAll(watches.expireSilent());
    }
    return expired;
  }

  @Fault("W8")
  @Test
  void aWatchThatBringsNothingForTwoBookmarksIsEnded() {
    BodySubscriber<String> body = open();
    assertThat(look(5)).isEmpty();
    come(body, "{\"type\":\"BOOKMARK\"}\n");
    // The first look after the bookmark finds it.
    assertThat(look(6)).isEmpty();
    assertThat(watches.silences()).isEqualTo(Map.of(RESOURCE, Duration.ofSeconds(90)));
    assertThat(look(1)).containsExactly(RESOURCE);
    assertThat(got(body)).contains("\"code\":410");
  }

  @Test
  void aWatchThatBringsABookmarkAMinuteIsLeftOpen() {
    BodySubscriber<String> body = open();
    for (int minute = 0; minute < 60; minute++) {
      assertThat(look(4)).isEmpty();
      come(body, "{\"type\":\"BOOKMARK\"}\n");
    }
    assertThat(cancelled).isZero();
  }

  @Test
  void aWatchThatNeverBroughtAnythingIsLeftOpenForTwelveMinutes() {
    for (int i = 0; i < 3; i++) {
      BodySubscriber<String> body = open();
      assertThat(look(47)).isEmpty();
      assertThat(look(1)).containsExactly(RESOURCE);
      assertThat(got(body)).contains("\"code\":410");
    }
    come(open(), "{\"type\":\"BOOKMARK\"}\n");
    assertThat(look(6)).isEmpty();
    assertThat(look(1)).containsExactly(RESOURCE);
  }

  @Test
  void aLongTimeThatNobodyLivedThroughEndsNoWatch() {
    open();
    nanos += Duration.ofHours(8).toNanos();
    assertThat(watches.expireSilent()).isEmpty();
  }

  @Test
  void ofAResourceThatIsNotWatchedNowTheLastWatchIsRemembered() {
    BodySubscriber<String> body = open();
    nanos += Duration.ofSeconds(30).toNanos();
    come(body, "{\"type\":\"ADDED\"}\n");
    nanos += Duration.ofSeconds(30).toNanos();
    body.onComplete();
    nanos += Duration.ofSeconds(30).toNanos();
    assertThat(watches.silences()).isEqualTo(Map.of(RESOURCE, Duration.ofMinutes(1)));
  }
}
