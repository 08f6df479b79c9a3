package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends what the SDK made through {@link BackendHttp}, so that its rules hold for AWS too: the
 * endpoints that are allowed, no redirects, a bounded body, one deadline over everything. The SDK's
 * blocking clients run in the thread of their caller, which is how the deadline gets here.
 */
final class GuardedSdkHttpClient implements SdkHttpClient {
  private static final Set<String> MANY =
      Set.of(
          "secretsmanager.ListSecrets",
          "secretsmanager.BatchGetSecretValue",
          "AmazonSSM.GetParameters",
          "AmazonSSM.GetParametersByPath");

  /** Greatest number of bytes of a page of a list and of a batch. */
  private static final int PAGE_LIMIT = 8 * 1024 * 1024;

  /** Greatest number of bytes of every other answer. */
  private static final int VALUE_LIMIT = 2 * 1024 * 1024;

  /** The JDK's client sets them itself and refuses to be told. */
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "content-length", "connection", "expect", "upgrade");

  private final ScopedValue<Deadline> deadline = ScopedValue.newInstance();
  private final BackendHttp http;

  GuardedSdkHttpClient(BackendHttp http) {
    this.http = http;
  }

  /** Runs SDK calls whose requests must have ended by the deadline. */
  <T> T within(Deadline limit, Supplier<T> calls) {
    return ScopedValue.where(deadline, limit).call(calls::get);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return send(request);
      }

      @Override
      public void abort() {
        // The deadline ends the request.
      }
    };
  }

  private HttpExecuteResponse send(HttpExecuteRequest execute) throws IOException {
    SdkHttpRequest request = execute.httpRequest();
    Optional<SecretBytes> body = body(execute.contentStreamProvider());
    try {
      return switch (http.send(
          new BackendHttp.Request(
              request.method().name(), request.getUri(), headers(request), body, limit(request)),
          deadline.get())) {
        case Outcome.Failed<BackendHttp.Answer>(var failure) -> throw new AwsProblem(failure);
        case Outcome.Ok<BackendHttp.Answer>(BackendHttp.Answer answer) ->
            response(ofAnApi(request, answer));
      };
    } finally {
      body.ifPresent(SecretBytes::close);
    }
  }

  /**
   * The SDK reads nothing of an answer that it wants nothing of, and takes a page for people as the
   * success of a change. Lists and batches it reads.
   */
  private static BackendHttp.Answer ofAnApi(SdkHttpRequest request, BackendHttp.Answer answer) {
    boolean read = limit(request) == PAGE_LIMIT;
    boolean json = request.firstMatchingHeader("X-Amz-Target").isPresent();
    if (answer.status() == 200 && json && !read && !HttpMeaning.isOfAnApi(answer)) {
      answer.close();
      throw new AwsProblem(
          Failure.of(FailureClass.InvalidData).withStatus(200).withMayHaveApplied(true));
    }
    return answer;
  }

  private static int limit(SdkHttpRequest request) {
    return request.firstMatchingHeader("X-Amz-Target").filter(MANY::contains).isPresent()
        ? PAGE_LIMIT
        : VALUE_LIMIT;
  }

  private static Optional<SecretBytes> body(Optional<ContentStreamProvider> provider)
      throws IOException {
    if (provider.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream stream = provider.get().newStream()) {
      return Optional.of(SecretBytes.owning(stream.readAllBytes()));
    }
  }

  /** What an SDK request says of itself, without what only the client may say. */
  static Map<String, String> headers(SdkHttpRequest request) {
    Map<String, String> headers = new TreeMap<>();
    request.forEachHeader((name, values) -> {
      if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        headers.put(name, String.join(",", values));
      }
    });
    return headers;
  }

  private static HttpExecuteResponse response(BackendHttp.Answer answer) {
    try (answer) {
      SdkHttpFullResponse.Builder response =
          SdkHttpFullResponse.builder().statusCode(answer.status());
      answer.headers().forEach((name, value) -> response.putHeader(name, List.of(value)));
      return HttpExecuteResponse.builder()
          .response(response.build())
          .responseBody(
              AbortableInputStream.create(new WipedInput(answer.body().with(byte[]::clone))))
          .build();
    }
  }

  /** The HTTP client stays its maker's. */
  @Override
  public void close() {}
}
