package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.RetryAfter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an answer means that is not the one that was asked for. */
final class Meaning {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,80}");

  private final InstantSource clock;

  Meaning(InstantSource clock) {
    this.clock = clock;
  }

  /** Of an answer of a vault. */
  Failure of(Answer answer) {
    Failure failure =
        switch (answer.status()) {
          case 401 -> Failure.of(FailureClass.AuthFailed);
          case 403 -> denied(ErrorBody.read(answer.body()));
          case 404 -> missing(ErrorBody.read(answer.body()));
          default -> general(answer.status());
        };
    return complete(failure, answer);
  }

  /** Of an answer to a login: whoever is turned away there has no identity. */
  Failure ofLogin(Answer answer) {
    Failure failure =
        switch (answer.status()) {
          case 400, 401, 403 -> Failure.of(FailureClass.AuthFailed);
          // The metadata service answers so while it is updated or the identity is being made.
          case 404, 410 -> Failure.of(FailureClass.Unavailable);
          default -> general(answer.status());
        };
    return complete(failure, answer);
  }

  /** A server's own fault does not say whether the write took place before it. */
  Failure ofWrite(Answer answer) {
    Failure failure = of(answer);
    return answer.status() < 500 ? failure : applied(failure);
  }

  /** The failure of a write that may have happened. */
  static Failure applied(Failure failure) {
    return new Failure(
        failure.kind(),
        failure.detail(),
        failure.retryAfter(),
        failure.status(),
        failure.requestId(),
        true);
  }

  private static Failure general(int status) {
    return switch (status) {
      case 200, 201, 202, 203, 204, 205, 206 -> Failure.of(FailureClass.InvalidData);
      case 400, 405, 413, 422 -> Failure.of(FailureClass.InvalidData);
      case 401 -> Failure.of(FailureClass.AuthFailed);
      case 403 -> Failure.of(FailureClass.AccessDenied);
      case 408, 504 -> Failure.of(FailureClass.Timeout);
      case 409, 412 -> Failure.of(FailureClass.Conflict);
      case 429 -> Failure.of(FailureClass.Throttled);
      case 300, 301, 302, 303, 304, 305, 306, 307, 308 ->
          Failure.of(FailureClass.Unavailable, FailureDetail.REDIRECT_REFUSED);
      default -> Failure.of(FailureClass.Unavailable);
    };
  }

  /** A version that was switched off is refused as though the identity had no right to it. */
  private static Failure denied(Optional<ErrorBody> body) {
    return body.filter(said -> said.says("SecretDisabled")).isPresent()
        ? Failure.of(FailureClass.SourceDeleted, FailureDetail.DISABLED)
        : Failure.of(FailureClass.AccessDenied);
  }

  /** Only the service's own word for it says that a secret is not there. */
  private static Failure missing(Optional<ErrorBody> body) {
    return body.map(said ->
            said.says("SecretNotFound")
                ? Failure.of(FailureClass.NotFound)
                : Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING))
        .orElseGet(() -> Failure.of(FailureClass.Unavailable));
  }

  private Failure complete(Failure failure, Answer answer) {
    Failure told =
        failure
            .withStatus(answer.status())
            .withRetryAfter(
                Optional.ofNullable(answer.headers().get("retry-after"))
                    .flatMap(header -> RetryAfter.parse(header, clock.instant())));
    return new Failure(
        told.kind(),
        told.detail(),
        told.retryAfter(),
        told.status(),
        Optional.ofNullable(answer.headers().get("x-ms-request-id"))
            .filter(id -> REQUEST_ID.matcher(id).matches()),
        told.mayHaveApplied());
  }
}
