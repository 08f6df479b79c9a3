package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/** Requests to Secret Manager in the name of a session. */
final class GcpCalls {
  static final int VALUE_LIMIT = 2 * 1024 * 1024;
  static final int PAGE_LIMIT = 8 * 1024 * 1024;
  static final int SMALL_LIMIT = 256 * 1024;

  /** Nothing that a header could not carry. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,16384}");

  private static final Pattern AUDIT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,80}");

  private final BackendHttp http;
  private final ErrorMeaning meaning;
  private final MetadataQuota quota;

  GcpCalls(BackendHttp http, ErrorMeaning meaning, MetadataQuota quota) {
    this.http = http;
    this.meaning = meaning;
    this.quota = quota;
  }

  /** What refreshes may ask beside values. */
  MetadataQuota quota() {
    return quota;
  }

  /**
   * Asks for a value.
   *
   * @param refused is told the number of the version that a refusal speaks of
   */
  <T> Outcome<T> access(
      URI uri, Call call, Function<SecretBytes, T> reading, LongConsumer refused) {
    return ask(
        uri,
        VALUE_LIMIT,
        call,
        reading,
        answer -> ErrorBody.read(answer.body()).map(ErrorBody::version).ifPresent(refused::accept));
  }

  /** Asks for anything else, which counts; the answer's body is read by the function. */
  <T> Outcome<T> metadata(URI uri, int limit, Call call, Function<SecretBytes, T> reading) {
    quota.charge();
    return ask(uri, limit, call, reading, answer -> {});
  }

  private <T> Outcome<T> ask(
      URI uri, int limit, Call call, Function<SecretBytes, T> reading, Consumer<Answer> refusals) {
    return send("GET", uri, Optional.empty(), limit, call)
        .then(answer -> {
          try (answer) {
            if (answer.status() == 200) {
              return Outcome.ok(reading.apply(answer.body()));
            }
            refusals.accept(answer);
            return Outcome.failed(meaning.of(answer));
          }
        });
  }

  /** A change. The failure of an answer says whether the change may have happened. */
  <T> Outcome<T> change(
      String method, URI uri, SecretBytes body, Call call, Function<SecretBytes, T> reading) {
    return send(method, uri, Optional.of(body), SMALL_LIMIT, call)
        .then(answer -> {
          try (answer) {
            return Edge.written(() ->
                answer.status() == 200 && HttpMeaning.isOfAnApi(answer)
                    ? Outcome.ok(reading.apply(answer.body()))
                    : Outcome.failed(meaning.ofWrite(answer)));
          }
        });
  }

  private Outcome<Answer> send(
      String method, URI uri, Optional<SecretBytes> body, int limit, Call call) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Authorization", "Bearer " + token(call));
    if (AUDIT_ID.matcher(call.auditId()).matches()) {
      // Google's audit log keeps it beside the request.
      headers.put("X-Goog-Request-Reason", call.auditId());
    }
    body.ifPresent(sent -> headers.put("Content-Type", "application/json"));
    return http.send(new BackendHttp.Request(method, uri, headers, body, limit), call.deadline());
  }

  private static String token(Call call) {
    String token = call.session().token().withText(text -> text);
    if (!TOKEN.matcher(token).matches()) {
      throw new WireProblem(FailureClass.AuthFailed, FailureDetail.NONE);
    }
    return token;
  }
}
