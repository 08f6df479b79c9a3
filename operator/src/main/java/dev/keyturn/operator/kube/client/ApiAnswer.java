package dev.keyturn.operator.kube.client;

import java.time.Duration;
import java.util.Optional;

/** What came of a call to the API server. */
public sealed interface ApiAnswer {

  /** A 2xx with its body. */
  record Success(int code, byte[] body) implements ApiAnswer {}

  /** The server said no, for a reason that will not pass by waiting alone. */
  record Refused(Refusal refusal) implements ApiAnswer {}

  /**
   * No answer, a broken one, a fault of the server or its request to wait.
   *
   * @param retryAfter what the server asked for
   * @param mayHaveApplied true when the call may have changed something all the same
   */
  record Unavailable(Optional<Duration> retryAfter, boolean mayHaveApplied) implements ApiAnswer {}
}
