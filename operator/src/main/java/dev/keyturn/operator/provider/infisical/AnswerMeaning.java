package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import java.time.InstantSource;
import java.util.Optional;

/** What an answer other than the wanted one means. */
final class AnswerMeaning {
  private final InstantSource clock;

  AnswerMeaning(InstantSource clock) {
    this.clock = clock;
  }

  Failure of(Answer answer) {
    Optional<ErrorBody> body = ErrorBody.read(answer.body());
    Failure failure =
        switch (answer.status()) {
          case 403 -> denied(body);
          case 404 -> missing(body);
          default -> HttpMeaning.of(answer.status());
        };
    return HttpMeaning.complete(failure, answer, clock.instant());
  }

  /** A login or a renewal that the server turned down; it says 404 of an identity it lacks. */
  Failure ofLogin(Answer answer) {
    return switch (answer.status()) {
      case 400, 401, 403, 422 -> Failure.of(FailureClass.AuthFailed).withStatus(answer.status());
      case 404 ->
          ErrorBody.read(answer.body()).isPresent()
              ? Failure.of(FailureClass.AuthFailed).withStatus(answer.status())
              : of(answer);
      default -> of(answer);
    };
  }

  /** A token that is dead answers 403 too, and not 401. */
  private static Failure denied(Optional<ErrorBody> body) {
    if (body.map(ErrorBody::isAboutToken).orElse(false)) {
      return Failure.of(FailureClass.AuthFailed);
    }
    return Failure.of(
        FailureClass.AccessDenied,
        body.map(ErrorBody::isHiddenValue).orElse(false)
            ? FailureDetail.MASKED_VALUE
            : FailureDetail.NONE);
  }

  /**
   * Only a sentence about the secret itself says that it is not there. A folder, an environment or
   * a project that is gone must not count as a deletion of what it held.
   */
  private static Failure missing(Optional<ErrorBody> body) {
    return body.map(said ->
            Failure.of(
                FailureClass.NotFound,
                said.isMissingSecret() ? FailureDetail.NONE : FailureDetail.CONTAINER_MISSING))
        .orElseGet(() -> Failure.of(FailureClass.Unavailable));
  }
}
