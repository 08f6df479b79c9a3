package dev.keyturn.operator.kube.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRewritesTest {
  private static final String LIST = "/api/v1/secrets?labelSelector=a%2Fb%3Dtrue&limit=500";

  private final AnswerRewrites rewrites = new AnswerRewrites();
  private final List<Boolean> made = new ArrayList<>();
  private long requested;
  private int closed;

  /** Leaves out every x. */
  private final class WithoutX implements BodyRewriter {
    @Override
    public ByteBuffer rewrite(List<ByteBuffer> buffers) {
      StringBuilder text = new StringBuilder();
      buffers.forEach(buffer -> text.append(UTF_8.decode(buffer)));
      return ByteBuffer.wrap(text.toString().replace("x", "").getBytes(UTF_8));
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private final class Source implements Subscription {
    @Override
    public void request(long n) {
      requested += n;
    }

    @Override
    public void cancel() {}
  }

  private record Head(int statusCode) implements ResponseInfo {
    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }

  private BodySubscriber<String> body(String method, String path, int status) {
    rewrites.put(
        "secrets",
        "a/b=true",
        lines -> {
          made.add(lines);
          return new WithoutX();
        });
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://api" + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    BodyHandler<String> handler = BodyHandlers.ofString();
    BodySubscriber<String> body =
        rewrites
            .rewritten(request, Route.of(request.method(), request.uri()), handler)
            .apply(new Head(status));
    body.onSubscribe(new Source());
    return body;
  }

  private static void come(BodySubscriber<String> body, String text) {
    body.onNext(List.of(ByteBuffer.wrap(text.getBytes(UTF_8))));
  }

  private static String whole(BodySubscriber<String> body, String... parts) {
    for (String part : parts) {
      come(body, part);
    }
    body.onComplete();
    return body.getBody().toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LIST,
        "/api/v1/namespaces/shop/secrets?limit=1&labelSelector=a/b%3Dtrue&continue=x",
        "/base/api/v1/secrets?labelSelector=a%2Fb=true"
      })
  void aListOfTheSelectionIsRewritten(String path) {
    assertThat(whole(body("GET", path, 200), "1x2", "x", "3")).isEqualTo("123");
    assertThat(made).containsExactly(false);
    assertThat(closed).isOne();
  }

  @Test
  void aWatchOfTheSelectionIsRewrittenLineByLine() {
    assertThat(whole(body("GET", LIST + "&watch=true", 200), "1x2")).isEqualTo("12");
    assertThat(made).containsExactly(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/secrets",
        "/api/v1/secrets?labelSelector=a%2Fb",
        "/api/v1/secrets?labelSelector=a%2Fb%3Dtrue%2Cc",
        "/api/v1/secrets?x=labelSelector%3Da%2Fb%3Dtrue",
        "/api/v1/configmaps?labelSelector=a%2Fb%3Dtrue",
        "/apis/example.com/v1/secrets?labelSelector=a%2Fb%3Dtrue"
      })
  void whateverElseStaysAsItIs(String path) {
    assertThat(whole(body("GET", path, 200), "1x2")).isEqualTo("1x2");
  }

  @Test
  void aRefusalAndAWriteStayAsTheyAre() {
    assertThat(whole(body("GET", LIST, 410), "1x2")).isEqualTo("1x2");
    assertThat(whole(body("DELETE", LIST, 200), "1x2")).isEqualTo("1x2");
  }

  /** Else the reader would wait for ever for what it asked for. */
  @Test
  void whatComesToNothingIsAskedForAgainAndNothingElseIs() {
    BodySubscriber<String> body = body("GET", LIST, 200);
    long before = requested;
    come(body, "1");
    assertThat(requested).isEqualTo(before);
    come(body, "x");
    come(body, "xx");
    assertThat(requested).isEqualTo(before + 2);
    come(body, "2");
    assertThat(requested).isEqualTo(before + 2);
  }

  @Test
  void aBodyThatFailsIsForgotten() {
    BodySubscriber<String> body = body("GET", LIST, 200);
    come(body, "1");
    body.onError(new IOException("reset"));
    assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
    assertThat(closed).isOne();
  }
}
