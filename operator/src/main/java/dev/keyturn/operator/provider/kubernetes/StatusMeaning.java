package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.RetryAfter;
import java.time.InstantSource;
import java.util.Optional;

/** What an answer means that is no success. */
final class StatusMeaning {
  private final InstantSource clock;

  StatusMeaning(InstantSource clock) {
    this.clock = clock;
  }

  Failure of(Answer answer) {
    Failure failure =
        switch (answer.status()) {
          case 200, 201, 202, 203, 204, 205, 206 -> Failure.of(FailureClass.InvalidData);
          case 400, 405, 413, 415, 422 -> Failure.of(FailureClass.InvalidData);
          case 401 -> Failure.of(FailureClass.AuthFailed);
          case 403 -> Failure.of(FailureClass.AccessDenied);
          case 404 -> missing(ApiStatus.read(answer));
          case 408, 504 -> Failure.of(FailureClass.Timeout);
          case 409 -> conflict(ApiStatus.read(answer));
          case 429 -> Failure.of(FailureClass.Throttled);
          case 300, 301, 302, 303, 304, 305, 306, 307, 308 ->
              Failure.of(FailureClass.Unavailable, FailureDetail.REDIRECT_REFUSED);
          default -> Failure.of(FailureClass.Unavailable);
        };
    return failure
        .withStatus(answer.status())
        .withRetryAfter(
            Optional.ofNullable(answer.headers().get("retry-after"))
                .flatMap(header -> RetryAfter.parse(header, clock.instant())));
  }

  /** The same for a write; a server's or proxy's own fault may come after it took place. */
  Failure ofWrite(Answer answer) {
    Failure failure = of(answer);
    return answer.status() < 500 ? failure : applied(failure);
  }

  /** The same failure, after which the write may have taken place. */
  static Failure applied(Failure failure) {
    return new Failure(
        failure.kind(),
        failure.detail(),
        failure.retryAfter(),
        failure.status(),
        failure.requestId(),
        true);
  }

  /** Only an API server that names Secrets speaks of the Secret, and not of a path before it. */
  private static Failure missing(Optional<ApiStatus> status) {
    if (status.isEmpty() || !status.get().reason().equals("NotFound")) {
      return Failure.of(FailureClass.Unavailable);
    }
    return switch (status.get().kind()) {
      case "secrets" -> Failure.of(FailureClass.NotFound);
      case "namespaces" -> Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING);
      default -> Failure.of(FailureClass.Unavailable);
    };
  }

  private static Failure conflict(Optional<ApiStatus> status) {
    return switch (status.map(ApiStatus::reason).orElse("")) {
      case "AlreadyExists" -> Failure.of(FailureClass.Conflict, FailureDetail.ALREADY_EXISTS);
      case "Conflict" -> Failure.of(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
      default -> Failure.of(FailureClass.Conflict);
    };
  }
}
