package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import java.time.InstantSource;
import java.util.Optional;

/** What a status other than 200 means where no operation knows better. */
final class StatusMeaning {
  private final InstantSource clock;

  StatusMeaning(InstantSource clock) {
    this.clock = clock;
  }

  Failure of(Answer answer) {
    Failure failure =
        switch (answer.status()) {
          case 403 -> denied(ErrorList.read(answer.body()));
          case 404 -> notFound(ErrorList.read(answer.body()));
          // A node that does not yet have what it was asked for: another one may.
          case 412 -> Failure.of(FailureClass.Unavailable);
          default -> HttpMeaning.of(answer.status());
        };
    return HttpMeaning.complete(failure, answer, clock.instant());
  }

  /**
   * Vault has no 401; newer servers add a text where the token and not its policy is the reason.
   */
  private static Failure denied(Optional<ErrorList> list) {
    return Failure.of(
        list.map(ErrorList::invalidToken).orElse(false)
            ? FailureClass.AuthFailed
            : FailureClass.AccessDenied);
  }

  /**
   * Of an answer of an engine that stores nothing: a role that does not exist, or no engine at all,
   * which is no proof of a deletion. A proxy says 404 too, but not in the server's own words.
   */
  Failure ofEngine(Answer answer) {
    return answer.status() == 404 && ErrorList.read(answer.body()).isPresent()
        ? containerMissing(answer)
        : of(answer);
  }

  /** Of one that says 400 as well of what is not there. */
  Failure ofRole(Answer answer) {
    return answer.status() == 400 && ErrorList.read(answer.body()).isPresent()
        ? containerMissing(answer)
        : ofEngine(answer);
  }

  private static Failure containerMissing(Answer answer) {
    return Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING)
        .withStatus(answer.status());
  }

  /** A login or a renewal that the server turned down. */
  Failure ofLogin(Answer answer) {
    return switch (answer.status()) {
      case 400, 403 -> Failure.of(FailureClass.AuthFailed).withStatus(answer.status());
      default -> of(answer);
    };
  }

  /**
   * Only an empty list says that the key was never written. Everything else, a warning about the
   * version of the engine included, speaks of the mount, and must not count as a deletion.
   */
  static Failure notFound(Optional<ErrorList> list) {
    return list.map(said ->
            said.errors() == 0 && said.warnings() == 0
                ? Failure.of(FailureClass.NotFound)
                : Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING))
        .orElseGet(() -> Failure.of(FailureClass.Unavailable));
  }
}
