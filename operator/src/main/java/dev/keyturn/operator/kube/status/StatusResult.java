package dev.keyturn.operator.kube.status;

import java.time.Duration;

/** What came of writing a status. */
public sealed interface StatusResult {
  record Written() implements StatusResult {}

  /** It is so already: nothing was sent. */
  record Unchanged() implements StatusResult {}

  /** The object is gone, or another one has its name. */
  record Gone() implements StatusResult {}

  /**
   * The API server does not take it: our role, or a status that the schema forbids.
   *
   * @param retryIn until it is worth another try; grows with each that fails
   */
  record Refused(int code, Duration retryIn) implements StatusResult {}

  /**
   * It may have been applied.
   *
   * @param retryIn until it is worth another try; grows with each that fails
   */
  record Unavailable(Duration retryIn) implements StatusResult {}

  /** This process may not act; nothing was sent. */
  record NotLeader() implements StatusResult {}
}
