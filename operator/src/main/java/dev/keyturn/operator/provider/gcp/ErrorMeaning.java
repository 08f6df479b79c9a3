package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import java.time.InstantSource;
import java.util.Optional;

/** What an answer with a status other than 200 means. */
final class ErrorMeaning {
  private final InstantSource clock;

  ErrorMeaning(InstantSource clock) {
    this.clock = clock;
  }

  /** The failure that an answer to a question stands for. */
  Failure of(Answer answer) {
    Optional<ErrorBody> error = ErrorBody.read(answer.body());
    Failure failure =
        switch (answer.status()) {
          case 400 -> refused(error);
          case 403 -> denied(error);
          case 404 -> missing(error);
          case 409 -> conflict(error);
          case 412 -> Failure.of(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
          default -> HttpMeaning.of(answer.status());
        };
    return HttpMeaning.complete(failure, answer, clock.instant());
  }

  /** The same of a write. */
  Failure ofWrite(Answer answer) {
    return HttpMeaning.ofWrite(of(answer), answer);
  }

  /**
   * The same of a login: whoever is turned away there has no identity. What a service account that
   * is not there is told, a proxy that finds nothing does not say.
   */
  Failure ofLogin(Answer answer) {
    boolean somebodyElse =
        answer.status() == 404 && (answer.body().size() == 0 || !HttpMeaning.isOfAnApi(answer));
    return somebodyElse ? of(answer) : ofMachine(answer);
  }

  /** The same of the metadata server, whose refusals are plain text. */
  Failure ofMachine(Answer answer) {
    return switch (answer.status()) {
      case 400, 401, 403, 404 -> Failure.of(FailureClass.AuthFailed).withStatus(answer.status());
      default -> of(answer);
    };
  }

  /** A version that is not enabled, or a key of KMS that is not. */
  private static Failure refused(Optional<ErrorBody> error) {
    if (error.filter(it -> it.code().equals("FAILED_PRECONDITION")).isEmpty()) {
      return Failure.of(FailureClass.InvalidData);
    }
    if (error.get().kms()) {
      return Failure.of(FailureClass.AccessDenied, FailureDetail.KMS);
    }
    // Whatever else is not enabled never counts as a deletion.
    return Failure.of(
        FailureClass.SourceDeleted,
        error.get().destroyed() ? FailureDetail.DESTROYED : FailureDetail.DISABLED);
  }

  private static Failure denied(Optional<ErrorBody> error) {
    return Failure.of(
        FailureClass.AccessDenied,
        error.filter(ErrorBody::kms).isPresent() ? FailureDetail.KMS : FailureDetail.NONE);
  }

  /** Only a text about a secret says that it is the secret that is missing. */
  private static Failure missing(Optional<ErrorBody> error) {
    return error
        .map(it ->
            Failure.of(
                FailureClass.NotFound,
                it.ofSecret() ? FailureDetail.NONE : FailureDetail.CONTAINER_MISSING))
        .orElseGet(() -> Failure.of(FailureClass.Unavailable));
  }

  private static Failure conflict(Optional<ErrorBody> error) {
    return Failure.of(
        FailureClass.Conflict,
        error.filter(it -> it.code().equals("ALREADY_EXISTS")).isPresent()
            ? FailureDetail.ALREADY_EXISTS
            : FailureDetail.CAS_MISMATCH);
  }
}
