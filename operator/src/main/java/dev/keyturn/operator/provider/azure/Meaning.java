package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.HttpMeaning;
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
          case 403 -> denied(ErrorBody.read(answer.body()));
          case 404 -> missing(ErrorBody.read(answer.body()));
          default -> HttpMeaning.of(answer.status());
        };
    return complete(failure, answer);
  }

  /** Whether the service itself said that there is no such secret or version. */
  static boolean isAbsence(Failure failure) {
    return failure.kind() == FailureClass.NotFound && failure.detail() == FailureDetail.NONE;
  }

  /** Of an answer to a login: whoever is turned away there has no identity. */
  Failure ofLogin(Answer answer) {
    Failure failure =
        switch (answer.status()) {
          case 400, 401, 403 -> Failure.of(FailureClass.AuthFailed);
          // The metadata service answers so while it is updated or the identity is being made.
          case 404, 410 -> Failure.of(FailureClass.Unavailable);
          default -> HttpMeaning.of(answer.status());
        };
    return complete(failure, answer);
  }

  /**
   * Of an answer of a container registry. It says 401 to an identity that has no role there, which
   * says nothing against the login.
   */
  Failure ofRegistry(Answer answer) {
    Failure failure =
        switch (answer.status()) {
          case 401, 403 -> Failure.of(FailureClass.AccessDenied);
          default -> HttpMeaning.of(answer.status());
        };
    return complete(failure, answer);
  }

  /** Of an answer to a write. */
  Failure ofWrite(Answer answer) {
    return HttpMeaning.ofWrite(of(answer), answer);
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
    return HttpMeaning.complete(failure, answer, clock.instant())
        .withRequestId(
            Optional.ofNullable(answer.headers().get("x-ms-request-id"))
                .filter(id -> REQUEST_ID.matcher(id).matches()));
  }
}
