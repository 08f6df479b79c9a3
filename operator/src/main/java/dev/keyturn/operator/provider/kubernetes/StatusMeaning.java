package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.HttpMeaning;
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
          case 404 -> missing(ApiStatus.read(answer));
          case 409 -> conflict(ApiStatus.read(answer));
          default -> HttpMeaning.of(answer.status());
        };
    return HttpMeaning.complete(failure, answer, clock.instant());
  }

  /** The same for a write. */
  Failure ofWrite(Answer answer) {
    return HttpMeaning.ofWrite(of(answer), answer);
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
