package dev.keyturn.operator.provider.wire;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import java.time.Instant;
import java.util.Optional;

/** What an answer means where the backend has no word of its own for it. */
public final class HttpMeaning {
  private HttpMeaning() {}

  /**
   * The failure that a status stands for. A 404 is Unavailable: a proxy may have said it, and only
   * the backend itself can say that a secret is gone. A success counts as an answer that is none.
   */
  public static Failure of(int status) {
    return switch (status) {
      case 200, 201, 202, 203, 204, 205, 206 -> Failure.of(FailureClass.InvalidData);
      case 400, 405, 413, 415, 422 -> Failure.of(FailureClass.InvalidData);
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

  /** The failure with what every answer says: its status, and how long to wait. */
  public static Failure complete(Failure failure, Answer answer, Instant now) {
    return failure
        .withStatus(answer.status())
        .withRetryAfter(
            Optional.ofNullable(answer.headers().get("retry-after"))
                .flatMap(header -> RetryAfter.parse(header, now)));
  }

  /**
   * The failure of a write: neither a server's own fault nor a success that is none of the
   * backend's says whether the write came before it.
   */
  public static Failure ofWrite(Failure failure, Answer answer) {
    boolean refused = answer.status() >= 300 && answer.status() < 500;
    return refused ? failure : failure.withMayHaveApplied(true);
  }

  /**
   * Whether a success of which nothing is of use is one of an API that speaks JSON: without a body,
   * or with an object. A page for people is what something in between has to say.
   */
  public static boolean isOfAnApi(Answer answer) {
    if (answer.body().size() == 0) {
      return true;
    }
    try {
      return StrictJson.read(
          answer.body(),
          json -> {
            json.object(name -> json.skip());
            return true;
          });
    } catch (WireProblem foreign) {
      return false;
    }
  }
}
