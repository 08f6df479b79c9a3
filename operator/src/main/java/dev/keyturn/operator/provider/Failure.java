package dev.keyturn.operator.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a call did not work. It holds no text of the backend.
 *
 * @param retryAfter what the backend asked for, where it did
 * @param status HTTP status, where there was an answer
 * @param requestId the backend's id of the request, where it has the form {@code
 *     [A-Za-z0-9._:-]{1,80}}
 * @param mayHaveApplied true for a write that failed after its first byte left
 */
public record Failure(
    FailureClass kind,
    FailureDetail detail,
    Optional<Duration> retryAfter,
    OptionalInt status,
    Optional<String> requestId,
    boolean mayHaveApplied) {

  public static Failure of(FailureClass kind) {
    return of(kind, FailureDetail.NONE);
  }

  public static Failure of(FailureClass kind, FailureDetail detail) {
    return new Failure(
        kind, detail, Optional.empty(), OptionalInt.empty(), Optional.empty(), false);
  }

  public Failure withStatus(int code) {
    return new Failure(kind, detail, retryAfter, OptionalInt.of(code), requestId, mayHaveApplied);
  }

  public Failure withDetail(FailureDetail other) {
    return new Failure(kind, other, retryAfter, status, requestId, mayHaveApplied);
  }

  public Failure withRequestId(Optional<String> id) {
    return new Failure(kind, detail, retryAfter, status, id, mayHaveApplied);
  }

  public Failure withMayHaveApplied(boolean perhaps) {
    return new Failure(kind, detail, retryAfter, status, requestId, perhaps);
  }

  public Failure withRetryAfter(Optional<Duration> wait) {
    return new Failure(kind, detail, wait, status, requestId, mayHaveApplied);
  }
}
